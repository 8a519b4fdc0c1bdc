import type { ErrorCode } from '../contract/errors.ts';
import { problem } from '../http/problem.ts';

/** A whole number of metres of a query string, or the default; throws `code` with the value. */
export function parseMetres(
  path: string,
  text: string | undefined,
  range: { min: number; max: number; default: number },
  code: ErrorCode,
): number {
  if (text === undefined) return range.default;
  const metres = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (metres >= range.min && metres <= range.max) return metres;
  throw problem(code, `${path}=${text.slice(0, 40)} is not ${range.min} to ${range.max} metres`, {
    errors: [{ path, code }],
  });
}
