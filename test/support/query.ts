import type { Sql } from '../../server/db/database.ts';

/** Runs a statement a test wrote, with $1, $2, ... for `values`. */
export function query<Row = Record<string, unknown>>(sql: Sql, text: string, values: unknown[] = []): Promise<Row[]> {
  const params = Object.fromEntries(values.map((value, index) => [String(index), value]));
  return sql.run({ name: 'test', text, params: Object.keys(params) } as never, params) as Promise<Row[]>;
}
