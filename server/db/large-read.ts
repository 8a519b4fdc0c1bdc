import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Sql } from './database.ts';
import { databaseProblem } from './errors.ts';
import type { Statement } from './statement.ts';

/**
 * Reads the rows of a statement that are too many to hold, as text: each row's `line` (without line breaks or other
 * control characters) and a line feed. The other columns of a row are the key it is continued after, under the names of the
 * parameters that take it (null at first), beside a `limit`. Memory stays flat, the reader sets the pace, and who stops reading
 * frees the connection at once. Errors come out as contract problems.
 */
export type LargeRead = <Params extends object>(
  statement: Statement<Params & { limit: number | null }, { line: string }>,
  params: Params,
) => AsyncGenerator<Buffer | string>;

const PAGE_ROWS = 1000;
const CHUNK_BYTES = 256 * 1024;
/** A reader that takes nothing for so long is gone, or keeps a connection from somebody else. */
const IDLE_MILLISECONDS = 60_000;
/** A database that sends nothing for so long is gone. However long the whole takes, its first rows do not take that long. */
const SILENT_MILLISECONDS = 120_000;

/** For an engine that has one backend and gives every answer whole: page by page, so that others get their turn between. */
export function readInPages(sql: Sql): LargeRead {
  return async function* (statement, params) {
    let after = params;
    for (;;) {
      const rows = await sql.run(statement, { ...after, limit: PAGE_ROWS });
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(({ line }) => `${line}\n`).join('');
      if (rows.length < PAGE_ROWS) return;
      const { line: _, ...key } = last;
      after = { ...after, ...key };
    }
  };
}

/**
 * For PostgreSQL: one COPY, whose bytes pass through without being looked at. `pool` should be one of its own, since
 * a connection is held as long as a reader reads.
 */
export function readByCopy(pool: pg.Pool, silentMilliseconds = SILENT_MILLISECONDS): LargeRead {
  return async function* (statement, params) {
    const client = await connect(pool);
    const stream = client.query(
      copyTo(copyText(statement, { ...params, limit: null }), { highWaterMark: CHUNK_BYTES }),
    );
    let held = true;
    const release = (broken: boolean) => {
      // Releasing it as broken cuts the connection, which ends a COPY that is still running.
      if (held) client.release(broken);
      held = false;
    };
    let done = false;
    const giveUpAfter = (milliseconds: number) => setTimeout(() => release(true), milliseconds);
    let waiting = giveUpAfter(silentMilliseconds);
    try {
      for await (const chunk of stream) {
        clearTimeout(waiting);
        waiting = giveUpAfter(IDLE_MILLISECONDS);
        yield chunk as Buffer;
        clearTimeout(waiting);
        waiting = giveUpAfter(silentMilliseconds);
      }
      done = true;
    } catch (error) {
      throw databaseProblem(error);
    } finally {
      clearTimeout(waiting);
      release(!done);
    }
  };
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    const client = await pool.connect();
    // Between two queries a connection that breaks tells nobody else; without a listener it would end the process.
    if (client.listenerCount('error') === 0) client.on('error', () => {});
    return client;
  } catch (error) {
    throw databaseProblem(error);
  }
}

/** The statement as COPY, which takes no parameters. CSV with characters that no line holds leaves the lines as they are. */
function copyText(statement: Statement<never, unknown>, params: Record<string, unknown>): string {
  const values = statement.params.map((name) => literal(params[name]));
  const text = statement.text.replace(/\$(\d+)/g, (_, number: string) => values[Number(number) - 1]!);
  return `copy (select page.line from (${text}) as page) to stdout (format csv, delimiter e'\\x01', quote e'\\x02')`;
}

/** A value as an SQL literal without a type: the statement casts it. */
export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map(element).join(',')}}`);
  if (typeof value === 'string') return pg.escapeLiteral(value);
  throw new TypeError(`no literal for a ${typeof value}`);
}

function element(value: unknown): string {
  return value === null ? 'null' : `"${String(value).replace(/["\\]/g, '\\$&')}"`;
}
