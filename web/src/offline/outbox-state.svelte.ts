import type { NewReport } from '../../../server/contract/reports.ts';
import { api } from '../api/client.ts';
import { randomUuid } from '../api/ids.ts';
import type { DraftValues } from '../report/draft-rules.ts';
import { myReports, rememberReport } from '../report/my-reports.ts';
import { DatabaseShelf } from './database.ts';
import { Outbox } from './outbox.ts';
import type { Round } from './outbox.ts';
import { pauseMs } from './outbox-rules.ts';
import type { Created, OutboxItem } from './outbox-rules.ts';
import { askForSync } from './register.ts';
import { serverTime } from '../state/server-time.ts';
import { exclusively } from './exclusive.ts';
import { addressPhotos } from './photo-shelf.ts';
import { photoState } from './photo-state.svelte.ts';
import { MemoryShelf, Shelves, TextShelf } from './shelf.ts';

/** A line that is open and silent is no line: then the attempt ends, and the next one begins. */
const SILENCE_MS = 60_000;
const CHANNEL = 'alai.outbox';

/** What waits on this phone, for the pages: the outbox with what the browser tells of the network, and the other tabs. */
class OutboxState {
  /** Oldest first. */
  items = $state.raw<readonly OutboxItem[]>([]);
  /** Those of `items` that are gone when the page is closed: the phone had no room. */
  fleeting = $state.raw<ReadonlySet<string>>(new Set());
  /** What was seen sent since the page was opened, by key. */
  created = $state.raw<ReadonlyMap<string, Created>>(new Map());
  /** A round is under way. */
  sending = $state(false);
  /** Share 0..1 of the calculation that the server asked for, or null. */
  calculating = $state<number | null>(null);
  online = $state(navigator.onLine);
  /** The first look at what is kept is done. */
  loaded: Promise<void>;

  readonly #outbox: Outbox;
  readonly #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL);
  #listening = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #planned: Round | null = null;
  #looking: Promise<void> | null = null;
  #photos: Promise<unknown> | null = null;
  #lookAgain = false;
  /** By performance.now(), which no wrong clock can move. */
  #notBefore = 0;

  constructor() {
    const shelves = new Shelves([new DatabaseShelf(), new TextShelf(), new MemoryShelf()]);
    this.#outbox = new Outbox(
      shelves,
      (body, key) => this.#send(body, key),
      (work) => exclusively(CHANNEL, work),
      (key) => this.created.get(key) ?? myReports().find((report) => report.key === key) ?? null,
      () => this.#told(true),
    );
    this.#channel?.addEventListener('message', () => this.#told(false));
    this.loaded = this.#look();
    photoState.wanted = () => void this.flush(true);
  }

  /** Begins to send by itself: now, when a connection comes, when somebody comes back to the page, and now and then. */
  start(): void {
    if (this.#listening) return;
    this.#listening = true;
    addEventListener('online', () => {
      this.online = true;
      this.#failures = 0;
      void this.flush();
    });
    addEventListener('offline', () => (this.online = false));
    addEventListener('pageshow', () => void this.flush());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.flush();
    });
    void this.loaded.then(() => this.flush());
  }

  find(key: string | null): OutboxItem | undefined {
    return this.items.find((item) => item.key === key);
  }

  /** Stores a report. True when it is still there after the browser was closed. */
  async save(key: string, body: NewReport, values: DraftValues): Promise<boolean> {
    // What is typed is reactive; what is stored must be plain.
    const plain = JSON.parse(JSON.stringify(values)) as DraftValues;
    // A clock that went back is behind what the server said last.
    const now = Math.max(Date.now(), serverTime() ?? 0);
    const kept = await this.#outbox.save(key, body, plain, now);
    await this.#look();
    if (kept.lasts) {
      void askToStay();
      // Before the first attempt: the page may be closed while that is under way.
      void askForSync();
    }
    return kept.lasts;
  }

  async retry(key: string): Promise<void> {
    if (this.find(key)?.trouble?.code === 'idempotency_key_reused') {
      const newKey = randomUuid();
      await photoState.moveTo(key, newKey);
      await this.#outbox.sendAnew(key, newKey);
    } else await this.#outbox.retry(key);
    await this.flush(true);
  }

  async sendAnew(key: string): Promise<void> {
    await this.#outbox.sendAnew(key, randomUuid());
    await this.flush(true);
  }

  async remove(key: string): Promise<void> {
    // Of one that was sent only words are thrown away: its photos are the server's by now.
    if (this.find(key)?.state !== 'sent') await photoState.removeAll(key);
    await this.#outbox.remove(key);
    await this.#look();
  }

  hold(key: string): () => void {
    const release = this.#outbox.hold(key);
    return () => {
      release();
      void this.flush();
    };
  }

  /**
   * Sends what waits. Never throws. @param wished somebody waits for it: then at once, whatever the server asked for
   */
  async flush(wished = false): Promise<void> {
    await this.#look();
    if (!wished && performance.now() < this.#notBefore) return;
    if (this.items.some(({ state }) => state === 'waiting')) {
      clearTimeout(this.#timer);
      this.sending = true;
      const round = await this.#outbox.flush();
      this.sending = false;
      await this.#look();
      this.#plan(round);
    }
    // The report never waits for its photos.
    void this.#flushPhotos();
  }

  async #flushPhotos(): Promise<void> {
    this.#photos ??= exclusively(`${CHANNEL}.photos`, async () => {
      const round = await photoState.flush();
      if (round.waiting > 0) this.#plan({ ...round, sent: 0 });
    }).finally(() => (this.#photos = null));
    await this.#photos.catch(() => {});
  }

  #plan(round: Round): void {
    if (round === this.#planned) return;
    this.#planned = round;
    const { waiting, sent, retryAfterSeconds } = round;
    this.#failures = waiting === 0 || sent > 0 ? 0 : this.#failures + 1;
    if (waiting === 0) return;
    const pause = pauseMs(this.#failures + 1, retryAfterSeconds, Math.random());
    this.#notBefore = retryAfterSeconds > 0 ? performance.now() + pause : 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
    // Should the page be closed before that.
    void askForSync();
  }

  async #send(body: NewReport, key: string): Promise<unknown> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      return await api.createReport(body, key, {
        signal: silence.signal,
        onProofOfWork: (share) => (this.calculating = share),
      });
    } finally {
      clearTimeout(timer);
      this.calculating = null;
    }
  }

  #told(here: boolean): void {
    if (here) this.#channel?.postMessage('changed');
    void this.#look();
  }

  /** One look at a time, so that an older one never covers a newer; resolves when one that began after the call is done. */
  #look(): Promise<void> {
    this.#lookAgain = true;
    this.#looking ??= this.#looks().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #looks(): Promise<void> {
    while (this.#lookAgain) {
      this.#lookAgain = false;
      await this.#read();
    }
  }

  /** Reads what is kept; what was sent moves to the list of this phone's reports, and stays here until that has it. */
  async #read(): Promise<void> {
    const kept = await this.#outbox.items();
    const shown: OutboxItem[] = [];
    for (const { item } of kept) {
      if (item?.created) {
        await addressPhotos(item.key, item.created);
        const remembered = rememberReport({ ...item.created, key: item.key, category: item.body.category });
        // Whoever shows the list reads it again now.
        this.created = new Map(this.created).set(item.key, item.created);
        if (remembered && !item.changedTooLate) await this.#outbox.forgetSent(item.key);
      }
      if (item && (item.state !== 'sent' || item.changedTooLate)) shown.push(item);
    }
    this.items = shown;
    this.fleeting = new Set(kept.flatMap(({ item, lasts }) => (item && !lasts ? [item.key] : [])));
  }
}

/** Asks the browser not to clear this site when the phone gets full. It decides by itself and asks nobody; https only. */
async function askToStay(): Promise<void> {
  await navigator.storage?.persist?.().catch(() => false);
}

export const outbox = new OutboxState();
