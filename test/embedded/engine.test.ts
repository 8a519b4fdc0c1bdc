import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { openEmbedded } from '../../server/db/embedded/engine.ts';
import { DirectoryInUseError } from '../../server/db/embedded/lock.ts';
import { codeOf, prepared, sharedEngine } from './shared-engine.ts';
import { RawClient, wire } from './wire.ts';

const WAIT_MS = 1000;
/** Two polygons of which one crosses itself: their overlay throws inside GEOS, and the stock engine says nothing. */
const LOST_RESULT =
  "st_intersection('POLYGON((0 0,1 1,1 0,0 1,0 0))'::geometry, 'POLYGON((0 0,2 0,2 2,0 2,0 0))'::geometry)";

const { connect, raw, ids, pool, engine, directory } = sharedEngine(WAIT_MS);

describe('transactions', () => {
  test('of two clients never mix, however their statements arrive', async () => {
    const [one, two] = [await connect(), await connect()];
    const run = async (client: pg.Client, ...statements: string[]) => {
      for (const statement of statements) await client.query(statement);
    };
    await Promise.all([
      run(one, 'begin', "insert into notes values (1, 'one')", 'select 1', 'rollback'),
      run(two, 'begin', "insert into notes values (2, 'two')", 'commit'),
    ]);
    expect(await ids()).toEqual([2]);
  });

  test('a failing statement ends in rollback, and the client goes on afterwards', async () => {
    const client = await connect();
    await client.query('begin');
    await client.query("insert into notes values (1, 'one')");
    expect(await codeOf(client.query('select 1 / 0'))).toBe('22012');
    expect(await codeOf(client.query('select 1'))).toBe('25P02');
    expect((await client.query('commit')).command).toBe('ROLLBACK');
    expect(await ids()).toEqual([]);
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  test('a client that breaks off inside one leaves nothing of it', async () => {
    const client = await raw();
    await client.ask('Z', wire.query("begin; insert into notes values (1, 'one')"));
    client.drop();
    expect(await ids()).toEqual([]);
    const second = await raw();
    // No Sync yet: the engine is in the middle of an answer.
    await second.ask('C', ...prepared("insert into notes values (2, 'two')"), wire.flush());
    second.drop();
    expect(await ids()).toEqual([]);
  });

  test('thousands of errors do not use the engine up', async () => {
    for (let count = 0; count < 2500; count++)
      await pool()
        .query('select 1 / 0')
        .catch(() => undefined);
    expect(await ids()).toEqual([]);
  });
});

describe('an error inside PostGIS that the stock engine loses', () => {
  test('aborts the transaction, so that nothing of it is kept', async () => {
    const client = await connect();
    await client.query('begin');
    await client.query("insert into notes values (1, 'one')");
    expect(await codeOf(client.query(`select ${LOST_RESULT}, $1::int`, [1]))).toBe('XX000');
    expect(await codeOf(client.query('select 1'))).toBe('25P02');
    await client.query('commit');
    expect(await ids()).toEqual([]);
  });

  test('undoes a statement that stands alone, in either protocol', async () => {
    const insert = `with lost as (insert into notes values (1, 'x') returning id) select ${LOST_RESULT} from lost`;
    expect(await codeOf(pool().query(insert))).toBe('XX000');
    expect(await codeOf(pool().query(`${insert} where id = $1`, [1]))).toBe('XX000');
    expect(await codeOf(pool().query(`insert into notes values (2, 'y'); select ${LOST_RESULT}`))).toBe('XX000');
    expect(await ids()).toEqual([]);
  });

  test('is an error in a trigger too, and says what PostGIS said', async () => {
    await pool().query(`create function lose() returns trigger language plpgsql as $$
      begin perform ${LOST_RESULT}; return new; end $$`);
    await pool().query('create trigger lose before insert on notes for each row execute function lose()');
    const error = await pool()
      .query("insert into notes values (1, 'one')")
      .catch((reason: pg.DatabaseError) => reason);
    expect(error).toMatchObject({
      message: 'embedded PostGIS gave no result',
      detail: expect.stringContaining('TopologyException'),
    });
    expect(await ids()).toEqual([]);
    await pool().query('drop trigger lose on notes; drop function lose()');
  });
});

describe('prepared statements', () => {
  test('of the same name belong to each client alone', async () => {
    const [one, two] = [await connect(), await connect()];
    const ask = (client: pg.Client, text: string) => client.query({ name: 'same', text, values: [20] });
    for (let round = 0; round < 2; round++) {
      expect((await ask(one, 'select $1::int + 1 as n')).rows).toEqual([{ n: 21 }]);
      expect((await ask(two, 'select $1::int * 2 as n')).rows).toEqual([{ n: 40 }]);
    }
  });

  test('are gone with their client', async () => {
    const client = await connect();
    await client.query({ name: 'mine', text: 'select 1' });
    const count = async () =>
      (await pool().query('select count(*)::int as n from pg_prepared_statements where name like $1', ['c%'])).rows[0]
        .n;
    expect(await count()).toBe(1);
    await client.end();
    await expect.poll(count).toBe(0);
  });

  test('without a name are never another client’s', async () => {
    const [one, two] = [await raw(), await raw()];
    expect(await one.ask('Z', wire.parse({ text: 'select 1' }), wire.sync())).toBe('1 Z(I)');
    const run = [wire.bind(), wire.execute({ rows: 0 }), wire.sync()];
    expect(await two.ask('Z', ...run)).toBe('E(26000) Z(I)');
    expect(await one.ask('Z', ...run)).toBe('2 D C Z(I)');
  });
});

describe('waiting for another client’s transaction', () => {
  test('is bounded: it ends in an error, and the client can go on when it is over', async () => {
    const [holder, waiter] = [await connect(), await connect()];
    await holder.query('begin');
    expect(await codeOf(waiter.query('select $1::int', [1]))).toBe('53300');
    expect(await codeOf(waiter.query('select 1'))).toBe('53300');
    await holder.query('commit');
    expect((await waiter.query('select $1::int as n', [7])).rows).toEqual([{ n: 7 }]);
  });

  test('is not an error when the transaction ends in time', async () => {
    const [holder, waiter] = [await connect(), await connect()];
    await holder.query('begin');
    const waiting = waiter.query('select 1 as one');
    await holder.query('commit');
    expect((await waiting).rows).toEqual([{ one: 1 }]);
  });

  test('a client refused before its Sync is answered once, at the Sync', async () => {
    const holder = await connect();
    const waiter = await raw();
    await holder.query('begin');
    expect(await waiter.ask('E', ...prepared('select 1'), wire.flush())).toBe('E(53300)');
    await holder.query('commit');
    expect(await waiter.ask('Z', wire.execute({ rows: 0 }), wire.sync())).toBe('Z(I)');
    expect(await waiter.ask('Z', ...prepared('select 1'), wire.sync())).toBe('1 2 D C Z(I)');
  });

  test('long queries do not hold up the event loop', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 5);
    await pool().query('select sum(n) from generate_series(1, 500000) as n');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
  });
});

describe('notifications', () => {
  test('reach the clients that listen on the channel, and only after the commit', async () => {
    const [listener, deaf, sender] = [await connect(), await connect(), await connect()];
    const heard: string[] = [];
    listener.on('notification', ({ channel, payload }) => heard.push(`${channel}:${payload}`));
    deaf.on('notification', () => heard.push('heard by a client that does not listen'));
    await listener.query('listen changes');
    await sender.query('begin');
    await sender.query("select pg_notify('changes', $1)", ['first']);
    expect(heard).toEqual([]);
    await sender.query('commit');
    await sender.query("notify other, 'nobody'");
    await sender.query("notify changes, 'second'");
    await expect.poll(() => heard).toEqual(['changes:first', 'changes:second']);
  });

  test('go on for the others when one client stops listening', async () => {
    const [one, two] = [await connect(), await connect()];
    const heard: string[] = [];
    one.on('notification', () => heard.push('one'));
    two.on('notification', () => heard.push('two'));
    await one.query('listen changes');
    await two.query('listen changes');
    expect((await one.query('unlisten changes')).command).toBe('UNLISTEN');
    await pool().query('notify changes');
    await expect.poll(() => heard).toEqual(['two']);
  });
});

describe('the wire protocol', () => {
  test('answers pipelined groups each with its own ReadyForQuery, failures included', async () => {
    const client = await raw();
    const groups = [prepared('select 1'), prepared('select 1 / $1::int', ['0']), prepared('select 2')];
    const messages = groups.flatMap((group) => [...group, wire.sync()]);
    expect(await client.ask('Z', ...messages)).toBe('1 2 D C Z(I)');
    expect(await client.ask('Z')).toBe('1 E(22012) Z(I)');
    expect(await client.ask('Z')).toBe('1 2 D C Z(I)');
  });

  test('answers at a Flush, and after an error ignores everything until the Sync', async () => {
    const client = await raw();
    expect(await client.ask('C', ...prepared('select 1'), wire.flush())).toBe('1 2 D C');
    expect(await client.ask('Z', wire.sync())).toBe('Z(I)');
    expect(await client.ask('E', ...prepared('select 1 / $1::int', ['0']), wire.flush())).toBe('1 E(22012)');
    expect(await client.ask('Z', ...prepared('select 1'), wire.flush(), wire.sync())).toBe('Z(I)');
  });

  test('gives the rows of a portal in the portions asked for', async () => {
    const client = await raw();
    await client.ask('Z', wire.query('begin'));
    const open = [wire.parse({ text: 'select generate_series(1, 5)' }), wire.bind({ portal: 'rows' })];
    const fetch = wire.execute({ portal: 'rows', rows: 2 });
    expect(await client.ask('s', ...open, fetch, wire.flush())).toBe('1 2 D D s');
    expect(await client.ask('s', fetch, wire.flush())).toBe('D D s');
    expect(await client.ask('Z', fetch, wire.sync())).toBe('D C Z(T)');
    expect(await client.ask('Z', wire.query('commit'))).toBe('C Z(I)');
  });

  test('takes large parameters and gives large results', async () => {
    const client = await connect();
    const bodies = Array.from({ length: 12 }, (_, id) => String.fromCharCode(97 + id).repeat(500_000));
    for (const [id, body] of bodies.entries()) await client.query('insert into notes values ($1, $2)', [id, body]);
    const { rows } = await client.query('select body from notes order by id');
    expect(rows.map(({ body }) => body)).toEqual(bodies);
  });

  test('runs several statements of one Query as one transaction', async () => {
    const result = await pool().query("insert into notes values (1, 'one'); select 5 as five");
    expect((result as unknown as pg.QueryResult[]).map(({ command }) => command)).toEqual(['INSERT', 'SELECT']);
    expect(await codeOf(pool().query("insert into notes values (2, 'two'); select 1 / 0"))).toBe('22012');
    expect(await ids()).toEqual([1]);
  });

  test('refuses COPY FROM STDIN, which would end the engine, and lets the transaction fail with it', async () => {
    const client = await connect();
    expect(await codeOf(client.query('copy notes from stdin'))).toBe('0A000');
    await client.query('begin');
    expect(await codeOf(client.query({ text: 'copy notes from stdin', values: [] }))).toBe('0A000');
    expect(await codeOf(client.query('select 1'))).toBe('25P02');
    await client.query('rollback');
  });

  test('gives an error for nesting that is too deep, and the engine lives on', async () => {
    expect(await codeOf(pool().query(`select 1${'+1'.repeat(50_000)}`))).toBe('54001');
    await pool().query(`create function endless(n int) returns int language plpgsql as $$
      begin return endless(n + 1); end $$`);
    expect(await codeOf(pool().query('select endless(1)'))).toBe('54001');
    await pool().query('drop function endless');
  });

  test('says no to encryption and tells the server’s settings', async () => {
    const stream = engine().poolOptions.stream();
    const answer = new Promise((resolve) => stream.once('data', (chunk: Buffer) => resolve(chunk.toString())));
    stream.write(wire.requestSsl());
    expect(await answer).toBe('N');
    stream.destroy();
    const client = new RawClient(engine().poolOptions.stream());
    expect(await client.start()).toBe(`R ${'S '.repeat(8)}K Z(I)`);
    client.drop();
  });
});

test('a second engine on the same directory is refused', async () => {
  await expect(openEmbedded({ dataDir: directory })).rejects.toThrow(DirectoryInUseError);
});
