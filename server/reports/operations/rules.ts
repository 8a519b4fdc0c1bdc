import type { Catalog } from '../../catalog/rules.ts';
import type { NewOperation } from '../../contract/staff-operations.ts';
import { uuidOrNull } from '../../http/ids.ts';
import { problem } from '../../http/problem.ts';
import { planPlace, planStatus, planText, planVisibility, type Assignment } from '../staff/rules.ts';
import { planBody } from '../staff/work-rules.ts';
import type { Plan, ReportAction, ReportState } from '../staff/state.ts';

type Wish = Omit<NewOperation, 'reports'>;
const ACTIONS = {
  status: 'report.status',
  visibility: 'report.visibility',
  place: 'report.place',
  body: 'report.body',
  text: 'report.text',
} as const satisfies Record<keyof Wish, ReportAction>;

/** Which of the actions is asked for; throws invalid_input unless it is exactly one. */
export function actionOf(wish: Wish): (typeof ACTIONS)[keyof Wish] {
  const asked = (Object.keys(ACTIONS) as (keyof Wish)[]).filter((key) => wish[key] !== undefined);
  if (asked.length === 1) return ACTIONS[asked[0]!];
  throw problem('invalid_input', `exactly one of ${Object.keys(ACTIONS).join(', ')}`, {
    errors: [{ path: asked[1] ?? 'status', code: asked.length === 0 ? 'required' : 'unknown_property' }],
  });
}

/** Ids of reports in lower case; throws invalid_input when one comes twice, and report_not_found for what cannot be one. */
export function checkIds(ids: readonly string[]): string[] {
  const known = distinctIds(ids);
  const other = known.find((id) => uuidOrNull(id) === null);
  if (other !== undefined) throw problem('report_not_found', other);
  return known;
}

function distinctIds(ids: readonly string[]): string[] {
  const small = ids.map((id) => id.toLowerCase());
  const twice = small.findIndex((id, index) => small.indexOf(id) !== index);
  if (twice < 0) return small;
  throw problem('invalid_input', `${small[twice]} comes twice`, {
    errors: [{ path: `reports.${twice}`, code: 'malformed' }],
  });
}

/** What a change of many does with one of them. `original` is the text as it was sent, which a change of text needs. */
export function planOne(
  state: ReportState,
  wish: Wish,
  more: {
    catalog: Catalog;
    now: Date;
    routed: Assignment;
    original: { description: string | null; landmark: string | null } | undefined;
  },
): Plan {
  const { catalog, now, routed, original } = more;
  if (wish.status) return planStatus(state, wish.status, now, routed);
  if (wish.visibility) return planVisibility(state, wish.visibility, now);
  if (wish.place) return planPlace(state, wish.place, catalog);
  if (wish.body) return planBody(state, wish.body, routed, catalog);
  return planText(state, original!, now);
}
