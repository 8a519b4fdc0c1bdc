import { Columns } from './columns.ts';
import { DEAD_FLAG } from './flags.ts';
import { IdTable } from './id-table.ts';

/** Rows with the table that finds them by id. Rows are never taken out, only marked dead. */
export class Section {
  readonly columns: Columns;
  readonly table: IdTable;
  #dead = 0;

  constructor(capacity: number) {
    this.columns = new Columns(capacity);
    this.table = new IdTable(this.columns, capacity);
  }

  get alive(): number {
    return this.columns.length - this.#dead;
  }

  get dead(): number {
    return this.#dead;
  }

  get bytes(): number {
    return this.columns.bytes + this.table.bytes;
  }

  isAlive(row: number): boolean {
    return (this.columns.flags[row]! & DEAD_FLAG) === 0;
  }

  /** Adds a living row; `growth` is the factor of the columns when they are full. */
  append(from: Columns, source: number, growth: number): void {
    const row = this.columns.add(growth);
    this.columns.copyRow(row, from, source);
    this.table.put(row);
  }

  /** Overwrites a row, dead or alive, with another version of the same report; dead versions are welcome too. */
  overwrite(row: number, from: Columns, source: number): void {
    if (!this.isAlive(row)) this.#dead--;
    this.columns.copyRow(row, from, source);
    if (!this.isAlive(row)) this.#dead++;
  }

  kill(row: number): void {
    if (this.isAlive(row)) this.#dead++;
    this.columns.flags[row]! |= DEAD_FLAG;
  }

  /** The living rows from `first` on in a section of their own, without spare room. */
  compacted(first = 0): Section {
    const { columns } = this;
    let count = 0;
    for (let row = first; row < columns.length; row++) if (this.isAlive(row)) count++;
    const result = new Section(count);
    for (let row = first; row < columns.length; row++) if (this.isAlive(row)) result.append(columns, row, 1);
    return result;
  }
}
