import type { LRUCache } from 'lru-cache';
import { busy } from './gate.ts';

/** What was answered, and at which revision of the index. */
export interface Known<Answer> {
  revision: number;
  answer: Answer;
}

interface Limits<Answer> {
  /** How many are made at a time. */
  atOnce: number;
  /** How many more may wait for their turn. */
  waiting: number;
  known: LRUCache<string, Known<Answer>>;
}

/**
 * Answers by question and revision of the index: who asks what is known or being made shares it, others are made a few at a
 * time, in the order in which they came, and what finds the line full is refused with server_busy (503).
 */
export class SharedAnswers<Answer extends object> {
  readonly #limits: Limits<Answer>;
  readonly #under = new Map<string, Promise<Answer>>();
  readonly #line: (() => void)[] = [];
  #running = 0;

  constructor(limits: Limits<Answer>) {
    this.#limits = limits;
  }

  /** The answer as it was at this revision or later. */
  get(question: string, revision: number, make: () => Promise<Answer>): Promise<Answer> {
    const known = this.#limits.known.get(question);
    if (known?.revision === revision) return Promise.resolve(known.answer);
    const key = `${revision} ${question}`;
    let making = this.#under.get(key);
    if (!making) {
      making = this.#make(question, revision, make).finally(() => this.#under.delete(key));
      this.#under.set(key, making);
    }
    return making;
  }

  async #make(question: string, revision: number, make: () => Promise<Answer>): Promise<Answer> {
    if (this.#running >= this.#limits.atOnce) {
      if (this.#line.length >= this.#limits.waiting) throw busy();
      // Whoever ends hands its place on.
      await new Promise<void>((resolve) => this.#line.push(resolve));
    } else this.#running++;
    try {
      const answer = await make();
      this.#limits.known.set(question, { revision, answer });
      return answer;
    } finally {
      const next = this.#line.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
