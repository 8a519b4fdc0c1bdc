/** Most steps that can be taken back. */
const STEPS_MAX = 100;

/** Something that is changed step by step, each of which can be taken back and made again. */
export class Steps<T> {
  #past = $state.raw<readonly T[]>([]);
  #future = $state.raw<readonly T[]>([]);
  #now = $state.raw() as T;

  constructor(now: T) {
    this.#now = now;
  }

  get now(): T {
    return this.#now;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** A new step; what was taken back before cannot be made again. */
  step(next: T): void {
    this.#past = [...this.#past, this.#now].slice(-STEPS_MAX);
    this.#future = [];
    this.#now = next;
  }

  undo(): void {
    if (!this.canUndo) return;
    this.#future = [...this.#future, this.#now];
    this.#now = this.#past.at(-1)!;
    this.#past = this.#past.slice(0, -1);
  }

  redo(): void {
    if (!this.canRedo) return;
    this.#past = [...this.#past, this.#now];
    this.#now = this.#future.at(-1)!;
    this.#future = this.#future.slice(0, -1);
  }
}
