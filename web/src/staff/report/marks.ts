import type { Mark } from '../../../../server/contract/staff-queue.ts';

/** A stretch of a text by offsets in UTF-16 code units, as the server marks it. */
export interface MarkedPart {
  mark: Mark;
  start: number;
  end: number;
}

/** A text in pieces, marked or plain; together they are the text. Of marks that overlap the first one counts. */
export function piecesOf(text: string, parts: readonly MarkedPart[]): { text: string; mark: Mark | null }[] {
  const pieces: { text: string; mark: Mark | null }[] = [];
  let at = 0;
  for (const { mark, start, end } of parts.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(start, at);
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), mark: null });
    pieces.push({ text: text.slice(from, to), mark });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), mark: null });
  return pieces;
}

/** The text with an ellipsis for each marked stretch. */
export function withoutMarks(text: string, parts: readonly MarkedPart[]): string {
  return piecesOf(text, parts)
    .map((piece) => (piece.mark === null ? piece.text : '…'))
    .join('')
    .replace(/…(?:\s*…)+/g, '…');
}
