import type { Problem } from '../../../../server/contract/problem.ts';
import type { StaffReport } from '../../../../server/contract/staff-reports.ts';
import { ApiError } from '../../api/errors.ts';
import { m } from '../../paraglide/messages.js';
import { toasts } from '../../state/toast.svelte.ts';
import { manyApi } from '../many/api.ts';
import { reportApi, type HistoryEntry, type Seen } from './api.ts';

/** A change, asked of the server for the report as it was seen. */
export type Change = (seen: Seen) => Promise<StaffReport>;
/** A change made here, one made for good, one taken back here, or only what the server has by now. */
export type How = 'made' | 'final' | 'undone' | 'taken';
/** Told of an answer: how it came about, what to say of it ('': nothing), and which change of many it belongs to. */
export type OnChange = (after: StaffReport, how: How, said: string, operation: number | null) => void;
export type ActionName =
  | 'edit'
  | 'hide'
  | 'move'
  | 'category'
  | 'area'
  | 'precision'
  | 'status'
  | 'note'
  | 'reply'
  | 'body'
  | 'question'
  | 'resolve'
  | 'reopen'
  | 'merge'
  | 'refuse'
  | 'blur'
  | 'undo';

/** Somebody else was quicker: what was seen, what it is now, who did it, and the choice that is waited for. */
export interface Conflict {
  before: StaffReport;
  theirs: StaffReport;
  changes: NonNullable<Problem['conflict']>['changes'];
  choose: (choice: 'mine' | 'theirs') => void;
}

/** The report in hand: one change at a time, none of them lost, none of anybody else's overwritten unseen. */
export class Work {
  report = $state.raw<StaffReport | null>(null);
  /** Which dialog, or the editor, is open. */
  action = $state<ActionName | null>(null);
  busy = $state(false);
  error = $state.raw<unknown>(null);
  conflict = $state.raw<Conflict | null>(null);
  /** The change of many that is the last one of the report, while it is asked whether to take it back. */
  operation = $state<number | null>(null);
  /** Which photo the dialog is about. */
  photo = $state<string | null>(null);
  readonly #onchange: OnChange;
  #undoing = false;

  /** @param onchange told of every answer that was taken */
  constructor(onchange: OnChange) {
    this.#onchange = onchange;
  }

  /** Takes a report in hand. The same one, read anew, leaves an open editor alone. */
  show(report: StaffReport | null): void {
    if (report?.id !== this.report?.id) {
      this.action = null;
      this.error = null;
    }
    this.report = report;
  }

  openPhoto(action: 'refuse' | 'blur', photo: string): void {
    this.photo = photo;
    this.action = action;
  }

  /**
   * Makes a change. When somebody else was quicker, waits for the choice between the two. Answers whether it is over: false
   * when it failed and `error` says why.
   */
  async run(change: Change, said: string, how: How = 'made'): Promise<boolean> {
    let seen = this.report;
    if (seen === null || this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      for (;;) {
        const after = await attempt(change, seen);
        if (!('changes' in after)) {
          this.action = null;
          this.#take(after, how, said);
          return true;
        }
        const theirs = await reportApi.one(seen.id);
        const choice = await this.#choose(seen, theirs, after.changes);
        if (choice === 'theirs') {
          this.action = null;
          this.#take(theirs, 'taken', '');
          return true;
        }
        seen = theirs;
      }
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
  }

  /**
   * Takes the last change of the report back, of a change of many after asking; a precision stays as it is.
   * @param by only when it is this person's
   */
  async undo(by: string | null = null): Promise<boolean> {
    const { report } = this;
    if (report === null || this.busy || this.#undoing) return false;
    // From a button and a key at once: the second would take back what is not seen yet.
    this.#undoing = true;
    this.error = null;
    try {
      const { history } = await reportApi.history(report.id);
      const last = history.find(canBeUndone);
      const entry = by === null || last?.by === by ? (last?.entry ?? null) : null;
      if (entry !== null && last?.operation) {
        this.operation = last.operation;
        this.action = 'undo';
        return false;
      }
      if (entry === null) throw new ApiError('undo_impossible', 409);
      return await this.run((seen) => reportApi.undo(seen, { entry }), m.staff_undone(), 'undone');
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.#undoing = false;
    }
  }

  /**
   * Reads reports anew, in this order, after something else than a change of one alone; the first one stands for all. An
   * open dialog stays; why it failed is in `error`.
   */
  async reread(ids: readonly string[], how: How = 'taken', said = '', operation: number | null = null): Promise<void> {
    try {
      const [first, ...others] = await Promise.all(ids.map((id) => reportApi.one(id)));
      if (first) this.#take(first, how, said, operation);
      for (const after of others) this.#take(after, 'taken', '', operation);
    } catch (error) {
      this.error = error;
    }
  }

  /** After a change of many, those reports among them: says it with a way back, and reads them. @param undone said of the way back */
  async operated(ids: readonly string[], operation: number, said: string, undone: string): Promise<void> {
    const run = (): void =>
      void this.undoOperation(ids, operation, undone).catch((error: unknown) => (this.error = error));
    toasts.show(said, { action: { label: m.undo(), run } });
    await this.reread(ids, 'made', '', operation);
  }

  /** Takes a change of many back, those reports among them, and reads them. Throws what the server refuses. */
  async undoOperation(ids: readonly string[], operation: number, said: string): Promise<void> {
    await manyApi.undo(operation);
    // The question whether to is answered; any other dialog is somebody's work.
    if (this.action === 'undo') this.action = null;
    await this.reread(ids, 'undone', said, operation);
  }

  #take(after: StaffReport, how: How, said: string, operation: number | null = null): void {
    if (this.report?.id === after.id) {
      // Two answers may overtake each other: what is older is not shown again.
      if (after.version < this.report.version) return;
      this.report = after;
    }
    this.#onchange(after, how, said, operation);
  }

  #choose(before: StaffReport, theirs: StaffReport, changes: Conflict['changes']): Promise<'mine' | 'theirs'> {
    return new Promise((resolve) => {
      this.conflict = {
        before,
        theirs,
        changes,
        choose: (choice) => {
          this.conflict = null;
          resolve(choice);
        },
      };
    });
  }
}

/** The newest change that the server takes back: a precision never gets finer again. */
function canBeUndone({ entry, undoes, undone, changes }: HistoryEntry): boolean {
  const coarser = changes.length > 0 && changes.every(({ field }) => field === 'precision');
  return entry !== null && undoes === null && !undone && !coarser;
}

async function attempt(change: Change, seen: Seen): Promise<StaffReport | NonNullable<Problem['conflict']>> {
  try {
    return await change({ id: seen.id, version: seen.version });
  } catch (error) {
    const conflict = error instanceof ApiError ? error.problem?.conflict : undefined;
    if (conflict === undefined) throw error;
    return conflict;
  }
}
