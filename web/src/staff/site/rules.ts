/** One field that is different now. */
export interface Difference {
  field: string;
  before: unknown;
  after: unknown;
}

/** The least and the most that a whole number may be. */
export interface Bounds {
  readonly minimum: number;
  readonly maximum: number;
}

/** Whether what was typed is a whole number within the bounds. */
export const isWholeNumber = (text: string, { minimum, maximum }: Bounds): boolean =>
  /^\d{1,9}$/.test(text) && +text >= minimum && +text <= maximum;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The fields of `after` that differ from those of `before`. */
export function changesOf<T extends object>(before: T, after: T): Partial<T> {
  const changed = Object.entries(after).filter(([field, value]) => !same(before[field as keyof T], value));
  return Object.fromEntries(changed) as Partial<T>;
}

/** The same, as a list with both values. */
export function differences<T extends object>(before: T, after: T): Difference[] {
  return Object.entries(changesOf(before, after)).map(([field, value]) => ({
    field,
    before: before[field as keyof T],
    after: value,
  }));
}

/** What was edited, over what it is now: what was not touched follows. */
export const rebased = <T extends object>(seen: T, edited: T, now: T): T => ({ ...now, ...changesOf(seen, edited) });

/**
 * All codes with one of the shown moved a place up (-1) or down (1) among the shown ones; those that are not shown keep
 * their neighbours. Null where there is no further place.
 */
export function moved(codes: readonly string[], shown: readonly string[], code: string, by: 1 | -1): string[] | null {
  const other = shown[shown.indexOf(code) + by];
  if (other === undefined) return null;
  const rest = codes.filter((each) => each !== code);
  rest.splice(rest.indexOf(other) + (by === 1 ? 1 : 0), 0, code);
  return rest;
}

/** Holidays of a year, in the order of the calendar: [as it is stored, YYYY-MM-DD]. */
export function holidaysOfYear(holidays: readonly string[], year: number): { stored: string; day: string }[] {
  return holidays
    .filter((day) => day.length === 5 || day.startsWith(`${year}-`))
    .map((stored) => ({ stored, day: stored.length === 5 ? `${year}-${stored}` : stored }))
    .filter(({ day }) => isDay(day))
    .sort((a, b) => a.day.localeCompare(b.day));
}

/** How many days a year must have of its own: Orozo Ait and Kurman Ait follow the moon. */
const MOVING_HOLIDAYS = 2;

/** Whether the holidays that move have not been added for a year. */
export function lacksMovingHolidays(holidays: readonly string[], year: number): boolean {
  return holidays.filter((day) => day.startsWith(`${year}-`)).length < MOVING_HOLIDAYS;
}

/** Whether the calendar has such a day (YYYY-MM-DD): no year but a leap year has the 29th of February. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
