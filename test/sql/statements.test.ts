import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadedStatements } from '../../server/db/statement.ts';
import { ROOT } from '../../server/root.ts';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';
import { rolledBack } from '../support/sql.ts';

// Loading a store loads its statements; a file that is missing or names its parameters wrongly fails right here.
const stores = import.meta.glob(['../../server/**/store.ts', '../../server/db/migrate.ts']);
for (const load of Object.values(stores)) await load();
const statements = [...loadedStatements().values()];

let context: TestDatabase;
beforeAll(async () => {
  context = await testDatabase();
});
afterAll(() => context.close());

describe('a query file', () => {
  test.each(statements)(
    '$name is understood by the database, with as many parameters as it names',
    async (statement) => {
      await rolledBack(context.database, async (sql) => {
        // These take no parameters and cannot be prepared; in a transaction that is rolled back they do no harm.
        if (/^(lock|analyze)\b/.test(statement.text)) {
          expect(statement.params).toEqual([]);
          return sql.script(statement.text);
        }
        // Parsed and analysed, never run.
        await sql.script(`prepare described as ${statement.text}`);
        const [described] = await query<{ types: string[] }>(
          sql,
          `select parameter_types::text[] as types from pg_prepared_statements where name = 'described'`,
        );
        await sql.script('deallocate described');
        expect(described!.types).toHaveLength(statement.params.length);
        // A parameter whose type nothing tells would fail only with some values.
        expect(described!.types).not.toContain('unknown');
      });
    },
  );

  test('is used: each one is loaded by a store', () => {
    const files = readdirSync(path.join(ROOT, 'sql/queries'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.sql'))
      .map((file) => file.slice(0, -'.sql'.length).replaceAll(path.sep, '/'));
    expect(statements.map(({ name }) => name).sort()).toEqual(files.sort());
  });
});
