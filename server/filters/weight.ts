import { HEAT_WEIGHTS, type HeatWeight } from '../contract/enums.ts';
import { problem } from '../http/problem.ts';

/** `?weight=`: what a report counts for; throws invalid_input with the value. */
export function parseWeight(text: string | undefined): HeatWeight {
  if (text === undefined) return 'reports';
  if ((HEAT_WEIGHTS as readonly string[]).includes(text)) return text as HeatWeight;
  throw problem('invalid_input', `weight=${text.slice(0, 40)}`, {
    errors: [{ path: 'weight', code: 'unknown_value' }],
  });
}
