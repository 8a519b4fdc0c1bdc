import type { Static } from 'typebox';
import type { ReplyFile } from '../../../../server/contract/replies.ts';
import type { NewOperation, OperationDone, OperationPreview } from '../../../../server/contract/staff-operations.ts';
import type { NewReply } from '../../../../server/contract/staff-replies.ts';
import { ApiError } from '../../api/errors.ts';
import { ask } from '../api.ts';
import type { Seen } from '../report/api.ts';

/** What is to be done with every one of the reports. */
export type Wish = Omit<NewOperation, 'reports'>;
export type Reply = Omit<Static<typeof NewReply>, 'reports'>;

/** One change of many reports: all of them or none, and taken back as a whole. */
export const manyApi = {
  preview: (wish: Wish, reports: readonly string[], signal?: AbortSignal) =>
    ask<OperationPreview>('/api/staff/operations/preview', { method: 'POST', body: { ...wish, reports }, signal }),
  /** @param key the same for the same change, so that sending it again after a lost answer does nothing twice */
  change: (wish: Wish, reports: readonly Seen[], key: string) =>
    post('/api/staff/operations', { ...wish, reports }, key),
  reply: (reply: Reply, reports: readonly Seen[], key: string) =>
    post('/api/staff/replies', { ...reply, reports }, key),
  merge: (keep: Seen, reports: readonly Seen[], key: string) => post('/api/staff/merges', { keep, reports }, key),
  undo: (operation: number) =>
    ask<OperationDone>(`/api/staff/operations/${operation}/undo`, { method: 'POST', body: {} }),
  /** Sends a file for a reply; unused it is forgotten after a day. */
  sendFile: (file: File) => {
    const body = new FormData();
    body.append('file', file);
    return ask<Static<typeof ReplyFile>>('/api/staff/reply-files', { method: 'POST', body });
  },
};

/** True when it cannot be known whether the server did what was asked: no answer came, or it failed on its way. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}

function post(path: string, body: object, key: string): Promise<OperationDone> {
  return ask<OperationDone>(path, { method: 'POST', headers: { 'Idempotency-Key': key }, body });
}
