import type { Catalog } from '../../catalog/rules.ts';
import { PRECISIONS, type Precision, type Status } from '../../contract/enums.ts';
import type { PlaceChange, StatusChange, TextChange, VisibilityChange } from '../../contract/staff-reports.ts';
import { problem } from '../../http/problem.ts';
import { checkCategory, checkLocation, cleanText } from '../rules.ts';
import { line, type PhotoNow, type Plan, type ReportState } from './state.ts';

const NEEDS_NOTE: readonly Status[] = ['rejected', 'duplicate'];
/** Why a report is hidden that its sender took back. */
export const WITHDRAWN = 'withdrawn';
const WORK: readonly Status[] = ['verified', 'in_progress'];
/** Publishes text, as it was sent or edited; null publishes none. The original stays as it was sent. */
export function planText(state: ReportState, change: TextChange, now: Date): Plan {
  const landmark = change.landmark === undefined ? state.publishedLandmark : cleanText(change.landmark ?? undefined);
  return {
    action: 'report.text',
    state: {
      ...state,
      publishedDescription: cleanText(change.description ?? undefined),
      publishedLandmark: landmark,
      moderatedAt: now.toISOString(),
    },
    history: [line('moderated')],
  };
}

/** Who would answer for a report, and until when, should work on it begin today. */
export interface Assignment {
  body: string | null;
  dueOn: string;
}

/**
 * Moves the status on; when work begins, a report that nobody answers for yet gets its body and term. Throws reason_required
 * for what somebody would rightly ask about, and merged_already.
 */
export function planStatus(state: ReportState, change: StatusChange, now: Date, routed: Assignment): Plan {
  refuseMerged(state);
  const note = cleanText(change.note);
  if (NEEDS_NOTE.includes(change.status) && note === null) {
    throw problem('reason_required', `status=${change.status}`, {
      errors: [{ path: 'note', code: 'reason_required' }],
    });
  }
  const resolvedAt = change.status === 'resolved' ? (state.resolvedAt ?? now.toISOString()) : null;
  const begins = WORK.includes(change.status) && state.body === null && routed.body !== null;
  const assigned = begins ? { ...routed, bodyByHand: false } : {};
  return {
    action: 'report.status',
    state: { ...state, status: change.status, resolvedAt, ...assigned },
    history: state.status === change.status && note === null ? [] : [line('status', { status: change.status, note })],
  };
}

/** Hides a report from everybody but staff, or shows it again. Throws reason_required, and report_withdrawn for what its sender took back. */
export function planVisibility(state: ReportState, change: VisibilityChange, now: Date): Plan {
  if (change.hidden && change.reason === undefined) {
    throw problem('reason_required', undefined, { errors: [{ path: 'reason', code: 'reason_required' }] });
  }
  if (!change.hidden && state.hiddenReason === WITHDRAWN) throw problem('report_withdrawn');
  return {
    action: 'report.visibility',
    state: {
      ...state,
      hiddenAt: change.hidden ? (state.hiddenAt ?? now.toISOString()) : null,
      hiddenReason: change.hidden ? change.reason! : null,
    },
    history: [line(change.hidden ? 'hidden' : 'shown', { isPublic: false })],
  };
}

/**
 * Corrects what a report is about and where. Throws category_unknown, area_unknown, area_not_reportable, location_*, and
 * invalid_input for a finer precision. Whatever is asked, reports_place never publishes more finely than before.
 */
export function planPlace(state: ReportState, change: PlaceChange, catalog: Catalog): Plan {
  const next = { ...state };
  if (change.category !== undefined) Object.assign(next, checkCategory(change.category, catalog));
  if (change.location !== undefined) {
    const bounds = catalog.settings.map_soft_bounds as never;
    [next.lng, next.lat] = checkLocation(change.location.coordinates, bounds);
  }
  if (change.area !== undefined) next.assignedArea = change.area === null ? null : checkArea(change.area, catalog);
  if (change.precision !== undefined) next.precision = checkPrecision(change.precision, state.precision);
  const has = (...fields: (keyof ReportState)[]) => fields.some((field) => next[field] !== state[field]);
  return {
    action: 'report.place',
    state: next,
    history: [
      ...(has('category', 'kind') ? [line('recategorised')] : []),
      ...(has('lng', 'lat', 'assignedArea') ? [line('moved')] : []),
      ...(has('precision') && !has('category', 'kind', 'lng', 'lat', 'assignedArea')
        ? [line('moved', { isPublic: false })]
        : []),
    ],
  };
}

/**
 * Publishes a photo, refuses it or takes it back, or shows it with other parts unreadable. Throws photo_not_found, and
 * reason_required for a refusal without one.
 */
export function planPhoto(state: ReportState, id: string, wish: Partial<PhotoNow>): Plan {
  const now = state.attached[`photo.${id}`];
  if (now === undefined || now === true) throw problem('photo_not_found');
  if (wish.state === 'refused' && wish.reason === undefined) {
    throw problem('reason_required', 'state=refused', { errors: [{ path: 'reason', code: 'reason_required' }] });
  }
  const { reason, ...photo } = { ...now, ...wish };
  const next: PhotoNow = photo.state === 'refused' && reason !== undefined ? { ...photo, reason } : photo;
  const appears = photo.state === 'published' && now.state !== 'published';
  return {
    action: 'report.photo',
    state: { ...state, attached: { ...state.attached, [`photo.${id}`]: next } },
    history: [line('photo', { isPublic: appears })],
  };
}

/** A merged report says nothing of its own any more: what happens, happens to the one that is kept. Throws merged_already. */
export function refuseMerged(state: ReportState): void {
  if (state.mergedInto !== null) throw problem('merged_already', state.mergedInto);
}

function checkArea(code: string, catalog: Catalog): string {
  const area = catalog.areas.get(code);
  const fault = !area
    ? 'area_unknown'
    : area.kind === 'settlement' || area.kind === 'quarter'
      ? null
      : 'area_not_reportable';
  if (fault !== null) throw problem(fault, `area=${code}`, { errors: [{ path: 'area', code: fault }] });
  return code;
}

function checkPrecision(asked: Precision, now: Precision): Precision {
  if (PRECISIONS.indexOf(asked) < PRECISIONS.indexOf(now)) {
    throw problem('invalid_input', `precision=${asked} is finer than ${now}`, {
      errors: [{ path: 'precision', code: 'out_of_range' }],
    });
  }
  return asked;
}
