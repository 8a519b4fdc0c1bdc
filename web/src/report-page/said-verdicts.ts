import type { ReportWithHistory } from '../../../server/contract/reports.ts';
import { local, readJson } from '../state/storage.ts';
import { sameCode } from './questions.ts';

const KEY = 'alai.verdicts';
const KEPT_MAX = 200;
/** What was said, and the number of the report it was said of; older ones are kept without the number. */
type Said = boolean | { fixed: boolean; code: string };

/** What the answer is about: this resolution of the report, not an earlier one. */
export function resolutionKey({ properties }: ReportWithHistory): string {
  const times = properties.history.filter(({ status }) => status === 'resolved').length;
  return `${properties.id}:${times}`;
}

/** What this phone said of a resolution; null: nothing. */
export function saidVerdict(key: string): boolean | null {
  const said = kept()[key];
  return said === undefined ? null : fixedOf(said);
}

/** What this phone said last of the report that had this number before it was merged into another one; null: nothing. */
export function saidBeforeMerge(code: string, into: ReportWithHistory): { key: string; fixed: boolean } | null {
  for (const [key, said] of Object.entries(kept())) {
    if (typeof said === 'boolean' || !sameCode(said.code, code) || key.startsWith(`${into.properties.id}:`)) continue;
    return { key, fixed: said.fixed };
  }
  return null;
}

/** Nothing is said any more, of what was merged and of what it was merged into. */
export function forgetVerdict(...keys: string[]): void {
  const entries = Object.entries(kept()).filter(([key]) => !keys.includes(key));
  local.set(KEY, JSON.stringify(Object.fromEntries(entries)));
}

export function rememberVerdict(report: ReportWithHistory, fixed: boolean): void {
  const key = resolutionKey(report);
  const { [key]: _, ...others } = kept();
  const entries = Object.entries(others).slice(0, KEPT_MAX - 1);
  const said: Said = { fixed, code: report.properties.code };
  local.set(KEY, JSON.stringify(Object.fromEntries([[key, said], ...entries])));
}

const fixedOf = (said: Said): boolean => (typeof said === 'boolean' ? said : said.fixed);

function kept(): Record<string, Said> {
  const found = readJson<Record<string, Said>>(local, KEY);
  return found !== null && typeof found === 'object' ? found : {};
}
