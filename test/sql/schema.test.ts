import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../server/root.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { schemaText } from '../support/schema.ts';

let context: TestDatabase;
beforeAll(async () => {
  context = await testDatabase();
});
afterAll(() => context.close());

test('sql/schema.sql is the schema that migrations and functions make (else: npm run schema)', async () => {
  expect(readFileSync(path.join(ROOT, 'sql/schema.sql'), 'utf8')).toBe(await schemaText(context.database));
});
