import type { NewReport } from '../../server/contract/reports.ts';
import { ApiError } from '../../web/src/api/errors.ts';
import type { Change, Shelf } from '../../web/src/offline/shelf.ts';
import type { OutboxItem } from '../../web/src/offline/outbox-rules.ts';

/** What the line or the server does to one request. */
export const FAULTS = [
  'none',
  'request lost',
  'answer lost',
  'busy',
  'limited',
  'stored, then 500',
  'a gate answers',
] as const;
export type Fault = (typeof FAULTS)[number];

const answerOf = (status: number, code: string, retryAfter = 0): ApiError =>
  new ApiError(code as never, status, { status, code } as never, retryAfter);

/** A server that keeps the promise of the Idempotency-Key, behind a line with faults. Words with "bad" are refused. */
export class FaultyServer {
  readonly stored = new Map<string, NewReport>();
  faults: Fault[] = [];

  async send(body: NewReport, key: string): Promise<unknown> {
    const fault = this.faults.shift() ?? 'none';
    if (fault === 'request lost') throw new ApiError('network');
    if (fault === 'busy') throw answerOf(503, 'server_busy');
    if (fault === 'limited') throw answerOf(429, 'rate_limited', 7);
    if (fault === 'a gate answers') return { welcome: true };
    const answer = this.#take(body, key);
    if (fault === 'answer lost') throw new ApiError('network');
    if (fault === 'stored, then 500') throw answerOf(500, 'internal_error');
    return answer;
  }

  #take(body: NewReport, key: string): unknown {
    if (body.description?.includes('bad')) throw answerOf(400, 'phone_malformed');
    const known = this.stored.get(key);
    if (known && JSON.stringify(known) !== JSON.stringify(body)) throw answerOf(409, 'idempotency_key_reused');
    this.stored.set(key, body);
    return { id: `id-${key}`, code: `code-${key}`, manageToken: `token-${key}`, report: {} };
  }
}

/** A page that can die at any of its steps: from then on nothing it waits for ever comes. */
export class Mortal {
  readonly died: Promise<'died'>;
  readonly turns: () => number;
  #die!: () => void;
  #stepsLeft: number;

  /** @param dies after so many steps; null: never @param turns how long each step lets others go first */
  constructor(dies: number | null, turns: () => number) {
    this.turns = turns;
    this.#stepsLeft = dies ?? Infinity;
    this.died = new Promise((resolve) => (this.#die = () => resolve('died')));
  }

  async step(): Promise<void> {
    for (let turn = this.turns(); turn > 0; turn--) await Promise.resolve();
    if (this.#stepsLeft-- > 0) return;
    this.#die();
    await new Promise(() => {});
  }

  /** The phone's disk as this page sees it. @param full whether the disk takes a write at this moment */
  shelf(disk: Shelf, full: () => boolean = () => false): Shelf {
    return {
      all: async () => {
        await this.step();
        return structuredClone(await disk.all());
      },
      update: async (key: string, change: Change): Promise<OutboxItem | null> => {
        await this.step();
        const next = await disk.update(key, (known) => {
          const changed = change(structuredClone(known));
          if (changed !== null && full()) throw new DOMException('full', 'QuotaExceededError');
          return structuredClone(changed);
        });
        await this.step();
        return structuredClone(next);
      },
    };
  }
}
