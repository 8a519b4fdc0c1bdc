import type { ReportWithHistory } from '../../../server/contract/reports.ts';
import { local, readJson } from '../state/storage.ts';

const KEY = 'alai.verdicts';
const KEPT_MAX = 200;

/** What the answer is about: this resolution of the report, not an earlier one. */
export function resolutionKey({ properties }: ReportWithHistory): string {
  const times = properties.history.filter(({ status }) => status === 'resolved').length;
  return `${properties.id}:${times}`;
}

/** What this phone said of a resolution; null: nothing. */
export function saidVerdict(key: string): boolean | null {
  return kept()[key] ?? null;
}

export function rememberVerdict(key: string, fixed: boolean | null): void {
  const { [key]: _, ...others } = kept();
  const entries = Object.entries(others).slice(0, KEPT_MAX - 1);
  local.set(KEY, JSON.stringify(Object.fromEntries(fixed === null ? entries : [[key, fixed], ...entries])));
}

function kept(): Record<string, boolean> {
  const found = readJson<Record<string, boolean>>(local, KEY);
  return found !== null && typeof found === 'object' ? found : {};
}
