import { PRECISIONS, type Precision } from '../../contract/enums.ts';
import { DUPLICATE_DAYS, DUPLICATE_METRES, DUPLICATE_REASONS } from '../../contract/staff-merges.ts';
import { problem } from '../../http/problem.ts';
import { folded } from '../rules.ts';
import { line, type Plan, type ReportState } from '../staff/state.ts';

/** What is known of each member before they are merged. */
export interface Member {
  id: string;
  precision: Precision;
  demo: boolean;
  mergedInto: string | null;
}

/** The coarsest precision of the members; throws merged_already, and invalid_input for an invented report among real ones. */
export function checkMembers(members: readonly Member[]): Precision {
  const merged = members.find(({ mergedInto }) => mergedInto !== null);
  if (merged) throw problem('merged_already', merged.id);
  if (new Set(members.map(({ demo }) => demo)).size > 1) {
    throw problem('invalid_input', 'an invented report is no voice among real ones', {
      errors: [{ path: 'reports', code: 'unknown_value' }],
    });
  }
  return PRECISIONS[Math.max(...members.map(({ precision }) => PRECISIONS.indexOf(precision)))]!;
}

/**
 * What becomes of a member: the one that is kept takes the coarsest precision, the others are counted with it. Supporters,
 * households and photos follow by the trigger reports_merge_voices.
 */
export function planMerge(state: ReportState, id: string, keep: string, coarsest: Precision): Plan {
  if (id === keep) {
    return { action: 'report.merge', state: { ...state, precision: coarsest }, history: [line('merged')] };
  }
  return {
    action: 'report.merge',
    state: { ...state, mergedInto: keep, status: 'duplicate', resolvedAt: null },
    history: [line('merged', { status: 'duplicate' })],
  };
}

/** A report that may be the same as another one. Places are exact, times in milliseconds. */
export interface Candidate {
  metres: number | null;
  sameArea: boolean;
  reportedAt: number;
  kind: string | null;
  text: string;
}
export interface Likeness {
  score: number;
  reasons: (typeof DUPLICATE_REASONS)[number][];
}

const WEIGHTS = { place: 0.4, time: 0.15, kind: 0.2, words: 0.25 } as const;
const REASON_FROM = { place: 0.5, time: 0.75, kind: 1, words: 0.3 } as const;
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
/** Shorter words say little; of longer ones only the beginning, because endings change with the case. */
const STEM_LETTERS = { min: 3, max: 5 } as const;

/**
 * How likely two reports of one category are the same problem: by distance (none beyond 200 m; without places the same
 * area is worth a fifth), by time (none beyond 120 days), by kind, and by the share of words they have in common.
 */
export function likeness(of: Candidate, other: Candidate): Likeness {
  const parts = {
    place: other.metres === null ? (other.sameArea ? 0.2 : 0) : Math.max(0, 1 - other.metres / DUPLICATE_METRES),
    time: Math.max(0, 1 - Math.abs(of.reportedAt - other.reportedAt) / (DUPLICATE_DAYS * DAY_MILLISECONDS)),
    kind: of.kind !== null && of.kind === other.kind ? 1 : 0,
    words: sharedWords(of.text, other.text),
  };
  const score = DUPLICATE_REASONS.reduce((sum, part) => sum + WEIGHTS[part] * parts[part], 0);
  return {
    score: Math.round(score * 1000) / 1000,
    reasons: DUPLICATE_REASONS.filter((part) => parts[part] >= REASON_FROM[part]),
  };
}

/** The share of word stems two texts have in common (Jaccard): 0 none, 1 all. */
export function sharedWords(a: string, b: string): number {
  const [one, two] = [stems(a), stems(b)];
  const common = [...one].filter((stem) => two.has(stem)).length;
  return common === 0 ? 0 : common / (one.size + two.size - common);
}

function stems(text: string): Set<string> {
  const words = folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.filter((word) => word.length >= STEM_LETTERS.min).map((word) => word.slice(0, STEM_LETTERS.max)),
  );
}
