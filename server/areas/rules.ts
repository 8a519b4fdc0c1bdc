import { AREA_KINDS } from '../contract/enums.ts';
import { listOf } from '../filters/rules.ts';
import { problem } from '../http/problem.ts';

/** `?kind=` as a list of area kinds, null for all; throws invalid_input with the value. */
export function parseAreaKinds(text: string | undefined): string[] | null {
  const kinds = listOf(text ?? '');
  const unknown = kinds.find((kind) => !(AREA_KINDS as readonly string[]).includes(kind));
  if (unknown !== undefined) {
    throw problem('invalid_input', `kind=${unknown.slice(0, 40)}`, {
      errors: [{ path: 'kind', code: 'unknown_value' }],
    });
  }
  return kinds.length === 0 ? null : kinds;
}
