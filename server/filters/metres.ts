import type { ErrorCode } from '../contract/errors.ts';
import { problem } from '../http/problem.ts';

interface Range {
  min: number;
  max: number;
  default: number;
}

/** A whole number of a query string, or the default; null when it is none or out of the range. */
export function wholeIn(text: string | undefined, range: Range): number | null {
  if (text === undefined) return range.default;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return value >= range.min && value <= range.max ? value : null;
}

/** A whole number of metres of a query string, or the default; throws `code` with the value. */
export function parseMetres(path: string, text: string | undefined, range: Range, code: ErrorCode): number {
  const metres = wholeIn(text, range);
  if (metres !== null) return metres;
  throw problem(code, `${path}=${text?.slice(0, 40)} is not ${range.min} to ${range.max} metres`, {
    errors: [{ path, code }],
  });
}
