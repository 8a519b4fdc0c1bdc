/** What a report is about: a category, and a kind of it or null. */
export interface ReportClass {
  readonly category: string;
  readonly kind: string | null;
}

/** Where it is counted: id and code of the area, both null outside all. */
export interface ReportArea {
  readonly id: number | null;
  readonly code: string | null;
}

/** Slots are 16-bit columns. */
const SLOTS_MAX = 2 ** 16;

/** Numbers for the words that repeat from row to row. Slots are given in the order of appearance and never change. */
export class Dictionary {
  readonly classes: ReportClass[] = [];
  readonly areas: ReportArea[] = [];
  readonly #marks: number[] = [];
  readonly #classSlots = new Map<string, Map<string | null, number>>();
  readonly #areaSlots = new Map<number | null, number>();

  /** The slot of a category with a kind. Throws RangeError when there are more than 65,536 pairs. */
  classSlot(category: string, kind: string | null): number {
    let kinds = this.#classSlots.get(category);
    if (!kinds) this.#classSlots.set(category, (kinds = new Map<string | null, number>()));
    let slot = kinds.get(kind);
    if (slot === undefined) {
      slot = nextSlot(this.classes);
      this.classes.push({ category, kind });
      kinds.set(kind, slot);
    }
    return slot;
  }

  /** Says by what mark the database knows a class (sql/functions/60_index_rows.sql). */
  learnClass(category: string, kind: string | null, mark: number): void {
    this.#marks[this.classSlot(category, kind)] = mark;
  }

  /** The mark of the class of a slot; 0 for one that nobody has told. */
  markOf(slot: number): number {
    return this.#marks[slot] ?? 0;
  }

  /** The slot of an area; the code last given is the one that is shown. Throws RangeError beyond 65,536 areas. */
  areaSlot(id: number | null, code: string | null): number {
    let slot = this.#areaSlots.get(id);
    if (slot === undefined) {
      slot = nextSlot(this.areas);
      this.areas.push({ id, code });
      this.#areaSlots.set(id, slot);
    } else if (this.areas[slot]!.code !== code) {
      this.areas[slot] = { id, code };
    }
    return slot;
  }
}

function nextSlot(list: readonly unknown[]): number {
  if (list.length >= SLOTS_MAX) throw new RangeError(`more than ${SLOTS_MAX} different classes or areas`);
  return list.length;
}
