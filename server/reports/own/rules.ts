import type { Catalog } from '../../catalog/rules.ts';
import { PRECISIONS, type Precision, type Status } from '../../contract/enums.ts';
import type { Correction } from '../../contract/own.ts';
import { problem } from '../../http/problem.ts';
import { cleanText } from '../rules.ts';
import { planPlace, refuseMerged, WITHDRAWN } from '../staff/rules.ts';
import { differences, line, type Plan, type ReportState } from '../staff/state.ts';

const OPEN: readonly Status[] = ['new', 'verified', 'in_progress'];

/**
 * What its sender corrects of a report at a version, of which `seen` was the last they saw (null: they do not say). What would change
 * nothing is done already, such as when it is sent again after a lost answer; otherwise throws version_conflict when somebody changed the report since. New words take the published ones away until somebody has looked at them. Throws
 * report_closed, merged_already, and what planPlace throws, an invalid_input for a finer precision among it.
 */
export function planCorrection(
  state: ReportState,
  wish: Correction,
  catalog: Catalog,
  { seen, version }: { seen: number | null; version: number },
): Plan {
  const plan = corrected(state, wish, catalog);
  if (seen !== null && seen !== version && differences(state, plan.state).length > 0) {
    throw problem('version_conflict', `the report is at version ${version}`, { conflict: { version, changes: [] } });
  }
  return plan;
}

function corrected(state: ReportState, wish: Correction, catalog: Catalog): Plan {
  refuseMerged(state);
  if (!OPEN.includes(state.status)) throw problem('report_closed', `status=${state.status}`);
  const { description, landmark, ...place } = wish;
  const placed = Object.keys(place).length === 0 ? { state, history: [] } : planPlace(state, place, catalog);
  const words = {
    description: description === undefined ? state.description : cleanText(description ?? undefined),
    landmark: landmark === undefined ? state.landmark : cleanText(landmark ?? undefined),
  };
  const reworded = words.description !== state.description || words.landmark !== state.landmark;
  return {
    action: 'report.correction',
    state: {
      ...placed.state,
      ...words,
      ...(reworded && { publishedDescription: null, publishedLandmark: null, moderatedAt: null }),
    },
    history: [...placed.history, ...(reworded ? [line('corrected')] : [])],
  };
}

/**
 * Takes a report back: words go, and the report with them, unless others count on it (`shared`): then its point stays for
 * them, no finer than its 100 m cell, so that nobody's voice is lost.
 */
export function planWithdrawal(state: ReportState, shared: boolean, now: Date): Plan {
  const next: ReportState = {
    ...state,
    description: null,
    landmark: null,
    publishedDescription: null,
    publishedLandmark: null,
    ...(shared
      ? { precision: coarser(state.precision, 'coarse') }
      : { hiddenAt: state.hiddenAt ?? now.toISOString(), hiddenReason: WITHDRAWN }),
  };
  const withdrawn = differences(state, next).length > 0;
  return {
    action: 'report.withdrawal',
    state: next,
    history: withdrawn ? [line('withdrawn', { isPublic: shared })] : [],
  };
}

/**
 * Its sender says that it is not solved: work on it begins anew, with a new term where somebody answers for it. An open report stays
 * as it is, so that sending it again does no harm. Throws not_resolved for what was rejected.
 */
export function planSendersReopening(state: ReportState, dueOn: string): Plan {
  if (OPEN.includes(state.status)) return { action: 'report.status', state, history: [] };
  if (state.status !== 'resolved') throw problem('not_resolved', `status=${state.status}`);
  return {
    action: 'report.status',
    state: {
      ...state,
      status: 'in_progress',
      resolvedAt: null,
      dueOn: state.body === null ? state.dueOn : dueOn,
    },
    history: [line('reopened', { status: 'in_progress' })],
  };
}

function coarser(a: Precision, b: Precision): Precision {
  return PRECISIONS.indexOf(a) > PRECISIONS.indexOf(b) ? a : b;
}
