import { problem } from '../http/problem.ts';
import type { Cursor } from './store.ts';

/** In the order of a value that is no time: the report the page ends with, and its value; null is none. */
export interface ValueCursor extends Cursor {
  afterValue: number | null;
}

const TIME_AND_ID = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const VALUE = /_(none|-?\d{1,18}(?:\.\d{1,6})?)$/;

/** A cursor as it stands in a page link. It holds nothing that the page did not show. */
export function encodeCursor(cursor: Cursor | ValueCursor): string {
  const value = 'afterValue' in cursor ? `_${cursor.afterValue ?? 'none'}` : '';
  return Buffer.from(`${cursor.afterTime}_${cursor.afterId}${value}`).toString('base64url');
}

/** The cursor of a page link; throws cursor_malformed. */
export function decodeCursor(text: string): Cursor {
  return timeAndId(text, plainOf(text));
}

/** The cursor of a page in the order of a value; throws cursor_malformed, also for one of an order by time. */
export function decodeValueCursor(text: string): ValueCursor {
  const plain = plainOf(text);
  const match = VALUE.exec(plain);
  if (!match) throw malformed(text);
  return {
    ...timeAndId(text, plain.slice(0, match.index)),
    afterValue: match[1] === 'none' ? null : Number(match[1]),
  };
}

function plainOf(text: string): string {
  return Buffer.from(text, 'base64url').toString('latin1');
}

function timeAndId(text: string, plain: string): Cursor {
  const match = TIME_AND_ID.exec(plain);
  if (!match || Number.isNaN(Date.parse(match[1]!))) throw malformed(text);
  return { afterTime: match[1]!, afterId: match[2]! };
}

function malformed(text: string) {
  return problem('cursor_malformed', `cursor=${text.slice(0, 100)}`, {
    errors: [{ path: 'cursor', code: 'cursor_malformed' }],
  });
}
