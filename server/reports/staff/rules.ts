import type { FieldChange } from '../../audit/store.ts';
import type { Catalog } from '../../catalog/rules.ts';
import { PRECISIONS, type HistoryEvent, type Precision, type Status } from '../../contract/enums.ts';
import type { Right } from '../../contract/rights.ts';
import type { PlaceChange, StatusChange, TextChange, VisibilityChange } from '../../contract/staff-reports.ts';
import { problem } from '../../http/problem.ts';
import { checkCategory, checkLocation, cleanText } from '../rules.ts';

/** What staff may change of a report. Times are RFC 3339. */
export interface ReportState {
  category: string;
  kind: string | null;
  status: Status;
  resolvedAt: string | null;
  hiddenAt: string | null;
  hiddenReason: string | null;
  /** Degrees, WGS 84; both null when only an area was given. */
  lng: number | null;
  lat: number | null;
  assignedArea: string | null;
  precision: Precision;
  moderatedAt: string | null;
  publishedDescription: string | null;
  publishedLandmark: string | null;
}

/** The right each action needs; an undo needs that of what it takes back. */
export const RIGHT_OF_ACTION = {
  'report.text': 'reports.moderate',
  'report.visibility': 'reports.moderate',
  'report.place': 'reports.moderate',
  'report.status': 'reports.work',
} as const satisfies Record<string, Right>;
export type ReportAction = keyof typeof RIGHT_OF_ACTION;

/** What one action will do: the report afterwards, and what its history says. */
export interface Plan {
  action: ReportAction | 'report.undo';
  undoes?: number;
  state: ReportState;
  history: HistoryLine[];
}
export interface HistoryLine {
  event: HistoryEvent;
  status: Status | null;
  note: string | null;
  isPublic: boolean;
}

/** The last change that was not taken back. */
export interface LastChange {
  id: number;
  action: ReportAction;
  changes: (FieldChange & { erased: boolean })[];
}

const NEEDS_NOTE: readonly Status[] = ['rejected', 'duplicate'];
const line = (event: HistoryEvent, more: Partial<HistoryLine> = {}): HistoryLine => ({
  event,
  status: null,
  note: null,
  isPublic: true,
  ...more,
});

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

/** Moves the status on. Throws reason_required for what somebody would rightly ask about. */
export function planStatus(state: ReportState, change: StatusChange, now: Date): Plan {
  const note = cleanText(change.note);
  if (NEEDS_NOTE.includes(change.status) && note === null) {
    throw problem('reason_required', `status=${change.status}`, {
      errors: [{ path: 'note', code: 'reason_required' }],
    });
  }
  const resolvedAt = change.status === 'resolved' ? (state.resolvedAt ?? now.toISOString()) : null;
  return {
    action: 'report.status',
    state: { ...state, status: change.status, resolvedAt },
    history: state.status === change.status && note === null ? [] : [line('status', { status: change.status, note })],
  };
}

/** Hides a report from everybody but staff, or shows it again. Throws reason_required. */
export function planVisibility(state: ReportState, change: VisibilityChange, now: Date): Plan {
  if (change.hidden && change.reason === undefined) {
    throw problem('reason_required', undefined, { errors: [{ path: 'reason', code: 'reason_required' }] });
  }
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
 * Takes the last change back. Throws undo_impossible when `entry` is not the last one, something was changed since by
 * other means, a value was erased, or nothing would change: a published precision never becomes finer again.
 */
export function planUndo(state: ReportState, last: LastChange | null, entry: number): Plan {
  if (last === null || last.id !== entry) throw problem('undo_impossible', `entry=${entry} is not the last change`);
  const now = fieldsOf(state);
  const undone = last.changes.filter(({ field }) => field !== 'precision');
  for (const { field, after, erased } of undone) {
    if (erased || JSON.stringify(now[field]) !== JSON.stringify(after)) throw problem('undo_impossible', field);
  }
  if (undone.length === 0) throw problem('undo_impossible', 'precision');
  const { location, ...fields } = Object.fromEntries(undone.map(({ field, before }) => [field, before]));
  const place = location === undefined ? {} : placeOf(location as [number, number] | null);
  const before = { ...state, ...fields, ...place } as ReportState;
  return {
    action: 'report.undo',
    undoes: entry,
    state: before,
    history: [
      line('undone', {
        status: before.status === state.status ? null : before.status,
        isPublic: last.action !== 'report.visibility',
      }),
    ],
  };
}

/** What differs between two states, for the audit log. A place is one value: [longitude, latitude]. */
export function differences(before: ReportState, after: ReportState): FieldChange[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  return Object.keys(from)
    .filter((field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]))
    .map((field) => ({ field, before: from[field], after: to[field] }));
}

function fieldsOf({ lng, lat, ...state }: ReportState): Record<string, unknown> {
  return { ...state, location: lng === null ? null : [lng, lat] };
}

function placeOf(location: [number, number] | null): Pick<ReportState, 'lng' | 'lat'> {
  return { lng: location?.[0] ?? null, lat: location?.[1] ?? null };
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
