import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { openEmbedded } from '../../server/db/embedded/engine.ts';
import { startFixture, temporaryDirectory } from './support.ts';

const KILLS = 10;
const temporary = temporaryDirectory();
afterAll(() => temporary.remove());

test('ten times killed with -9 under inserts, nothing that was acknowledged is lost', async () => {
  const acknowledged: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const child = startFixture('insert-forever.mjs', temporary.directory, String(kill * 1_000_000));
    expect(await child.nextLine()).toBe('ready');
    // A different number of inserts each time, so that the kill falls into different places.
    for (let count = 0; count < 60 + kill * 37; count++) await child.nextLine();
    await child.kill();
    acknowledged.push(...child.lines.slice(1).map(Number));
  }
  const engine = await openEmbedded({ dataDir: temporary.directory });
  const pool = new pg.Pool(engine.poolOptions);
  const { rows } = await pool.query('select id::int from acknowledged');
  await pool.end();
  await engine.close();
  const found = new Set(rows.map(({ id }) => id));
  expect(acknowledged.length).toBeGreaterThan(KILLS * 60);
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
}, 300_000);

test('when the engine fails inside, every client learns it, the owner is told, and the directory can be opened again', async () => {
  let tell: (error: Error) => void = () => undefined;
  const crashed = new Promise<Error>((resolve) => (tell = resolve));
  const engine = await openEmbedded({ dataDir: temporary.directory, onCrash: (error) => tell(error) });
  const pool = new pg.Pool(engine.poolOptions);
  pool.on('error', () => undefined);
  await pool.query('create table kept as select 1 as id');
  // A command of the operating system, which the engine cannot run: it fails outside PostgreSQL's own errors.
  const failure = pool.query("begin; insert into kept values (2); copy kept from program 'true'; commit");
  await expect(failure).rejects.toThrow('embedded database');
  expect((await crashed).message).toContain('embedded database');
  await expect(pool.query('select 1')).rejects.toThrow('embedded database');
  await pool.end();
  await engine.close();

  const again = await openEmbedded({ dataDir: temporary.directory });
  const client = new pg.Client(again.poolOptions);
  await client.connect();
  expect((await client.query('select id from kept')).rows).toEqual([{ id: 1 }]);
  await client.end();
  await again.close();
});

test('a database whose making was cut short is made again', async () => {
  const { directory, remove } = temporaryDirectory();
  const child = startFixture('insert-forever.mjs', directory, '0');
  const started = path.join(directory, 'postgres.unfinished');
  await expect.poll(() => existsSync(path.join(directory, 'postgres', 'PG_VERSION')), { timeout: 60_000 }).toBe(true);
  expect(existsSync(started)).toBe(true);
  await child.kill();
  writeFileSync(path.join(directory, 'postgres', 'left-over'), '');
  const engine = await openEmbedded({ dataDir: directory });
  expect(existsSync(started)).toBe(false);
  expect(existsSync(path.join(directory, 'postgres', 'left-over'))).toBe(false);
  await engine.close();
  remove();
});
