import type { Problem } from '../../../../server/contract/problem.ts';
import type { StaffReport } from '../../../../server/contract/staff-reports.ts';
import { ApiError } from '../../api/errors.ts';
import { m } from '../../paraglide/messages.js';
import { reportApi, type Seen } from './api.ts';

/** A change, asked of the server for the report as it was seen. */
export type Change = (seen: Seen) => Promise<StaffReport>;
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
  readonly #onchange: (before: StaffReport, after: StaffReport, said: string) => void;

  /** @param onchange told of every change that was made here or taken over, with what to say of it */
  constructor(onchange: (before: StaffReport, after: StaffReport, said: string) => void) {
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

  /**
   * Makes a change. When somebody else was quicker, waits for the choice between the two. Answers whether it is over: false
   * when it failed and `error` says why.
   */
  async run(change: Change, said: string): Promise<boolean> {
    let seen = this.report;
    if (seen === null || this.busy) return false;
    this.busy = true;
    this.error = null;
    try {
      for (;;) {
        const after = await attempt(change, seen);
        if (!('changes' in after)) {
          this.#take(seen, after, said);
          return true;
        }
        const theirs = await reportApi.one(seen.id);
        const choice = await this.#choose(seen, theirs, after.changes);
        if (choice === 'theirs') {
          this.#take(seen, theirs, '');
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

  /** Takes the last change of the report back. */
  async undo(): Promise<boolean> {
    const { report } = this;
    if (report === null || this.busy) return false;
    this.error = null;
    try {
      const { history } = await reportApi.history(report.id);
      const last = history.find(({ entry, undoes, undone }) => entry !== null && undoes === null && !undone);
      const entry = last?.entry ?? null;
      if (last?.operation) {
        this.operation = last.operation;
        this.action = 'undo';
        return false;
      }
      if (entry === null) throw new ApiError('undo_impossible', 409);
      return await this.run((seen) => reportApi.undo(seen, { entry }), m.staff_undone());
    } catch (error) {
      this.error = error;
      return false;
    }
  }

  #take(before: StaffReport, after: StaffReport, said: string): void {
    this.action = null;
    if (this.report?.id === after.id) this.report = after;
    this.#onchange(before, after, said);
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

async function attempt(change: Change, seen: Seen): Promise<StaffReport | NonNullable<Problem['conflict']>> {
  try {
    return await change({ id: seen.id, version: seen.version });
  } catch (error) {
    const conflict = error instanceof ApiError ? error.problem?.conflict : undefined;
    if (conflict === undefined) throw error;
    return conflict;
  }
}
