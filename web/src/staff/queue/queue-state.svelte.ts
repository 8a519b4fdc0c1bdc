import type { Queue } from '../../../../server/contract/staff-queue.ts';
import type { StaffReport } from '../../../../server/contract/staff-reports.ts';
import { ApiError } from '../../api/errors.ts';
import { m } from '../../paraglide/messages.js';
import { toasts } from '../../state/toast.svelte.ts';
import { reportApi } from '../report/api.ts';
import { Work, type OnChange } from '../report/work.svelte.ts';

export type QueueItem = Queue['items'][number];

const SHOWN_MAX = 50;
/** So many steps can be taken back from the keyboard. */
const UNDO_MAX = 100;

/** Something done here that can be taken back; `operation` when it was done to many at once. */
interface Step {
  id: string;
  operation: number | null;
}

/** The queue as one person works through it: the report in hand stays in hand, whatever the server sends meanwhile. */
export class QueueState {
  items = $state.raw<QueueItem[]>([]);
  waiting = $state(0);
  loaded = $state(false);
  error = $state.raw<unknown>(null);
  currentId = $state<string | null>(null);
  /** Somebody else has dealt with the report in hand meanwhile. */
  gone = $state(false);
  /** What the key takes back, the newest last. */
  done = $state.raw<readonly Step[]>([]);
  readonly work = new Work((...change) => this.#changed(...change));
  readonly #oncount: (waiting: number) => void;
  readonly #name: string;
  #loads = 0;
  #undoing = false;

  index = $derived(this.items.findIndex(({ report }) => report.id === this.currentId));
  current = $derived(this.items[this.index] ?? null);

  /** @param name of who works here: nobody else's step is taken back from the keyboard */
  constructor(oncount: (waiting: number) => void, name: string) {
    this.#oncount = oncount;
    this.#name = name;
  }

  /** Reads the queue; the report in hand keeps its place even when it waits no longer. */
  async load(): Promise<void> {
    const mine = ++this.#loads;
    try {
      const { waiting, items } = await reportApi.queue(SHOWN_MAX);
      // A newer question is under way: this answer may still hold what has been dealt with since.
      if (mine !== this.#loads) return;
      const held = this.current;
      const stillThere = held === null || items.some(({ report }) => report.id === held.report.id);
      this.gone = !stillThere && waiting <= items.length;
      if (held !== null && !stillThere) items.splice(Math.max(this.index, 0), 0, held);
      this.items = items;
      this.waiting = waiting;
      this.#oncount(waiting);
      this.error = null;
      this.loaded = true;
      if (held === null) this.select(items[0]?.report.id ?? null);
    } catch (error) {
      this.error = error;
    }
  }

  select(id: string | null): void {
    if (id !== this.currentId) this.gone = false;
    this.currentId = id;
    this.work.show(this.current?.report ?? null);
  }

  /** One on or back; stays at the ends. */
  step(by: 1 | -1): void {
    const next = this.items[this.index + by];
    if (!next) return;
    if (this.gone) this.items = this.items.filter(({ report }) => report.id !== this.currentId);
    this.select(next.report.id);
  }

  /** Takes the last thing back that was done here, whichever report it was. */
  async undo(): Promise<void> {
    const last = this.done.at(-1);
    if (last === undefined) {
      toasts.show(m.staff_nothing_to_undo(), { icon: 'info-circle' });
      return;
    }
    // A second press while one is under way would take back more than is seen.
    if (this.#undoing || this.work.busy) return;
    this.#undoing = true;
    try {
      this.#put(await reportApi.one(last.id));
      this.select(last.id);
      await this.work.undo(this.#name);
      // Somebody changed it since, or it is gone: that step stands, and the key goes on to the one before it.
      const { error } = this.work;
      if (error instanceof ApiError && [404, 409].includes(error.status)) {
        this.done = this.done.filter((step) => step !== last);
      }
    } catch (error) {
      this.work.error = error;
    } finally {
      this.#undoing = false;
    }
  }

  #changed(...[after, how, said, operation]: Parameters<OnChange>): void {
    const mine = how === 'made';
    if (mine) this.done = [...this.done, { id: after.id, operation }].slice(-UNDO_MAX);
    // However it was taken back, by key or by button, it is no step any more.
    if (how === 'undone') this.done = this.done.toSpliced(this.#stepOf(after.id, operation), 1);
    if (said !== '') {
      toasts.show(said, mine ? { action: { label: m.staff_undo(), run: () => void this.undo() } } : {});
    }
    // What is asked in an open dialog about the report in hand is answered first.
    const asked = after.id === this.currentId && this.work.action !== null;
    if (waits(after) || asked) this.#put(after);
    else this.#drop(after.id);
    void this.load();
  }

  /** Where the newest step of that kind is; past the end when there is none. */
  #stepOf(id: string, operation: number | null): number {
    const at = this.done.findLastIndex((step) =>
      operation === null ? step.operation === null && step.id === id : step.operation === operation,
    );
    return at < 0 ? this.done.length : at;
  }

  #drop(id: string): void {
    const at = this.items.findIndex(({ report }) => report.id === id);
    this.items = this.items.filter(({ report }) => report.id !== id);
    if (id === this.currentId) this.select((this.items[at] ?? this.items[at - 1])?.report.id ?? null);
  }

  #put(report: StaffReport): void {
    const known = this.items.some((item) => item.report.id === report.id);
    const fresh: QueueItem = { report, marks: { description: [], landmark: [] }, claimedBy: null };
    this.items = known
      ? this.items.map((item) => (item.report.id === report.id ? { ...item, report } : item))
      : [fresh, ...this.items];
    if (report.id === this.currentId) this.work.show(report);
  }
}

/** Whether there is still something to look at: the text, or a photo of a report that is not hidden. */
function waits({ waiting, hidden, photos }: StaffReport): boolean {
  return waiting || (hidden === null && photos.some(({ state }) => state === 'pending'));
}
