import { StringDecoder } from 'node:string_decoder';
import type { AuditEntry } from '../contract/staff-audit.ts';
import { AUDIT_CSV_HEAD, auditCsv } from './rules.ts';

/** Entries of a large read (JSON texts, each before a line feed) as CSV; a piece of it for each piece that comes. */
export async function* csvOf(pieces: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  // A piece may end in the middle of a line, and of a letter.
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let head = AUDIT_CSV_HEAD;
  for await (const piece of pieces) {
    const lines = (rest + (typeof piece === 'string' ? piece : decoder.write(piece))).split('\n');
    rest = lines.pop()!;
    yield head + lines.map((line) => auditCsv(JSON.parse(line) as AuditEntry)).join('');
    head = '';
  }
  if (head !== '') yield head;
}
