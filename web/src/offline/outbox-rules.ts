/** What becomes of a report on its way from the phone to the server. Pure. */
import type { Problem } from '../../../server/contract/problem.ts';
import type { NewReport, ReportCreated } from '../../../server/contract/reports.ts';
import { ApiError } from '../api/errors.ts';
import type { ApiErrorCode } from '../api/errors.ts';
import type { DraftValues } from '../report/draft-rules.ts';

/** What is kept of the server's 201: enough to follow the report, and to manage it. */
export type Created = Pick<ReportCreated, 'id' | 'code' | 'manageToken'>;

/** Why it is not there yet, or never will be as it is. `problem` is the server's own document, if it gave one. */
export interface Trouble {
  code: ApiErrorCode;
  problem: Problem | null;
}

/** A report in the outbox, as it is stored on the phone. */
export interface OutboxItem {
  /** Its Idempotency-Key, made before it was first stored; it stays, however often the words are changed. */
  key: string;
  /** What is sent. The server compares bodies, so this is stored and not made again from `values`. */
  body: NewReport;
  /** What was typed, to be changed. */
  values: DraftValues;
  /** Milliseconds by this phone's clock, which may be wrong, but not before what the server said last: shown and sorted by, never computed with. */
  savedAt: number;
  /** waiting: will be sent; refused: the server does not take it as it is; sent: acknowledged. */
  state: 'waiting' | 'refused' | 'sent';
  /** Attempts to send `body` of which nobody knows how they ended: the server may have it. */
  unsure: number;
  /** Bodies under the same key that the server may have, from before the words were changed; newest first. */
  earlier: NewReport[];
  /** Of the last attempt. */
  trouble: Trouble | null;
  /** Once sent. */
  created: Created | null;
  /** Sent in an earlier wording: `body` has words that the server does not have. */
  changedTooLate: boolean;
}

/** How one attempt ended. */
export type Fate =
  | { kind: 'sent'; created: Created }
  | { kind: 'refused'; trouble: Trouble }
  /** `sure`: the server has surely not stored it. `alone`: it says nothing of other reports. */
  | { kind: 'later'; trouble: Trouble; retryAfterSeconds: number; sure: boolean; alone: boolean };

export function newItem(key: string, body: NewReport, values: DraftValues, savedAt: number): OutboxItem {
  return {
    key,
    body,
    values,
    savedAt,
    state: 'waiting',
    unsure: 0,
    earlier: [],
    trouble: null,
    created: null,
    changedTooLate: false,
  };
}

/** Other words for the same report. What was sent already stays sent: then they came too late. */
export function edited(item: OutboxItem, body: NewReport, values: DraftValues): OutboxItem {
  if (sameBody(body, item.body)) return { ...retried(item), values };
  if (item.state === 'sent') return { ...item, body, values, changedTooLate: true };
  const earlier = item.unsure > 0 ? [item.body, ...item.earlier] : item.earlier;
  return { ...item, body, values, state: 'waiting', unsure: 0, earlier, trouble: null };
}

/** The same words once more. */
export function retried(item: OutboxItem): OutboxItem {
  return item.state === 'refused' ? { ...item, state: 'waiting', trouble: null } : item;
}

/** Written down before the request leaves: a page that dies meanwhile must not believe that nothing was sent. */
export function begun(item: OutboxItem): OutboxItem {
  return item.state === 'waiting' ? { ...item, unsure: item.unsure + 1 } : item;
}

/**
 * What an attempt to send `body` (null: words that this phone has forgotten) has made of the item as it is by now; in the
 * meantime it may have been changed by somebody at this phone, or sent by another tab.
 */
export function answered(item: OutboxItem, body: NewReport | null, fate: Fate): OutboxItem {
  if (item.state === 'sent') return item;
  const current = body !== null && sameBody(body, item.body);
  if (fate.kind === 'sent') {
    return {
      ...item,
      state: 'sent',
      unsure: 0,
      earlier: [],
      trouble: null,
      created: fate.created,
      changedTooLate: !current,
    };
  }
  // An answer to words that are no longer there says nothing of those that are.
  if (!current) return item;
  const unsure = fate.kind === 'refused' || fate.sure ? Math.max(0, item.unsure - 1) : item.unsure;
  return { ...item, unsure, trouble: fate.trouble, state: fate.kind === 'refused' ? 'refused' : item.state };
}

/** Statuses of 4xx that speak of the moment, not of the report. */
const PASSING = new Set([408, 425, 429]);

/** How an attempt ended, from what the server's answer was (201 and its body). */
export function fateOfAnswer(answer: unknown): Fate {
  const { id, code, manageToken } = (answer ?? {}) as Partial<Created>;
  // A gate of a hotel or a mobile network answers 200 to anything: only what our server says is an acknowledgement.
  if (typeof id !== 'string' || typeof code !== 'string' || typeof manageToken !== 'string') return later('network');
  return { kind: 'sent', created: { id, code, manageToken } };
}

/** How an attempt ended, from what was thrown. Refused is only what our server refuses with a code of its own. */
export function fateOfError(error: unknown): Fate {
  if (!(error instanceof ApiError)) return later('network');
  const { code, status, problem, retryAfter } = error;
  const trouble = { code, problem };
  if (status >= 400 && status < 500 && !PASSING.has(status) && typeof problem?.code === 'string') {
    return { kind: 'refused', trouble };
  }
  return {
    kind: 'later',
    trouble,
    retryAfterSeconds: retryAfter > 0 ? retryAfter : 0,
    sure: status === 429,
    alone: status >= 500,
  };
}

function later(code: ApiErrorCode): Fate {
  return {
    kind: 'later',
    trouble: { code, problem: null },
    retryAfterSeconds: 0,
    sure: false,
    alone: false,
  };
}

/** Whether two bodies are the same to the server, which does not look at the order of their fields. */
export function sameBody(one: NewReport, other: NewReport): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

const PAUSE_MS = { first: 4_000, most: 5 * 60_000 } as const;
/** What a server may ask for at most: a longer wait is a mistake of somebody's, or of a clock. */
const RETRY_AFTER_SECONDS_MAX = 3600;

/**
 * Milliseconds until the next attempt after so many failed ones in a row (from 1): doubling, with some chance in it, so
 * that a street does not come all at once when its network is back. Never sooner than the server asked for.
 * @param random 0..1
 */
export function pauseMs(failures: number, retryAfterSeconds: number, random: number): number {
  const growing = Math.min(PAUSE_MS.most, PAUSE_MS.first * 2 ** (Math.max(1, failures) - 1)) * (0.75 + random / 2);
  return Math.max(growing, Math.min(retryAfterSeconds, RETRY_AFTER_SECONDS_MAX) * 1000 * (1 + random / 10));
}
