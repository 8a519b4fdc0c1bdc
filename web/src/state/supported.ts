import { local, readJson } from './storage.ts';

const KEY = 'alai.supported';
const KEPT_MAX = 500;

function kept(): string[] {
  const ids = readJson<string[]>(local, KEY);
  return Array.isArray(ids) ? ids : [];
}

/** Whether this phone said "I have this too"; only the phone knows, the server keeps an HMAC. */
export function isSupported(id: string): boolean {
  return kept().includes(id);
}

export function rememberSupport(id: string, supported: boolean): void {
  const others = kept().filter((other) => other !== id);
  local.set(KEY, JSON.stringify(supported ? [id, ...others].slice(0, KEPT_MAX) : others));
}
