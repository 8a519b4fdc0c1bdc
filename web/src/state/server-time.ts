import { local } from './storage.ts';

const KEY = 'alai.server-time';
const HOUR_MS = 3_600_000;

/** When the server last gave an answer, by its own clock: milliseconds, null for never. The phone's clock may be years off. */
export function serverTime(): number | null {
  const kept = Number(local.get(KEY) ?? NaN);
  return Number.isFinite(kept) ? kept : null;
}

/** Remembers when an answer was given; a change of less than an hour is none. */
export function noteServerTime(answer: Response): void {
  const said = Date.parse(answer.headers.get('date') ?? '');
  if (!Number.isNaN(said) && Math.abs(said - (serverTime() ?? 0)) > HOUR_MS) local.set(KEY, String(said));
}
