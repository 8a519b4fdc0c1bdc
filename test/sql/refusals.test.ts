import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { refusalOf, rolledBack } from '../support/sql.ts';

let context: TestDatabase;
beforeAll(async () => {
  context = await testDatabase();
});
afterAll(() => context.close());

const VALID = {
  code: "'ABCDEFGH'",
  category_code: "'ROAD'",
  kind_code: "'ROAD_MUD'",
  precision: "'exact'",
  location: "'SRID=4326;POINT(72.838 40.4985)'",
};

function insertReport(values: Record<string, string>): string {
  const row = { ...VALID, ...values };
  return `insert into reports (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
}

describe('whatever the code above it does, the database refuses a report', () => {
  test.each([
    ['with a code that is hard to read out', { code: "'ABCDEFG0'" }, 'reports_code_format'],
    ['of an unknown category', { category_code: "'NOTHING'", kind_code: 'null' }, 'reports_category_fk'],
    ['whose kind is of another category', { category_code: "'WATER'" }, 'reports_kind_fk'],
    ['without any place', { location: 'null' }, 'reports_place_given'],
    ['beyond the poles', { location: "'SRID=4326;POINT(72.8 90.1)'" }, 'reports_location_range'],
    ['for no household', { households: '0' }, 'reports_households_range'],
    ['for more households than a street has', { households: '201' }, 'reports_households_range'],
    ['longer than 4000 characters', { description: "repeat('ө', 4001)" }, 'reports_description_length'],
    ['in an unknown status', { status: "'lost'" }, 'reports_status_known'],
    ['hidden for no reason', { hidden_at: 'now()' }, 'reports_hidden_reason'],
    ['with an id of another system but not its name', { external_id: "'17'" }, 'reports_external_pair'],
  ])('%s', async (_what, values, constraint) => {
    await rolledBack(context.database, async (sql) => {
      expect(await refusalOf(sql, insertReport(values))).toMatchObject({ constraint });
      // Without that one fault it is taken.
      await sql.script(insertReport({}));
    });
  });
});
