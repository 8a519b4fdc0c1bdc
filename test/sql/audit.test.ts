import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { recordAudit, sealEntries, verifyHistory } from '../../server/audit/store.ts';
import { newCode } from '../../server/reports/store.ts';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';

let context: TestDatabase;
let report: string;
let entry: number;
beforeAll(async () => {
  context = await testDatabase();
});
afterAll(() => context.close());

const sql = <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  query<Row>(context.database, text, values);
const CONSOLE = { userId: null, via: 'console' } as const;

/** A little history, sealed: a report, what residents and staff did with it. */
beforeEach(async () => {
  const code = newCode();
  const [row] = await sql<{ id: string }>(
    `insert into reports (code, category_code, kind_code, location, precision)
     values ($1, 'ROAD', 'ROAD_MUD', 'SRID=4326;POINT(72.838 40.4985)', 'exact') returning id`,
    [code],
  );
  report = row!.id;
  entry = await recordAudit(context.database, CONSOLE, {
    action: 'report.status',
    subject: 'report',
    subjectId: report,
    changes: [
      { field: 'status', before: 'new', after: 'verified' },
      { field: 'description', before: null, after: '0555 12 34 56' },
    ],
  });
  await sql("insert into report_history (report_id, actor, event, status) values ($1, 'resident', 'created', 'new')", [
    report,
  ]);
  await sql(
    "insert into report_history (report_id, actor, event, status, note, audit_id) values ($1, 'staff', 'status', 'verified', 'Барып көрдүк', $2)",
    [report, entry],
  );
  while ((await sealEntries(context.database)) > 0);
});

const faults = async (anchor?: string) =>
  (await verifyHistory(context.database, anchor)).faults.map(({ fault }) => fault);

/** What somebody with the rights of the owner could do; the damage is mended afterwards, so that each test finds a whole chain. */
async function tamper(table: string, damage: string, repair: string): Promise<string[]> {
  const run = async (text: string) => {
    await context.database.transact(async (transaction) => {
      await transaction.script(`alter table ${table} disable trigger user`);
      await transaction.script(text);
      await transaction.script(`alter table ${table} enable trigger user`);
    });
  };
  expect(await faults()).toEqual([]);
  await run(`create table kept as select * from ${table}; ${damage}`);
  const found = await faults();
  await run(`${repair}; drop table kept`);
  expect(await faults()).toEqual([]);
  return found;
}

describe('the chain', () => {
  test('is whole when nobody touched it, and every entry is sealed once', async () => {
    const { state, faults: none } = await verifyHistory(context.database);
    expect(none).toEqual([]);
    expect(state).toMatchObject({ unsealed: 0, anchor: expect.stringMatching(/^\d+:[0-9a-f]{64}$/) });
    const [{ entries } = { entries: 0 }] = await sql<{ entries: number }>(
      'select (select count(*) from report_history where not demo) + (select count(*) from audit_log) as entries',
    );
    expect(state.entries).toBe(entries);
  });

  test('shows an entry that was changed, of either table, whichever word', async () => {
    for (const [table, key, set] of [
      ['report_history', `report_id = '${report}'`, "status = 'resolved'"],
      ['report_history', `report_id = '${report}'`, "happened_at = happened_at + interval '1 microsecond'"],
      ['report_history', `report_id = '${report}'`, 'is_public = false'],
      ['audit_log', `id = ${entry}`, "via = 'token'"],
      ['audit_log', `id = ${entry}`, "fields = fields - 'status'"],
    ] as const) {
      const columns = set.split(' = ')[0]!;
      const back = `update ${table} t set ${columns} = k.${columns} from kept k where k.id = t.id`;
      expect(await tamper(table, `update ${table} set ${set} where ${key}`, back), set).toContain('entries_changed');
    }
  });

  test('shows an entry that was removed', async () => {
    const back =
      'insert into report_history overriding system value select * from kept k where not exists (select from report_history h where h.id = k.id)';
    expect(await tamper('report_history', `delete from report_history where report_id = '${report}'`, back)).toEqual([
      'entries_changed',
    ]);
  });

  test('shows an entry that was slipped in among sealed ones, and one whose seal was taken off', async () => {
    const slip = `insert into audit_log (via, action, subject, seal_id) values ('console', 'user.added', 'user', (select seal_id from audit_log where id = ${entry}))`;
    expect(
      await tamper(
        'audit_log',
        slip,
        'delete from audit_log a where not exists (select from kept k where k.id = a.id)',
      ),
    ).toEqual(['entries_changed']);
    const off = `update audit_log set seal_id = null where id = ${entry}`;
    expect(
      await tamper('audit_log', off, 'update audit_log a set seal_id = k.seal_id from kept k where k.id = a.id'),
    ).toEqual(['entries_changed']);
  });

  test('shows a seal that was removed or made to fit changed entries', async () => {
    const refit = `update history_seals set digest = sha256(digest) where id = 1`;
    const back = 'update history_seals s set digest = k.digest, hash = k.hash from kept k where k.id = s.id';
    expect(await tamper('history_seals', refit, back)).toEqual(['seal_changed']);
    const whole = `update history_seals set hash = seal_hash(previous_hash, id, sealed_at, entries, digest) where id = 1`;
    // Whoever computes that seal anew breaks the next one.
    const found = await tamper('history_seals', `${refit}; ${whole}`, back);
    expect(found.sort()).toEqual(['entries_changed', 'link_broken']);
  });

  test('cut off at its end with all entries shows against a seal noted elsewhere, and only so', async () => {
    const { state } = await verifyHistory(context.database);
    const anchor = state.anchor!;
    const last = Number(anchor.split(':')[0]);
    expect(await faults(anchor)).toEqual([]);
    expect(await faults(`${last}:${'0'.repeat(64)}`)).toEqual(['anchor_differs']);
    expect(await faults(`${last + 1}:${'0'.repeat(64)}`)).toEqual(['anchor_differs']);
  });

  test('takes an entry that commits late into a later seal, and the one who appends does not wait', async () => {
    let sealed = 0;
    await context.database.transact(async (slow) => {
      await query(slow, "insert into report_history (report_id, actor, event) values ($1, 'resident', 'moderated')", [
        report,
      ]);
      if (context.engine === 'embedded') return;
      await sql("insert into report_history (report_id, actor, event) values ($1, 'resident', 'moved')", [report]);
      sealed = await sealEntries(context.database);
    });
    if (context.engine === 'postgres') expect(sealed).toBe(1);
    expect(await sealEntries(context.database)).toBe(1);
    expect(await faults()).toEqual([]);
  });
});

describe('erasing', () => {
  test('personal values and notes leaves the chain whole, and nothing of them behind', async () => {
    await sql(
      "update audit_values set salt = null, before = null, after = null, erased_at = now() where entry_id = $1 and field = 'description'",
      [entry],
    );
    await sql('update report_history set note = null, note_salt = null where report_id = $1 and note is not null', [
      report,
    ]);
    const { state, faults: none } = await verifyHistory(context.database);
    expect(none).toEqual([]);
    expect(state.erased).toBeGreaterThanOrEqual(2);
    const left = await sql(
      'select a::text, (select json_agg(v)::text from audit_values v where v.entry_id = a.id), (select json_agg(h)::text from report_history h where h.audit_id = a.id) as history from audit_log a where a.id = $1',
      [entry],
    );
    expect(JSON.stringify(left)).not.toMatch(/0555|Барып/);
    const [value] = await sql('select * from audit_values where entry_id = $1 and field = $2', [entry, 'description']);
    expect(value).toMatchObject({ salt: null, before: null, after: null });
  });

  test('is the only thing that can be done to a value: changing, removing and half an erasure are refused', async () => {
    for (const text of [
      `update audit_values set after = '"x"' where entry_id = ${entry}`,
      `delete from audit_values where entry_id = ${entry}`,
      `update audit_values set erased_at = now() where entry_id = ${entry}`,
      'truncate audit_values',
      `update audit_log set action = 'report.hide' where id = ${entry}`,
      `delete from audit_log where id = ${entry}`,
      `update report_history set note = 'x' where report_id = '${report}'`,
      `update report_history set note = null where report_id = '${report}' and note is not null`,
      `update report_history set seal_id = null where report_id = '${report}'`,
      'delete from history_seals',
    ])
      await expect(sql(text), text).rejects.toMatchObject({ code: expect.stringMatching(/^(23001|23514|0A000)$/) });
  });

  test('a value that is gone or changed without having been erased shows', async () => {
    const back =
      'insert into audit_values select * from kept k on conflict (entry_id, field) do update set after = excluded.after';
    expect(
      await tamper('audit_values', `delete from audit_values where entry_id = ${entry} and field = 'status'`, back),
    ).toEqual(['value_missing']);
    expect(
      await tamper(
        'audit_values',
        `update audit_values set after = '"new"' where entry_id = ${entry} and field = 'status'`,
        back,
      ),
    ).toEqual(['value_changed']);
  });
});

test('invented history goes with the demonstration and is in no seal', async () => {
  await sql(
    "insert into report_history (report_id, actor, event, demo, note) values ($1, 'staff', 'created', true, 'ойдон')",
    [report],
  );
  expect(await sealEntries(context.database)).toBe(0);
  await sql('delete from report_history where demo');
  expect(await faults()).toEqual([]);
});
