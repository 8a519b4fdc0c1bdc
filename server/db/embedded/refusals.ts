import { cstring, message, readCstring } from './messages.ts';
import type { FrontendMessage } from './messages.ts';

/** Comments, strings, quoted names and dollar-quoted bodies: what only looks like SQL. */
const NOT_SQL = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$/g;
const COPY_FROM_STDIN = /(?:^|;)\s*copy\b[^;]*\bfrom\s+stdin\b/i;
const UNLISTEN = /^\s*unlisten\s+(\*|"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)\s*;?\s*$/iu;
const LISTEN = /^\s*listen\s+("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)\s*;?\s*$/iu;

/** The SQL text of a Query or Parse message, undefined for every other. */
export function sqlOf({ type, bytes }: FrontendMessage): string | undefined {
  if (type === 'Q') return readCstring(bytes, 5).text;
  if (type === 'P') return readCstring(bytes, readCstring(bytes, 5).next).text;
  return undefined;
}

/** Whether the engine would be asked to read copy data, which ends it. */
export function copiesFromStdin(sql: string): boolean {
  // The cheap look first: nearly no statement gets further.
  return /\bstdin\b/i.test(sql) && COPY_FROM_STDIN.test(sql.replace(NOT_SQL, ' '));
}

/**
 * The message with its SQL replaced by a statement that fails with SQLSTATE 0A000. The engine itself then gives the error,
 * so that an open transaction fails as it would anywhere else.
 */
export function refuseCopy({ type, bytes }: FrontendMessage): FrontendMessage {
  const sql =
    "do $$ begin raise exception using errcode = '0A000', " +
    "message = 'COPY FROM STDIN is not available in the embedded database'; end $$";
  if (type === 'Q') return { type, bytes: message('Q', cstring(sql)) };
  const name = readCstring(bytes, 5);
  const types = bytes.subarray(readCstring(bytes, name.next).next);
  return { type, bytes: message('P', cstring(name.text), cstring(sql), types) };
}

/** The channel that a lone LISTEN or UNLISTEN names (`*` for all), as the engine spells it. */
export function channelOf(verb: 'listen' | 'unlisten', sql: string): string | undefined {
  const name = (verb === 'listen' ? LISTEN : UNLISTEN).exec(sql)?.[1];
  if (name === undefined || !name.startsWith('"')) return name?.toLowerCase();
  return name.slice(1, -1).replaceAll('""', '"');
}
