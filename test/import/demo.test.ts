import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearDemo, loadDemo } from '../../server/demo/store.ts';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';

let made: TestDatabase;
beforeAll(async () => {
  made = await testDatabase();
});
afterAll(() => made.close());

const rows = <Row>(text: string) => query<Row>(made.database, text);
const one = async (text: string) => (await rows<{ value: number }>(`select (${text})::integer as value`))[0]!.value;

const REAL = `insert into reports (code, category_code, location) values ('REA23456', 'ROAD', st_setsrid(st_makepoint(72.84, 40.495), 4326)) returning id`;

describe('the demonstration', () => {
  it('is loaded once however often it is asked for, every report marked as invented', async () => {
    const first = await loadDemo(made.database, made.config);
    const second = await loadDemo(made.database, made.config);
    expect(second).toBe(first);
    expect(await one('select count(*) from reports')).toBe(first);
    expect(await one('select count(*) from reports where not demo')).toBe(0);
    expect(await one('select count(*) from report_history where not demo')).toBe(0);
  });

  it('has enough places in both settlements for heat, and some reports outside', async () => {
    const counted = await rows<{ code: string | null; all: number; placed: number }>(
      `select area_code as code, count(*)::integer as all, (count(*) filter (where precision <> 'area'))::integer as placed from published_reports group by 1 order by 1`,
    );
    expect(counted.map((row) => row.code)).toEqual(['alai-1', 'alai-2', null]);
    expect(counted[0]!.placed).toBeGreaterThan(30);
    expect(counted[1]!.placed).toBeGreaterThan(30);
    expect(counted[0]!.all).toBeGreaterThan(counted[1]!.all);
  });

  it('keeps supporters, precision and moderation by the same rules as real reports', async () => {
    expect(
      await one(
        'select count(*) from reports r where supports <> (select count(*) from report_supports s where s.report_id = r.id)',
      ),
    ).toBe(0);
    expect(
      await one(
        `select count(*) from reports r join kinds k on k.code = r.kind_code where coarser_precision(r.precision, k.precision) <> r.precision`,
      ),
    ).toBe(0);
    expect(
      await one('select count(*) from reports where published_description is null and description is not null'),
    ).toBeGreaterThan(0);
    expect(await one('select count(*) from reports where location is null')).toBeGreaterThan(0);
  });

  it('is cleared without trace, and real reports stay with their history, supporters and contacts', async () => {
    const count = await loadDemo(made.database, made.config);
    const [{ id }] = (await rows<{ id: string }>(REAL)) as [{ id: string }];
    await rows(
      `insert into report_history (report_id, actor, event, status) values ('${id}', 'resident', 'created', 'new')`,
    );
    await rows(`insert into report_supports (report_id, device_hmac) values ('${id}', 'x')`);
    await rows(
      `insert into report_contacts (report_id, sealed, key_id, consented_at)
       select id, decode(repeat('00', 40), 'hex'), '0123456789abcdef', now() from reports`,
    );
    expect(await clearDemo(made.database)).toBe(count);
    for (const table of ['reports', 'report_history', 'report_supports', 'report_contacts']) {
      expect([table, await one(`select count(*) from ${table}`)]).toEqual([table, 1]);
    }
    expect(await one('select supports from reports')).toBe(1);
    expect(await clearDemo(made.database)).toBe(0);
  });

  it('does nothing where neither settlement exists', async () => {
    await rows(`update areas set code = 'x-' || code`);
    expect(await loadDemo(made.database, made.config)).toBe(0);
  });
});
