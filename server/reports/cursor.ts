import { problem } from '../http/problem.ts';
import type { Cursor } from './store.ts';

const FORM = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A cursor as it stands in a page link. It holds nothing that the page did not show. */
export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.afterTime}_${cursor.afterId}`).toString('base64url');
}

/** The cursor of a page link; throws cursor_malformed. */
export function decodeCursor(text: string): Cursor {
  const match = FORM.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (!match || Number.isNaN(Date.parse(match[1]!))) {
    throw problem('cursor_malformed', `cursor=${text.slice(0, 100)}`, {
      errors: [{ path: 'cursor', code: 'cursor_malformed' }],
    });
  }
  return { afterTime: match[1]!, afterId: match[2]! };
}
