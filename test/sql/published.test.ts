import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';

let context: TestDatabase;
beforeAll(async () => {
  context = await testDatabase();
});
afterAll(() => context.close());

const sql = <Row>(text: string, values: unknown[] = []) => query<Row>(context.database, text, values);
let serial = 0;

/** Inserts a report and gives its row. */
async function report(kind: string, place: string | null, extra = ''): Promise<Record<string, never>> {
  serial += 1;
  const code = `TEST${String(serial).padStart(4, '2').replaceAll('0', 'Z').replaceAll('1', 'Y')}`;
  const [row] = await sql<Record<string, never>>(
    `insert into reports (code, category_code, kind_code, location, precision ${extra ? ', asked_area_id' : ''})
     values ($1, split_part($2, '_', 1), $2, ${place === null ? 'null' : `'SRID=4326;POINT(${place})'::geometry`}, 'exact' ${extra})
     returning *, st_astext(published_location) as shown, st_x(published_location) as x, st_y(published_location) as y`,
    [code, kind],
  );
  return row!;
}

describe('a published place', () => {
  test('of a coarse report is the centre of its 100 m cell in EPSG:32643', async () => {
    const row = await report('WATER_CUT', '72.83712 40.49931');
    const [cell] = await sql<{ x: number; y: number }>(
      'select st_x(g) as x, st_y(g) as y from st_transform(st_setsrid(st_makepoint($1, $2), 4326), 32643) as g',
      [row.x, row.y],
    );
    expect((((cell!.x % 100) + 100) % 100) - 50).toBeCloseTo(0, 0);
    expect((((cell!.y % 100) + 100) % 100) - 50).toBeCloseTo(0, 0);
    const [{ metres } = { metres: 1000 }] = await sql<{ metres: number }>(
      "select st_distance('SRID=4326;POINT(72.83712 40.49931)'::geography, st_setsrid(st_makepoint($1, $2), 4326)::geography) as metres",
      [row.x, row.y],
    );
    expect(metres).toBeLessThan(71);
  });

  test('never gets finer: not by another kind, not by a wish, not by a new place', async () => {
    const row = await report('LAND_ACT', '72.838 40.4985');
    for (const change of [
      "category_code = 'ROAD', kind_code = 'ROAD_MUD'",
      "precision = 'exact'",
      "location = 'SRID=4326;POINT(72.839 40.4981)'",
    ]) {
      const [after] = await sql<{ precision: string; shown: string }>(
        `update reports set ${change} where id = $1 returning precision, st_astext(published_location) as shown`,
        [row.id],
      );
      expect(after).toEqual({ precision: 'area', shown: row.shown });
    }
  });

  test('gets coarser with another kind, and time, landmark and search follow', async () => {
    const row = await report('ROAD_MUD', '72.838 40.4985');
    await sql("update reports set published_landmark = 'мектеп', published_description = 'ылай' where id = $1", [
      row.id,
    ]);
    await sql("update reports set category_code = 'WATER', kind_code = 'WATER_CUT' where id = $1", [row.id]);
    const [shown] = await sql(
      'select precision, landmark, description, location::text <> $2 as moved, utc_text(reported_at) as at, search::text as search from published_reports where id = $1',
      [row.id, row.published_location],
    );
    expect(shown).toMatchObject({
      precision: 'coarse',
      landmark: null,
      description: 'ылай',
      moved: true,
      at: expect.stringMatching(/T18:00:00Z$/),
      search: "'ылай':1",
    });
  });

  test('is nowhere when only the settlement may be known and there is none', async () => {
    expect(await report('LAND_ACT', '72.79 40.52')).toMatchObject({
      published_location: null,
      published_area_id: null,
      precision: 'area',
    });
  });

  test('comes from the area alone when no place was given', async () => {
    const row = await report('ROAD_MUD', null, ", (select id from areas where code = 'alai-2')");
    expect(row).toMatchObject({ precision: 'area' });
    const [area] = await sql<{ code: string }>('select code from areas where id = $1', [row.published_area_id]);
    expect(area!.code).toBe('alai-2');
  });
});

describe('the view that the public reads', () => {
  test('has no column that could tell more than the precision allows', async () => {
    const columns = await sql<{ column_name: string }>(
      "select column_name from information_schema.columns where table_name = 'published_reports' order by 1",
    );
    expect(columns.map((row) => row.column_name)).toEqual([
      'area_code',
      'area_id',
      'category_code',
      'channel',
      'code',
      'demo',
      'description',
      'feature',
      'households',
      'id',
      'kind_code',
      'landmark',
      'location',
      'precision',
      'reported_at',
      'resolved_at',
      'search',
      'status',
      'supports',
      'updated_at',
    ]);
  });

  test('is the only thing public queries read of reports', async () => {
    const { readdirSync, readFileSync } = await import('node:fs');
    const { ROOT } = await import('../../server/root.ts');
    for (const feature of ['areas', 'index', 'heat', 'exports']) {
      for (const file of readdirSync(`${ROOT}/sql/queries/${feature}`)) {
        const text = readFileSync(`${ROOT}/sql/queries/${feature}/${file}`, 'utf8');
        expect(text, file).not.toMatch(/\b(from|join)\s+reports\b/);
      }
    }
  });
});

describe('what must not be changed', () => {
  test('history, changes and old boundaries refuse updates, deletes and truncation', async () => {
    const row = await report('ROAD_MUD', '72.838 40.4985');
    await sql("insert into report_history (report_id, actor, event) values ($1, 'resident', 'created')", [row.id]);
    await sql("update areas set name_en = name_en || '.' where code = 'alai-2'");
    for (const [table, change] of [
      ['report_history', "note = 'x'"],
      ['changes', "subject = 'areas'"],
      ['area_versions', "code = 'x'"],
    ]) {
      for (const statement of [`update ${table} set ${change}`, `delete from ${table}`, `truncate ${table}`]) {
        await expect(sql(statement), statement).rejects.toMatchObject({ code: '23001' });
      }
    }
  });

  test('an earlier boundary is kept when it is replaced', async () => {
    const before = await sql<{ shape: string }>('select st_astext(geometry) as shape from areas where code = $1', [
      'alai-1',
    ]);
    await sql(
      "update areas set geometry = st_multi(st_buffer(label_point, 0.01)), approximate = false where code = 'alai-1'",
    );
    const versions = await sql(
      "select st_astext(geometry) as shape, approximate from area_versions where code = 'alai-1'",
    );
    expect(versions).toEqual([{ ...before[0], approximate: true }]);
  });

  test('a crooked boundary is refused by the table itself', async () => {
    await expect(
      sql("update areas set geometry = 'SRID=4326;MULTIPOLYGON(((0 0,1 1,1 0,0 1,0 0)))' where code = 'alai-1'"),
    ).rejects.toMatchObject({ constraint: 'areas_geometry_valid' });
  });
});

describe('the change table', () => {
  test('gets a row for what the public would notice and none for what it would not', async () => {
    const row = await report('ROAD_MUD', '72.838 40.4985');
    const count = async () =>
      (await sql<{ n: number }>('select count(*)::int as n from changes where report_id = $1', [row.id]))[0]!.n;
    expect(await count()).toBe(1);
    await sql("update reports set description = 'купуя' where id = $1", [row.id]);
    expect(await count()).toBe(1);
    await sql("update reports set status = 'verified' where id = $1", [row.id]);
    await sql("insert into report_supports values ($1, '\\x01')", [row.id]);
    expect(await count()).toBe(3);
    await sql("update reports set hidden_at = now(), hidden_reason = 'test' where id = $1", [row.id]);
    expect(await count()).toBe(4);
  });

  test('read below the oldest running transaction never skips a change that commits late', async () => {
    const read = (after: { transaction: string; sequence: number }) =>
      sql<{ transaction: string; sequence: number; report: string }>(
        `select transaction_id::text as transaction, sequence, report_id as report from changes
         where (transaction_id, sequence) > ($1::xid8, $2) and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
         order by transaction_id, sequence`,
        [after.transaction, after.sequence],
      );
    const [slow, quick] = [await report('ROAD_MUD', '72.838 40.4985'), await report('ROAD_MUD', '72.838 40.4985')];
    const seen: number[] = [];
    let cursor = { transaction: '0', sequence: 0 };
    const follow = async () => {
      const rows = await read(cursor);
      seen.push(...rows.map((row) => row.sequence));
      cursor = rows.at(-1) ?? cursor;
    };
    let quickCommit: Promise<unknown> = Promise.resolve();
    await context.database.transact(async (transaction) => {
      await transaction.script(`update reports set status = 'verified' where id = '${slow.id}'`);
      // Takes a later sequence number and, on PostgreSQL, commits first; the embedded engine makes it wait its turn.
      quickCommit = sql("update reports set status = 'verified' where id = $1", [quick.id]);
      if (context.engine === 'postgres') await quickCommit.then(follow);
    });
    await quickCommit;
    const all = (await sql<{ sequence: number }>('select sequence from changes order by 1')).map((row) => row.sequence);
    // Transactions of other databases on the same server may hold the horizon back for a while.
    while (seen.length < all.length) await follow();
    expect(seen.sort((a, b) => a - b)).toEqual(all);
  });
});

test('н о у find ң ө ү on every locale', async () => {
  const [row] = await sql<{ folded: string }>("select fold_text('ҢӨҮ Ёлка КӨПҮРӨ abc') as folded");
  expect(row!.folded).toBe('ноу елка копуро abc');
});
