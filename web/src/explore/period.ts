/** Bishkek is six hours ahead of UTC all year round; days of filters are days there. */
const BISHKEK_OFFSET_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;

/** Ready-made periods that end today. */
export const PERIODS = ['days30', 'months3', 'months12', 'all'] as const;
export type Period = (typeof PERIODS)[number];

/** The day it is in Osh, YYYY-MM-DD. */
export function today(now = Date.now()): string {
  return new Date(now + BISHKEK_OFFSET_MS).toISOString().slice(0, 10);
}

/** A day moved by some days, YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** A day moved back by whole months; a day that the month does not have becomes its last. */
export function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** First day of a ready-made period, null for all time. It is open at the end, so that tomorrow's reports come in. */
export function periodStart(period: Period, end = today()): string | null {
  if (period === 'days30') return addDays(end, -29);
  if (period === 'months3') return addDays(monthsBefore(end, 3), 1);
  if (period === 'months12') return addDays(monthsBefore(end, 12), 1);
  return null;
}

/** The ready-made period that a filter is, if it is one. */
export function periodOf(filter: { from: string | null; to: string | null }, end = today()): Period | null {
  if (filter.to !== null) return null;
  return PERIODS.find((period) => periodStart(period, end) === filter.from) ?? null;
}

/** Reads a day as people write it here (1.3.2026, 01/03/26, 01032026) or machines do (2026-03-01), YYYY-MM-DD; null when it is none. */
export function parseDay(text: string): string | null {
  const plain = text.trim().replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3.$2.$1');
  const match =
    /^(\d{1,2})[.\-/ ]+(\d{1,2})[.\-/ ]+(\d{4}|\d{2})$/.exec(plain) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(plain);
  if (!match) return null;
  const [day, month, year] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year < 100 ? 2000 + year : year, month - 1, day));
  return date.getUTCDate() === day && date.getUTCMonth() === month - 1 ? date.toISOString().slice(0, 10) : null;
}

/** A day as it is written here: DD.MM.YYYY of YYYY-MM-DD. */
export function writeDay(day: string): string {
  return day.split('-').reverse().join('.');
}
