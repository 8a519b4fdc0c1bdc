/** Reports on their way to the server: kept, sent once, and never lost. Knows neither page nor browser. */
import type { NewReport } from '../../../server/contract/reports.ts';
import type { DraftValues } from '../report/draft-rules.ts';
import { answered, begun, edited, fateOfAnswer, fateOfError, newItem, retried } from './outbox-rules.ts';
import type { Created, Fate, OutboxItem } from './outbox-rules.ts';
import type { Kept, Shelves } from './shelf.ts';

/** POST /api/reports: gives the server's answer, or throws. */
export type Send = (body: NewReport, key: string) => Promise<unknown>;

/** Runs work unless another page of this phone is at it: then false, and nothing was done. */
export type Exclusive = (work: () => Promise<void>) => Promise<boolean>;

/** How a round of sending ended. */
export interface Round {
  /** Reports that still wait, held ones included. */
  waiting: number;
  /** Sent in this round. */
  sent: number;
  /** What the server asked to wait for; 0: nothing. */
  retryAfterSeconds: number;
}

export class Outbox {
  readonly #shelves: Shelves;
  readonly #send: Send;
  readonly #exclusive: Exclusive;
  readonly #sentBefore: (key: string) => Created | null;
  readonly #changed: () => void;
  readonly #held = new Set<string>();
  #round: Promise<Round> | null = null;
  #again = false;

  /**
   * @param sentBefore what this phone knows of a report of that key which has left the outbox
   * @param changed told whenever an item is not what it was
   */
  constructor(
    shelves: Shelves,
    send: Send,
    exclusive: Exclusive,
    sentBefore: (key: string) => Created | null,
    changed: () => void,
  ) {
    this.#shelves = shelves;
    this.#send = send;
    this.#exclusive = exclusive;
    this.#sentBefore = sentBefore;
    this.#changed = changed;
  }

  /** Oldest first. */
  items(): Promise<Kept[]> {
    return this.#shelves.all();
  }

  /** Stores a report, or other words for the one of that key. Whether it survives the closing of the browser: `lasts`. */
  save(key: string, body: NewReport, values: DraftValues, now = Date.now()): Promise<Kept> {
    this.#held.delete(key);
    return this.#update(key, (item) => (item ? edited(item, body, values) : newItem(key, body, values, now)));
  }

  /** A refused report once more, as it is. */
  retry(key: string): Promise<Kept> {
    return this.#update(key, (item) => item && retried(item));
  }

  /** The words of an item as a report of its own: those that came too late, or whose key is spent. */
  async sendAnew(key: string, newKey: string): Promise<void> {
    const known = (await this.items()).find(({ item }) => item!.key === key)?.item;
    if (!known) return;
    await this.save(newKey, known.body, known.values);
    await this.#update(key, (item) => (item?.state === 'sent' ? { ...item, changedTooLate: false } : null));
  }

  /** Takes it from the phone. One that is on its way at this moment comes back as sent if it arrives. */
  remove(key: string): Promise<Kept> {
    return this.#update(key, () => null);
  }

  /** Takes away what is sent, unless there are words that came too late. */
  forgetSent(key: string): Promise<Kept> {
    return this.#update(key, (item) => (item?.state === 'sent' && !item.changedTooLate ? null : item));
  }

  /** While it is being changed it does not leave from this page. */
  hold(key: string): () => void {
    this.#held.add(key);
    return () => void this.#held.delete(key);
  }

  /** Tries to send all that waits. Called again while it runs it makes one more round afterwards. Never throws. */
  flush(): Promise<Round> {
    if (this.#round) this.#again = true;
    this.#round ??= this.#rounds().finally(() => (this.#round = null));
    return this.#round;
  }

  async #rounds(): Promise<Round> {
    const total: Round = { waiting: 0, sent: 0, retryAfterSeconds: 0 };
    do {
      this.#again = false;
      total.retryAfterSeconds = 0;
      await this.#exclusive(() => this.#sendWaiting(total));
    } while (this.#again && total.retryAfterSeconds === 0);
    total.waiting = (await this.items()).filter(({ item }) => item!.state === 'waiting').length;
    return total;
  }

  async #sendWaiting(total: Round): Promise<void> {
    for (const { item } of await this.items()) {
      if (item!.state !== 'waiting' || this.#held.has(item!.key)) continue;
      const fate = await this.#sendOne(item!.key);
      if (fate?.kind === 'sent') total.sent++;
      if (fate?.kind !== 'later') continue;
      total.retryAfterSeconds = Math.max(total.retryAfterSeconds, fate.retryAfterSeconds);
      // The line is bad, or the server wants to be left alone: it would be the same with the next one.
      if (!fate.alone) return;
    }
  }

  async #sendOne(key: string): Promise<Fate | null> {
    const { item } = await this.#update(key, (known) => known && begun(known));
    if (item?.state !== 'waiting') return null;
    const [body, fate] = await this.#ask(item);
    await this.#update(key, (known) => {
      if (known) return answered(known, body, fate);
      // Taken away while it was under way, and there all the same: whoever sent it must be able to find it.
      return fate.kind === 'sent' ? answered(item, body, fate) : null;
    });
    return fate;
  }

  /** Sends it, or finds out which earlier wording the server has: the key is the same for all of them. */
  async #ask({ key, body, earlier }: OutboxItem): Promise<[NewReport | null, Fate]> {
    const fate = await this.#attempt(key, body);
    if (!isOtherBody(fate)) return [body, fate];
    for (const before of earlier) {
      const older = await this.#attempt(key, before);
      if (older.kind === 'sent') return [before, older];
      // Not known yet: as if the first one had not been answered.
      if (older.kind === 'later') return [body, older];
    }
    const created = this.#sentBefore(key);
    return created ? [null, { kind: 'sent', created }] : [body, fate];
  }

  async #attempt(key: string, body: NewReport): Promise<Fate> {
    try {
      return fateOfAnswer(await this.#send(body, key));
    } catch (error) {
      return fateOfError(error);
    }
  }

  async #update(key: string, change: (item: OutboxItem | null) => OutboxItem | null): Promise<Kept> {
    const kept = await this.#shelves.update(key, change);
    this.#changed();
    return kept;
  }
}

const isOtherBody = (fate: Fate): boolean => fate.kind === 'refused' && fate.trouble.code === 'idempotency_key_reused';
