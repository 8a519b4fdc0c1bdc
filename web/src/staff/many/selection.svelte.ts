import { SvelteSet } from 'svelte/reactivity';

/** Which rows of the list are chosen, by their ids. */
export class Selection {
  readonly ids = new SvelteSet<string>();
  #last: string | null = null;

  /** Chooses a row or leaves it out; `through` (Shift) all from the one before it on, in the order of `rows`. */
  set(id: string, on: boolean, rows: readonly string[], through = false): void {
    const [from, to] = [through && this.#last !== null ? rows.indexOf(this.#last) : -1, rows.indexOf(id)];
    const range = from < 0 ? [id] : rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    for (const one of range) {
      if (on) this.ids.add(one);
      else this.ids.delete(one);
    }
    this.#last = id;
  }

  setAll(rows: readonly string[], on: boolean): void {
    for (const id of rows) {
      if (on) this.ids.add(id);
      else this.ids.delete(id);
    }
  }

  clear(): void {
    this.ids.clear();
    this.#last = null;
  }
}
