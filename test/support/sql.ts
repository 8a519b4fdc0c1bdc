import type { Database, Sql } from '../../server/db/database.ts';
import { query } from './query.ts';

/** What PostgreSQL says of a statement it refuses. */
export interface Refusal {
  /** SQLSTATE */
  readonly code: string;
  readonly message: string;
  readonly constraint?: string;
}

/** Runs a test's statements in a transaction that is always rolled back. What PostgreSQL refuses is printed in full. */
export async function rolledBack(database: Database, work: (sql: Sql) => Promise<void>): Promise<void> {
  const done = new Error('rolled back on purpose');
  try {
    await database.transact(async (sql) => {
      await work(sql);
      throw done;
    });
  } catch (error) {
    if (error !== done) throw explained(error);
  }
}

/** Runs a statement that must be refused and tells how; the transaction around it goes on. Fails when it is accepted. */
export async function refusalOf(sql: Sql, text: string, values: unknown[] = []): Promise<Refusal> {
  await sql.script('savepoint before_refusal');
  try {
    await query(sql, text, values);
  } catch (error) {
    await sql.script('rollback to savepoint before_refusal');
    const { code, message, constraint } = original(error) as Error & Refusal;
    return { code, message, ...(constraint === undefined ? {} : { constraint }) };
  }
  throw new Error(`not refused: ${text}`);
}

/** The same error with SQLSTATE, detail, hint and place in its message, where PostgreSQL gave them. */
export function explained(error: unknown): unknown {
  const cause = original(error);
  if (!(cause instanceof Error) || !('code' in cause)) return error;
  const fields = cause as unknown as Record<string, unknown>;
  const lines = ['code', 'detail', 'hint', 'constraint', 'position', 'where']
    .filter((field) => fields[field] !== undefined)
    .map((field) => `\n  ${field === 'code' ? 'SQLSTATE' : field}: ${String(fields[field])}`);
  return new Error(cause.message + lines.join(''), { cause });
}

/** Below the problem that server/db/errors.ts makes of an error. */
function original(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? error.cause : error;
}
