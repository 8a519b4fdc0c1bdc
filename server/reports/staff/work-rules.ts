import { checkBody } from '../../bodies/rules.ts';
import type { Catalog } from '../../catalog/rules.ts';
import type { BodyChange, Resolution } from '../../contract/staff-work.ts';
import { problem } from '../../http/problem.ts';
import { cleanText } from '../rules.ts';
import { planPhoto, planStatus, refuseMerged, type Assignment } from './rules.ts';
import { line, type Plan, type ReportState } from './state.ts';

/**
 * Says who is to answer and until when: by hand, or (`body` left out) as the routes say. The term begins today unless
 * a day is given, and stays when only the body changes hands. Throws body_unknown and merged_already.
 */
export function planBody(state: ReportState, change: BodyChange, routed: Assignment, catalog: Catalog): Plan {
  refuseMerged(state);
  const body = change.body === undefined ? routed.body : change.body;
  if (change.body !== undefined && change.body !== null) checkBody(change.body, catalog);
  const next = {
    body,
    bodyByHand: change.body !== undefined && body !== null,
    dueOn: change.dueOn !== undefined ? change.dueOn : body === null ? null : (state.dueOn ?? routed.dueOn),
  };
  const same = state.body === next.body && state.bodyByHand === next.bodyByHand && state.dueOn === next.dueOn;
  return {
    action: 'report.body',
    state: { ...state, ...next },
    history: same ? [] : [line('assigned', { note: body, isPublic: false })],
  };
}

/** Something that only staff read. Throws invalid_input for a text of nothing. */
export function planNote(state: ReportState, text: string): Plan {
  return {
    action: 'report.note',
    state,
    history: [line('noted', { note: checkText(text, 'text'), isPublic: false })],
  };
}

/** A question that was stored under `id` is put to who sent the report. */
export function planQuestion(state: ReportState, id: string): Plan {
  refuseMerged(state);
  return {
    action: 'report.question',
    state: { ...state, attached: { ...state.attached, [`question.${id}`]: true } },
    history: [line('asked', { isPublic: false })],
  };
}

/** A reply that was stored under `id` is given to a report. */
export function planReply(state: ReportState, id: number): Plan {
  refuseMerged(state);
  return {
    action: 'report.reply',
    state: { ...state, attached: { ...state.attached, [`reply.${id}`]: true } },
    history: [line('replied')],
  };
}

/** Marks as resolved, and shows the photo that proves it. Throws photo_not_found and merged_already. */
export function planResolution(state: ReportState, { note, photo }: Resolution, now: Date, routed: Assignment): Plan {
  const { history, ...resolved } = planStatus(
    state,
    { status: 'resolved', ...(note === undefined ? {} : { note }) },
    now,
    routed,
  );
  if (photo === undefined) return { ...resolved, history };
  const shown = planPhoto(resolved.state, photo, { state: 'published' });
  return { ...resolved, state: shown.state, history: [...history, ...shown.history] };
}

/** Opens again what was resolved or rejected. Throws reason_required, merged_already, and invalid_input when it is open. */
export function planReopening(state: ReportState, note: string): Plan {
  refuseMerged(state);
  if (!['resolved', 'rejected', 'duplicate'].includes(state.status)) {
    throw problem('invalid_input', `status=${state.status} is open`, {
      errors: [{ path: 'status', code: 'out_of_range' }],
    });
  }
  return {
    action: 'report.status',
    state: { ...state, status: 'in_progress', resolvedAt: null },
    history: [line('reopened', { status: 'in_progress', note: checkText(note, 'note') })],
  };
}

/** The flags up to now were looked at. */
export function planFlags(state: ReportState, now: Date): Plan {
  return {
    action: 'report.flags',
    state: { ...state, flagsSeenAt: now.toISOString() },
    history: [line('flags_seen', { isPublic: false })],
  };
}

/** What residents said up to now about the resolution was looked at. */
export function planVerdicts(state: ReportState, now: Date): Plan {
  return {
    action: 'report.verdicts',
    state: { ...state, verdictsSeenAt: now.toISOString() },
    history: [line('verdicts_seen', { isPublic: false })],
  };
}

/** A text as it is stored; throws invalid_input when nothing is left of it. */
export function checkText(text: string, path: string): string {
  const cleaned = cleanText(text);
  if (cleaned === null) throw problem('invalid_input', `${path} is empty`, { errors: [{ path, code: 'too_short' }] });
  return cleaned;
}
