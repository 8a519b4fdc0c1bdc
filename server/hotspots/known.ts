import { LRUCache } from 'lru-cache';
import { busy } from '../index/ask/gate.ts';

/** Answers are of a hundred polygons at most: some ten kilobytes. */
const KNOWN_MAX = 64;
/** Each that is made holds a copy of its points, so they are made one after another. */
const WAITING_MAX = 32;

/**
 * Answers by question and revision of the index: who asks what is known or being made shares it, others are made one
 * after another, and what finds the line full is refused with server_busy (503).
 */
export class KnownAnswers<Answer extends object> {
  readonly #known = new LRUCache<string, { revision: number; answer: Answer }>({ max: KNOWN_MAX });
  readonly #under = new Map<string, Promise<Answer>>();
  #last: Promise<unknown> = Promise.resolve();

  /** The answer as it was at this revision or later. */
  get(question: string, revision: number, make: () => Promise<Answer>): Promise<Answer> {
    const known = this.#known.get(question);
    if (known?.revision === revision) return Promise.resolve(known.answer);
    const key = `${revision} ${question}`;
    const under = this.#under.get(key);
    if (under) return under;
    if (this.#under.size >= WAITING_MAX) return Promise.reject(busy());
    const making = this.#last.then(make).then((answer) => {
      this.#known.set(question, { revision, answer });
      return answer;
    });
    this.#under.set(key, making);
    this.#last = making.catch(() => undefined).finally(() => this.#under.delete(key));
    return making;
  }
}
