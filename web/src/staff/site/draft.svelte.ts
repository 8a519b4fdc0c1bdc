import type { Problem } from '../../../../server/contract/problem.ts';
import { ApiError } from '../../api/errors.ts';
import { changesOf, differences, rebased, type Difference } from './rules.ts';

/** What somebody else made of it meanwhile: who, and what is different now. */
export interface Theirs {
  who: NonNullable<Problem['conflict']>['changes'];
  differences: Difference[];
}

/**
 * What is being edited of something that others may change at the same time. Only what was changed here is sent. When
 * somebody was quicker, theirs is shown, what was not touched here follows it, and saving again is a choice.
 */
export class Draft<T extends object> {
  values = $state() as T;
  theirs = $state.raw<Theirs | null>(null);
  #seen: T;

  /** @param seen the fields that can be edited, as they are on the server */
  constructor(seen: T) {
    this.#seen = seen;
    this.values = structuredClone(seen);
  }

  /**
   * @param send what is to be changed; not called when nothing is
   * @param reload the same fields as they are now
   * @returns whether it is saved
   */
  async save(send: (changes: Partial<T>) => Promise<unknown>, reload: () => Promise<T>): Promise<boolean> {
    const values = $state.snapshot(this.values) as T;
    const changes = changesOf(this.#seen, values);
    if (Object.keys(changes).length === 0) return true;
    try {
      await send(changes);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'version_conflict') throw error;
      const now = await reload();
      this.theirs = { who: error.problem?.conflict?.changes ?? [], differences: differences(this.#seen, now) };
      Object.assign(this.values, rebased(this.#seen, values, now));
      this.#seen = now;
      return false;
    }
  }
}
