import { STATUSES, type Grouping } from '../../contract/enums.ts';
import { dimensionOf, type Dimension } from './dimension.ts';
import { FLAGS, statusOf } from '../columns/flags.ts';
import type { Groups, KeyParts } from './group-sums.ts';
import { GroupTimes } from './group-times.ts';
import type { ReportIndex } from '../columns/report-index.ts';

type Word = string | null;

/** Numbers in which groups of the same words agree: of area, category and kind; of the status; of the times. */
export interface GroupDigits {
  place: number;
  status: number;
  time: number;
}

/**
 * Groups as numbers that ascend as the answer is ordered: area, then category and kind, then status, then the times
 * of group-times.ts, each a digit of its own base. What was not asked for has a single value. The status is always told apart, because what is
 * open and resolved follows from it; `shownOf` leaves it out again.
 */
export class GroupKeys {
  readonly parts: KeyParts;
  readonly #areas: Dimension;
  readonly #classes: Dimension;
  readonly #statuses: Dimension;
  readonly #times: GroupTimes;
  readonly #withStatus: boolean;

  constructor(index: ReportIndex, by: readonly Grouping[]) {
    const when = (grouping: Grouping, word: Word) => (by.includes(grouping) ? word : null);
    const { areas, classes } = index.dictionary;
    this.#areas = dimensionOf(areas.map(({ code }) => [when('area', code)]));
    this.#classes = dimensionOf(classes.map(({ category, kind }) => [when('category', category), when('kind', kind)]));
    this.#statuses = dimensionOf(Array.from({ length: FLAGS }, (_, flags) => [statusOf(flags)]));
    this.#times = new GroupTimes(index, by);
    this.#withStatus = by.includes('status');
    const classStep = this.#times.size * this.#statuses.values.length;
    const areaStep = classStep * this.#classes.values.length;
    this.parts = {
      areas: this.#areas.numberOf.map((number) => number * areaStep),
      classes: this.#classes.numberOf.map((number) => number * classStep),
      flags: this.#statuses.numberOf.map((number) => number * this.#times.size),
      times: this.#times,
      size: areaStep * this.#areas.values.length,
    };
  }

  /** Number of each group's status among STATUSES. */
  statusesOf({ keys }: Groups): Uint8Array {
    const numbers = this.#statuses.values.map(([status]) => (STATUSES as readonly Word[]).indexOf(status!));
    const statuses = new Uint8Array(keys.length);
    for (let group = 0; group < keys.length; group++) statuses[group] = numbers[this.#statusDigit(keys[group]!)]!;
    return statuses;
  }

  /** The key under which each group is shown: the same for those that only differ in a status not asked for. */
  shownOf({ keys }: Groups): Float64Array {
    if (this.#withStatus) return keys;
    const shown = new Float64Array(keys.length);
    for (const [group, key] of keys.entries()) shown[group] = key - this.#statusDigit(key) * this.#times.size;
    return shown;
  }

  /** The three digits of a key that each stand for words of their own. */
  digitsOf(key: number): GroupDigits {
    const times = this.#times.size;
    const above = Math.floor(key / times);
    const statuses = this.#statuses.values.length;
    return { place: Math.floor(above / statuses), status: above % statuses, time: key % times };
  }

  /** Area, category and kind of a digit `place`. */
  wordsOfPlace(place: number): Record<'area' | 'category' | 'kind', Word> {
    const classes = this.#classes.values;
    const [category, kind] = classes[place % classes.length]!;
    const [area] = this.#areas.values[Math.floor(place / classes.length)]!;
    return { area: area!, category: category!, kind: kind! };
  }

  wordsOfStatus(status: number): Record<'status', Word> {
    return { status: this.#withStatus ? this.#statuses.values[status]![0]! : null };
  }

  wordsOfTime(time: number): Record<'month' | 'week' | 'resolved_month', Word> {
    const [month, week, resolvedMonth] = this.#times.wordsOf(time);
    return { month, week, resolved_month: resolvedMonth };
  }

  #statusDigit(key: number): number {
    return Math.floor(key / this.#times.size) % this.#statuses.values.length;
  }
}
