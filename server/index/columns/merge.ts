import { isBefore } from './order.ts';
import { Section } from './section.ts';
import { sortedInOrder } from './sort.ts';

/**
 * Makes a new sorted body of the old one and the rows the tail has now, a slice at a time. Meanwhile old body and tail go
 * on answering; whoever changes a row in them says so with `touch`, and `finish` brings the new body up to date.
 */
export class Merge {
  /** Rows of the tail below this one are being merged: they keep their place until the end. */
  readonly frozen: number;
  readonly #body: Section;
  readonly #tail: Section;
  readonly #target: Section;
  /** Rows of the tail in order, and how far they and the body have been taken. */
  readonly #order: Int32Array;
  #nextOrder = 0;
  #nextBody = 0;
  /** Rows of the body, and of the tail as ~row. */
  readonly #touched: number[] = [];

  constructor(body: Section, tail: Section) {
    this.#body = body;
    this.#tail = tail;
    this.frozen = tail.columns.length;
    const living = new Int32Array(tail.alive);
    for (let row = 0, i = 0; row < this.frozen; row++) if (tail.isAlive(row)) living[i++] = row;
    this.#order = sortedInOrder(tail.columns, living);
    this.#target = new Section(body.alive + living.length);
  }

  /** Says that a row of the old body, or one below `frozen` of the tail, was overwritten or killed. */
  touch(section: Section, row: number): void {
    this.#touched.push(section === this.#body ? row : ~row);
  }

  /** Takes up to `rows` rows further; true when none is left. */
  step(rows: number): boolean {
    const sources = new Int32Array(rows);
    const count = this.#nextSources(sources);
    const target = this.#target.columns;
    const first = target.length;
    target.addRows(this.#body.columns, this.#tail.columns, sources, count);
    for (let row = first; row < target.length; row++) this.#target.table.put(row);
    return this.#nextBody === this.#body.columns.length && this.#nextOrder === this.#order.length;
  }

  /** The new body, and the tail that is left. Call once, after `step` said true. */
  finish(): { body: Section; tail: Section } {
    for (const touched of this.#touched) {
      const from = touched >= 0 ? this.#body.columns : this.#tail.columns;
      const source = touched >= 0 ? touched : ~touched;
      const row = this.#target.table.find(from.ids, source);
      // A row that died before it was taken is not there.
      if (row >= 0) this.#target.overwrite(row, from, source);
    }
    return { body: this.#target, tail: this.#tail.compacted(this.frozen) };
  }

  /** Fills `sources` with the next living rows in order, those of the tail as ~row; answers with how many there were. */
  #nextSources(sources: Int32Array): number {
    const body = this.#body.columns;
    const tail = this.#tail.columns;
    let count = 0;
    let row = this.#nextBody;
    while (count < sources.length) {
      const tailRow = this.#order[this.#nextOrder];
      while (
        row < body.length &&
        count < sources.length &&
        (tailRow === undefined || !isBefore(tail, tailRow, body, row))
      ) {
        if (this.#body.isAlive(row)) sources[count++] = row;
        row++;
      }
      if (tailRow === undefined || count === sources.length) break;
      this.#nextOrder++;
      if (this.#tail.isAlive(tailRow)) sources[count++] = ~tailRow;
    }
    this.#nextBody = row;
    return count;
  }
}
