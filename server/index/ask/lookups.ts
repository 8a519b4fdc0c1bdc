import { LRUCache } from 'lru-cache';
import { SharedAnswers } from './shared-answers.ts';

/** Connections of the pool that words may take at a time: the rest is for those who write. */
const AT_ONCE = 2;
const WAITING_MAX = 32;
/** Of ids remembered: all tiles of a view ask for the same words. */
const REMEMBERED_BYTES = 32 * 1024 * 1024;
const ENTRY_BYTES = 512;

/** Ids of reports, four 32-bit words each. */
export type Ids = Uint32Array;

/** Looks words up for all who ask, as SharedAnswers says. */
export class Lookups {
  readonly #find: (words: string) => Promise<Ids>;
  readonly #answers = new SharedAnswers<Ids>({
    atOnce: AT_ONCE,
    waiting: WAITING_MAX,
    known: new LRUCache({
      maxSize: REMEMBERED_BYTES,
      sizeCalculation: ({ answer }) => answer.byteLength + ENTRY_BYTES,
    }),
  });

  constructor(find: (words: string) => Promise<Ids>) {
    this.#find = find;
  }

  /** Ids of the reports with the words, as they were at this revision or later. */
  ids(words: string, revision: number): Promise<Ids> {
    return this.#answers.get(words, revision, () => this.#find(words));
  }
}
