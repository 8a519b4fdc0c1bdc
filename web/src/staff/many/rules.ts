import type { Status } from '../../../../server/contract/enums.ts';
import type { StaffReport } from '../../../../server/contract/staff-reports.ts';
import type { HideReason } from '../report/words.ts';
import type { Wish } from './api.ts';

export type ManyAction = 'reply' | 'status' | 'body' | 'hide';

/** What the form of a change holds; '' is not chosen. */
export interface Draft {
  text: string;
  status: Status | '';
  note: string;
  /** Code of a body, or BY_ROUTES or NOBODY. */
  body: string;
  /** YYYY-MM-DD */
  dueOn: string;
  reason: HideReason | '';
}

export const BY_ROUTES = '*';
export const NOBODY = '-';

/** A form with nothing chosen; a reply begins with the body that all of the reports have. */
export function emptyDraft(action: ManyAction, reports: readonly Pick<StaffReport, 'body'>[]): Draft {
  const bodies = new Set(reports.map(({ body }) => body));
  const [common] = bodies.size === 1 ? bodies : [null];
  const body = action === 'body' ? BY_ROUTES : (common ?? '');
  return { text: '', status: '', note: '', body, dueOn: '', reason: '' };
}

/** A change with a public reason that cannot be left out. */
export const noteNeeded = (status: Status | ''): boolean => status === 'rejected' || status === 'duplicate';

/**
 * What a form asks of every report; null while something is missing. A reply changes none of the fields: for it this is a
 * change whose preview tells the newest versions, and which of the reports take none because they were merged.
 */
export function wishOf(action: ManyAction, draft: Draft): Wish | null {
  const note = draft.note.trim();
  switch (action) {
    case 'reply':
      return { body: {} };
    case 'status':
      if (draft.status === '' || (noteNeeded(draft.status) && note === '')) return null;
      return { status: { status: draft.status, ...(note !== '' && { note }) } };
    case 'hide':
      return draft.reason === '' ? null : { visibility: { hidden: true, reason: draft.reason } };
    case 'body':
      return {
        body: {
          ...(draft.body !== BY_ROUTES && { body: draft.body === NOBODY ? null : draft.body }),
          ...(draft.dueOn !== '' && { dueOn: draft.dueOn }),
        },
      };
  }
}
