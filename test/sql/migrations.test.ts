import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordAudit } from '../../server/audit/store.ts';
import { ROOT } from '../../server/root.ts';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';
import { rolledBack } from '../support/sql.ts';

let context: TestDatabase;
beforeAll(async () => {
  context = await testDatabase();
});
afterAll(() => context.close());

const migration = (name: string) => readFileSync(path.join(ROOT, 'sql/migrations', name), 'utf8');

test('an older database gets the distances of likely duplicates that new ones get, but where an administrator set them', async () => {
  const nearby = `select json_object_agg(code, array[nearby_metres, nearby_days]) as all from categories`;
  await rolledBack(context.database, async (sql) => {
    type Nearby = Record<string, [number, number]>;
    const [shipped] = await query<{ all: Nearby }>(sql, nearby);
    // As every category was, two of them set since: one to other values, one to these very values.
    await sql.script('update categories set nearby_metres = 150, nearby_days = 365');
    await sql.script(`update categories set nearby_metres = 40 where code = 'LIGHT'`);
    for (const code of ['LIGHT', 'EDU']) {
      await recordAudit(
        sql,
        { userId: null, via: 'console' },
        {
          action: 'category.changed',
          subject: 'category',
          subjectId: code,
          changes: [{ field: 'nearby', before: { metres: 90, days: 365 }, after: { metres: 150, days: 365 } }],
        },
      );
    }
    await sql.script(migration('0026.do.nearby_of_categories.sql'));
    const [now] = await query<{ all: Nearby }>(sql, nearby);
    expect(now!.all).toEqual({ ...shipped!.all, LIGHT: [40, 365], EDU: [150, 365] });
    expect(shipped!.all.WATER).toEqual([250, 365]);
  });
});
