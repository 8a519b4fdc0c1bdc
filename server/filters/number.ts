import { problem } from '../http/problem.ts';

/** A whole number of a query string in 1..max, or the default; throws limit_malformed. */
export function parseLimit(text: string | undefined, limit: { default: number; max: number }): number {
  if (text === undefined) return limit.default;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > limit.max) {
    throw problem('limit_malformed', `limit=${text.slice(0, 40)} is not a whole number from 1 to ${limit.max}`, {
      errors: [{ path: 'limit', code: 'limit_malformed' }],
    });
  }
  return value;
}

/** A decimal number of a query string; throws invalid_input. NaN, Infinity and exponents are not numbers here. */
export function parseNumber(path: string, text: string): number {
  if (!/^[+-]?\d{1,12}(\.\d{0,18})?$/.test(text.trim())) {
    throw problem('invalid_input', `${path}=${text.slice(0, 40)} is not a number`, {
      errors: [{ path, code: 'wrong_type' }],
    });
  }
  return Number(text);
}
