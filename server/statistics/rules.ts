import { GROUPINGS, type Grouping } from '../contract/enums.ts';
import { listOf } from '../filters/rules.ts';
import { problem } from '../http/problem.ts';

/** `?by=` as groupings in their fixed order; throws grouping_unknown with the value. */
export function parseGroupings(text: string | undefined): Grouping[] {
  const asked = listOf(text ?? '');
  const unknown = asked.find((grouping) => !(GROUPINGS as readonly string[]).includes(grouping));
  if (unknown !== undefined) {
    throw problem('grouping_unknown', `by=${unknown.slice(0, 40)}`, {
      errors: [{ path: 'by', code: 'grouping_unknown' }],
    });
  }
  return GROUPINGS.filter((grouping) => asked.includes(grouping));
}

export { statisticsText } from './text.ts';
