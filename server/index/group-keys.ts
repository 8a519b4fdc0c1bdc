import { STATUSES, type Grouping } from '../contract/enums.ts';
import { dimensionOf, type Dimension } from './dimension.ts';
import { FLAGS, statusOf } from './flags.ts';
import type { Groups, KeyParts } from './group-sums.ts';
import { GroupTimes } from './group-times.ts';
import type { ReportIndex } from './report-index.ts';

type Word = string | null;

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

  /** The words of a shown group. */
  wordsOf(key: number): Record<Grouping, Word> {
    const times = this.#times.size;
    const above = Math.floor(key / times / this.#statuses.values.length);
    const [category, kind] = this.#classes.values[above % this.#classes.values.length]!;
    const [area] = this.#areas.values[Math.floor(above / this.#classes.values.length)]!;
    const status = this.#withStatus ? this.#statuses.values[this.#statusDigit(key)]![0]! : null;
    const [month, week, resolvedMonth] = this.#times.wordsOf(key % times);
    return { area: area!, category: category!, kind: kind!, status, month, week, resolved_month: resolvedMonth };
  }

  #statusDigit(key: number): number {
    return Math.floor(key / this.#times.size) % this.#statuses.values.length;
  }
}
