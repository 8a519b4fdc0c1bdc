import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { ROOT } from '../../server/root.ts';
import { madeReports } from './generate.ts';

const CHUNK_ROWS = 20_000;
const SAMPLE_ROWS = 1000;
const STAGE = `create unlogged table bench_rows (
  number integer, lng float8, lat float8, kind text, asked text, status text, reported_at timestamptz, resolved_at timestamptz,
  households integer, supports integer, text text
)`;
const STAGE_INSERT = `insert into bench_rows select * from unnest(
  $1::integer[], $2::float8[], $3::float8[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[],
  $9::integer[], $10::integer[], $11::text[]
)`;
/** Indexes that no constraint needs: built once afterwards they cost a fraction. */
const LOOSE_INDEXES = `select indexname as name, indexdef as definition from pg_indexes
where schemaname = 'public' and tablename = 'reports'
  and not exists (select from pg_constraint where conindid = indexname::regclass)`;
const PUBLISHED =
  'area_id, precision, published_location::text, published_area_id, published_at, published_search::text';

/**
 * Fills a migrated and seeded, otherwise empty database with `rows` made-up reports.
 *
 * @throws Error when a sample of them is not as the trigger of reports would have stored it
 */
export async function fill(url: string, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await fillBy(client, rows);
  } finally {
    await client.end();
  }
}

/** The same on a connection of either engine. */
export async function fillBy(client: pg.Client, rows: number): Promise<void> {
  const kinds = await client.query<{ code: string }>('select code from kinds order by code');
  await client.query(STAGE);
  for (const made of madeReports(
    rows,
    kinds.rows.map(({ code }) => code),
    CHUNK_ROWS,
  ))
    await client.query(STAGE_INSERT, Object.values(made));
  const indexes = await client.query<{ name: string; definition: string }>(LOOSE_INDEXES);
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  await client.query('alter table reports disable trigger user');
  await client.query(readFileSync(path.join(ROOT, 'test/bench/fill.sql'), 'utf8'));
  await client.query('alter table reports enable trigger user');
  for (const { definition } of indexes.rows) await client.query(definition);
  await client.query('drop table bench_rows');
  await compareWithTrigger(client);
  await client.query('vacuum analyze');
  await client.query('checkpoint');
}

/** Lets the trigger place a sample again and looks for differences; nothing of it stays. */
async function compareWithTrigger(client: pg.Client): Promise<void> {
  await client.query('begin');
  const sample = `create temporary table before as select id, row(${PUBLISHED})::text as published from reports
    order by id limit ${SAMPLE_ROWS}`;
  await client.query(sample);
  await client.query('update reports set reported_at = reported_at where id in (select id from before)');
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::integer as count from reports join before using (id) where row(${PUBLISHED})::text <> before.published`,
  );
  await client.query('rollback');
  if (rows[0]!.count > 0)
    throw new Error(`${rows[0]!.count} of ${SAMPLE_ROWS} made-up reports are not as the trigger stores them`);
}
