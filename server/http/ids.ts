import type { ErrorCode } from '../contract/errors.ts';
import { problem } from './problem.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A UUID in lower case; null for anything else. */
export function uuidOrNull(text: string): string | null {
  return UUID.test(text) ? text.toLowerCase() : null;
}

/** An id of a path in lower case; anything else cannot exist, so it is not found rather than malformed: throws `code`. */
export function uuidOr(text: string, code: ErrorCode): string {
  const id = uuidOrNull(text);
  if (id === null) throw problem(code);
  return id;
}

/** The same for an id that is a whole number of at most `digits` digits. */
export function numberOr(text: string, code: ErrorCode, digits = 9): number {
  if (text.length > digits || !/^\d+$/.test(text)) throw problem(code);
  return Number(text);
}

/** The Idempotency-Key header in lower case, or null without one; throws idempotency_key_malformed. */
export function sentKey(header: string | undefined): string | null {
  if (header === undefined) return null;
  const key = uuidOrNull(header);
  if (key !== null) return key;
  throw problem('idempotency_key_malformed', undefined, {
    errors: [{ path: 'headers.Idempotency-Key', code: 'idempotency_key_malformed' }],
  });
}
