import { changesOf } from '../../audit/rules.ts';
import type { FieldChange } from '../../audit/store.ts';
import { canonicalJson } from '../../canonical-json.ts';
import type { HistoryEvent, PhotoState, Precision, Status } from '../../contract/enums.ts';
import type { Right } from '../../contract/rights.ts';
import type { BlurRegion, PhotoRefusal } from '../../contract/staff-photos.ts';
import { problem } from '../../http/problem.ts';

/** What staff may change of a report. Times are RFC 3339, days YYYY-MM-DD. */
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
  /** Code of the body that is to answer, and whether a person chose it. */
  body: string | null;
  bodyByHand: boolean;
  dueOn: string | null;
  /** Id of the report this one is counted with. */
  mergedInto: string | null;
  flagsSeenAt: string | null;
  /** As it was sent, or corrected last by who sent it. */
  description: string | null;
  landmark: string | null;
  /** What residents said up to then about its resolution was looked at. */
  verdictsSeenAt: string | null;
  /** What hangs on it: `photo.<id>`, and `reply.<id>` and `question.<id>` as long as they stand. */
  attached: Readonly<Record<string, PhotoNow | true>>;
}
export interface PhotoNow {
  state: PhotoState;
  blur: BlurRegion[];
  /** Only of a refused one; some were refused before there were reasons. */
  reason?: PhotoRefusal;
}

/** The right each action needs; an undo needs that of what it takes back. */
export const RIGHT_OF_ACTION = {
  'report.text': 'reports.moderate',
  'report.visibility': 'reports.moderate',
  'report.place': 'reports.moderate',
  'report.photo': 'reports.moderate',
  'report.merge': 'reports.moderate',
  'report.flags': 'reports.moderate',
  'report.correction': 'reports.moderate',
  'report.withdrawal': 'reports.moderate',
  'report.verdicts': 'reports.work',
  'report.status': 'reports.work',
  'report.body': 'reports.work',
  'report.note': 'reports.work',
  'report.question': 'reports.work',
  'report.reply': 'reports.work',
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

/** A change as the audit log keeps it. */
export interface LastChange {
  id: number;
  action: ReportAction;
  /** How who did it was known; `reporter` is who sent the report. */
  via: string;
  /** The change of many reports that it belongs to. */
  operation?: number | null;
  /** Whether the public read of it. */
  isPublic: boolean;
  changes: (FieldChange & { erased: boolean })[];
}

/** What is said in a note changes nothing else, nor need a report that others are counted with. */
const WITHOUT_FIELDS: readonly ReportAction[] = ['report.note', 'report.merge'];

/** One line of a report's history. */
export const line = (event: HistoryEvent, more: Partial<HistoryLine> = {}): HistoryLine => ({
  event,
  status: null,
  note: null,
  isPublic: true,
  ...more,
});

/**
 * Takes the last change back. Throws undo_impossible when `entry` is not the last one, belongs to a change of many reports,
 * something was changed since by other means, a value was erased, or nothing would change: a published precision never
 * becomes finer again.
 */
export function planUndo(state: ReportState, last: LastChange | null, entry: number): Plan {
  if (last === null || last.id !== entry) throw problem('undo_impossible', `entry=${entry} is not the last change`);
  if (last.operation) throw problem('undo_impossible', `operation=${last.operation} is taken back as a whole`);
  return planReversal(state, last);
}

/** Puts the values before a change back, whatever else was changed since. Throws undo_impossible as planUndo does. */
export function planReversal(state: ReportState, change: LastChange): Plan {
  // Words and place are whose they are: what was withdrawn stays so.
  if (change.action === 'report.withdrawal') throw problem('undo_impossible', 'withdrawn');
  const now = fieldsOf(state);
  const undone = change.changes.filter(({ field }) => field !== 'precision');
  for (const { field, after, erased } of undone) {
    if (erased || canonicalJson(now[field] ?? null) !== canonicalJson(after)) throw problem('undo_impossible', field);
  }
  if (undone.length === 0 && !WITHOUT_FIELDS.includes(change.action)) throw problem('undo_impossible', 'precision');
  const before = withFields(state, undone);
  return {
    action: 'report.undo',
    undoes: change.id,
    state: before,
    history: [
      line('undone', {
        status: before.status === state.status ? null : before.status,
        isPublic: change.isPublic,
      }),
    ],
  };
}

function withFields(state: ReportState, changes: readonly FieldChange[]): ReportState {
  const attached = { ...state.attached };
  const next = { ...state } as unknown as Record<string, unknown>;
  for (const { field, before } of changes) {
    if (field.includes('.')) {
      if (before === null) delete attached[field];
      else attached[field] = before as PhotoNow | true;
    } else if (field === 'location') {
      const place = before as [number, number] | null;
      Object.assign(next, { lng: place?.[0] ?? null, lat: place?.[1] ?? null });
    } else next[field] = before;
  }
  return { ...next, attached } as unknown as ReportState;
}

/** What differs between two states, for the audit log. A place is one value: [longitude, latitude]. */
export function differences(before: ReportState, after: ReportState): FieldChange[] {
  return changesOf(fieldsOf(before), fieldsOf(after));
}

function fieldsOf({ lng, lat, attached, ...state }: ReportState): Record<string, unknown> {
  return { ...state, location: lng === null ? null : [lng, lat], ...attached };
}
