import type { Grouping } from '../../contract/enums.ts';
import { bishkekDay, firstDayOf, monthOf, monthText, weekOf, weekText } from '../columns/calendar.ts';
import { NOT_RESOLVED, type Columns } from '../columns/columns.ts';
import { resolvedMonth } from '../columns/encode-row.ts';
import type { ReportIndex } from '../columns/report-index.ts';

type Word = string | null;

/**
 * Month, week and month of resolution of a report as one number that ascends as they do, in this order, a report that is
 * not resolved last. What was not asked for adds nothing.
 *
 * Month and week together are one step on whenever either of them is, so that there are not more numbers than days.
 */
export class GroupTimes {
  readonly #by: readonly Grouping[];
  readonly #firstMonth: number;
  readonly #firstDay: number;
  readonly #lastDay: number;
  /** Months that anything can be resolved in, and one for what is not; 1 where they were not asked for. */
  readonly #resolvedCount: number;
  /** All numbers are below. */
  readonly size: number;

  constructor(index: ReportIndex, by: readonly Grouping[]) {
    const { first, last, lastResolved } = index.months;
    this.#by = by;
    this.#firstMonth = first;
    this.#firstDay = firstDayOf(first);
    this.#lastDay = Math.max(firstDayOf(last + 1) - 1, this.#firstDay);
    this.#resolvedCount = by.includes('resolved_month') ? Math.max(lastResolved - first + 1, 0) + 1 : 1;
    this.size = (this.#stepOf(this.#lastDay) + 1) * this.#resolvedCount;
  }

  /**
   * Where numbers need no `write` because they are those of the column of months, from the first on, or all 0: how much
   * a month adds. Null otherwise.
   */
  get monthStep(): 0 | 1 | null {
    if (this.#by.includes('week') || this.#resolvedCount > 1) return null;
    return this.#by.includes('month') ? 1 : 0;
  }

  get firstMonth(): number {
    return this.#firstMonth;
  }

  /** Writes the numbers of the first `count` of `rows` to `numbers`. */
  write(columns: Columns, rows: Int32Array, count: number, numbers: Float64Array): void {
    const [withMonth, withWeek] = [this.#by.includes('month'), this.#by.includes('week')];
    const firstMonth = this.#firstMonth;
    if (!withMonth) numbers.fill(0, 0, count);
    else for (let i = 0; i < count; i++) numbers[i] = columns.months[rows[i]!]! - firstMonth;
    if (withWeek) for (let i = 0; i < count; i++) numbers[i]! += this.#week(columns.reportedAt[rows[i]!]!);
    if (this.#resolvedCount === 1) return;
    for (let i = 0; i < count; i++) {
      numbers[i] = numbers[i]! * this.#resolvedCount + this.#resolution(columns, rows[i]!);
    }
  }

  /** Month, week and month of resolution of a number. */
  wordsOf(number: number): [month: Word, week: Word, resolvedMonth: Word] {
    const day = this.#dayOf(Math.floor(number / this.#resolvedCount));
    const resolved = number % this.#resolvedCount;
    return [
      this.#by.includes('month') ? monthText(monthOf(day)) : null,
      this.#by.includes('week') ? weekText(weekOf(day)) : null,
      resolved < this.#resolvedCount - 1 ? monthText(this.#firstMonth + resolved) : null,
    ];
  }

  #week(reportedAt: number): number {
    // Months end at a last one (calendar.ts): what lies beyond belongs to its last week.
    const day = Math.min(Math.max(bishkekDay(reportedAt), this.#firstDay), this.#lastDay);
    return weekOf(day) - weekOf(this.#firstDay);
  }

  #resolution(columns: Columns, row: number): number {
    if (columns.resolutionDays[row] === NOT_RESOLVED) return this.#resolvedCount - 1;
    return resolvedMonth(columns, row)! - this.#firstMonth;
  }

  #stepOf(day: number): number {
    const months = this.#by.includes('month') ? monthOf(day) - this.#firstMonth : 0;
    return months + (this.#by.includes('week') ? weekOf(day) - weekOf(this.#firstDay) : 0);
  }

  /** The first day of a step: steps ascend with the days, so it is found by halving. */
  #dayOf(step: number): number {
    let [from, to] = [this.#firstDay, this.#lastDay];
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      if (this.#stepOf(middle) < step) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
