import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sql } from '../../server/db/database.ts';
import { statement } from '../../server/db/statement.ts';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';
import { rolledBack } from '../support/sql.ts';

const OPEN = `array['new', 'verified', 'in_progress']`;

let context: TestDatabase;
beforeAll(async () => {
  context = await testDatabase();
});
afterAll(() => context.close());

/** The plan of a page of the list. Sorting is made dear, so that it is there only where no index gives the order. */
async function planOf(filter: { areas?: string; categories?: string; statuses?: string }): Promise<string> {
  let plan = '';
  await rolledBack(context.database, async (sql) => {
    await sql.script('set local enable_sort = off; set local enable_incremental_sort = off');
    const lines = await query<{ 'QUERY PLAN': string }>(
      sql,
      `explain select feature from filtered_reports(
         ${filter.areas ?? 'null'}, false, ${filter.categories ?? 'null'}, null, ${filter.statuses ?? OPEN}, null, null, null, null, null, true
       ) as r order by r.reported_at desc, r.id desc limit 100`,
    );
    plan = lines.map((line) => line['QUERY PLAN']).join('\n');
  });
  return plan;
}

test.each([
  ['of everything', {}, 'reports_published_order_index'],
  ['of one area', { areas: 'array[1]' }, 'reports_published_area_index'],
  ['of one category', { categories: `array['WATER']` }, 'reports_published_category_index'],
  ['of one status', { statuses: `array['resolved']` }, 'reports_published_status_index'],
])(
  'a list %s comes in its order out of an index, so that a page costs the same however many reports there are',
  async (_, filter, index) => {
    const plan = await planOf(filter);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/\bSort\b/);
  },
);

test.each([
  ['list', 'reports_reported_order_index'],
  ['list_oldest', 'reports_reported_order_index'],
  ['list_updated', 'reports_updated_order_index'],
  ['list_unchanged', 'reports_updated_order_index'],
])('staff_reports/%s comes in its order out of an index as well', async (name, index) => {
  const { text, params } = statement(`staff_reports/${name}`);
  const values: Record<string, unknown> = { statuses: ['new', 'resolved'], limit: 51 };
  let plan = '';
  await rolledBack(context.database, async (sql) => {
    await sql.script('set local enable_sort = off; set local enable_incremental_sort = off');
    const lines = await query<{ 'QUERY PLAN': string }>(
      sql,
      `explain ${text}`,
      params.map((param) => values[param] ?? null),
    );
    plan = lines.map((line) => line['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain(index);
  expect(plan).not.toMatch(/\bSort\b/);
});

async function explained(sql: Sql, name: string, values: Record<string, unknown>): Promise<string> {
  const { text, params } = statement(name);
  const lines = await query<{ 'QUERY PLAN': string }>(
    sql,
    `explain ${text}`,
    params.map((param) => values[param] ?? null),
  );
  return lines.map((line) => line['QUERY PLAN']).join('\n');
}

test.each(['count_waiting', 'counts', 'queue'])(
  'staff_reports/%s finds what waits in an index that holds nothing else, however much text is published',
  async (name) => {
    await rolledBack(context.database, async (sql) => {
      // Text that waits for nobody, because it came from a file and was published at once.
      await sql.script(`
        insert into reports (code, category_code, location, precision, channel, description, published_description)
        select 'NBPA' || translate(n::text, '01', 'XY'), 'ROAD', 'SRID=4326;POINT(72.838 40.4985)', 'exact', 'import', 'чуңкур', 'чуңкур'
        from generate_series(10000, 12000) as n;
        analyze reports`);
      const plan = await explained(sql, `staff_reports/${name}`, { max: 1000, limit: 10, userId: 1 });
      expect(plan).toContain('reports_waiting_index');
    });
  },
);

test('the clean-up of names, phones and addresses looks at the reports that have some, never at all of them', async () => {
  await rolledBack(context.database, async (sql) => {
    await sql.script(`
      insert into reports (code, category_code, location, precision, channel, status, resolved_at)
      select 'NBPA' || translate(n::text, '01', 'XY'), 'ROAD', 'SRID=4326;POINT(72.838 40.4985)', 'exact', 'import', 'resolved', now()
      from generate_series(10000, 12000) as n;
      analyze reports, report_contacts, report_followers`);
    const closedBefore = new Date().toISOString();
    const plan = await explained(sql, 'retention/contacts', { closedBefore, reportedBefore: closedBefore });
    expect(plan).not.toContain('Scan on reports');
    expect(plan).toContain('Index Scan using reports_pkey on reports');
  });
});

test.each(['on', 'off'])(
  'the clean-up of the words for the search reads every text once, whatever is known of the tables (merge and hash joins %s)',
  async (joins) => {
    await rolledBack(context.database, async (sql) => {
      await sql.script(`set local enable_hashjoin = ${joins}; set local enable_mergejoin = ${joins}`);
      const plan = await explained(sql, 'retention/search_words', {});
      expect(plan).not.toContain('Nested Loop');
      // What is asked again for each word is named without being hashed.
      expect(plan.match(/SubPlan \d+\)/g)!.length).toBe(plan.match(/hashed SubPlan \d+\)/g)!.length);
    });
  },
);

test('a photo that is sent again is found by its key, not by reading all photos', async () => {
  await rolledBack(context.database, async (sql) => {
    await sql.script(`
      insert into reports (code, category_code, location, precision, channel)
      select 'NBPA' || translate(n::text, '01', 'XY'), 'ROAD', 'SRID=4326;POINT(72.838 40.4985)', 'exact', 'import'
      from generate_series(10000, 12000) as n;
      insert into report_photos (id, report_id, role, position, width_pixels, height_pixels, storage_key, sent_key, sent_hash, sent_bytes)
      select gen_random_uuid(), id, 'report', 1, 8, 8, md5(id::text), gen_random_uuid(), sha256('x'), 1 from reports;
      analyze reports, report_photos`);
    const one = '00000000-0000-4000-8000-000000000001';
    const plan = await explained(sql, 'photos/find_sent', { homeId: one, sentKey: one, mark: null });
    expect(plan).toContain('report_photos_home_index');
    expect(plan).toMatch(/report_photos_(sent_key_unique|report_index)/);
  });
});
