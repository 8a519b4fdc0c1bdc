import { local, readJson } from '../state/storage.ts';
import type { Seen } from './follow-rules.ts';

const KEY = 'alai.seen';
const KEPT_MAX = 100;

/** What one's own reports were like when they were looked at last, by id. Kept on this phone only. */
export function seenReports(): Record<string, Seen> {
  const kept = readJson<Record<string, Seen>>(local, KEY);
  return kept !== null && typeof kept === 'object' ? kept : {};
}

export function rememberSeen(id: string, { status, replies }: Seen): void {
  const { [id]: _, ...others } = seenReports();
  const entries = Object.entries(others).slice(0, KEPT_MAX - 1);
  local.set(KEY, JSON.stringify(Object.fromEntries([[id, { status, replies }], ...entries])));
}
