import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAudit, sealEntries } from '../../server/audit/store.ts';
import { formatCode } from '../../web/src/i18n/format.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, point, send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let admin: Staff;
let moderator: Staff;
let report: string;
let code: string;
let elsewhere: string;
beforeAll(async () => {
  context = await testApp();
  admin = await addStaff(context, 'admin');
  moderator = await addStaff(context, 'moderator');
  ({ id: report, code } = await send(context.app, { description: 'x', location: point(IN_ALAI_1) }));
  elsewhere = (await send(context.app, { location: point(IN_ALAI_2) })).id;
  const change = (what: string, body: object, version: string) =>
    moderator.ask('PATCH', `/api/staff/reports/${report}/${what}`, body, { 'if-match': version });
  await change('text', { description: '=HYPERLINK("http://example.com"), "экинчи"\nсап' }, '1');
  await change('status', { status: 'verified' }, '2');
  const other = await addStaff(context, 'official');
  await other.ask('PATCH', `/api/staff/reports/${elsewhere}/status`, { status: 'verified' }, { 'if-match': '1' });
});
afterAll(() => context.close());

const ask = async (query: string) => (await admin.ask('GET', `/api/staff/audit${query}`)).body;
const actions = async (query: string) => (await ask(query)).entries.map((entry: any) => entry.action);

test('the log is filtered by who, what, of whom and when, and read page by page', async () => {
  expect(await actions(`?subject=${report}`)).toEqual(['report.status', 'report.text']);
  expect(await actions(`?user=${moderator.login.toUpperCase()}&action=report`)).toEqual([
    'report.status',
    'report.text',
  ]);
  expect(await actions(`?action=report.text&subject=${report}`)).toEqual(['report.text']);
  expect(await actions(`?user=${admin.login}&action=report`)).toEqual([]);
  expect(await actions(`?subject=${report}&from=2099-01-01`)).toEqual([]);
  expect(await actions(`?subject=${report}&to=2020-01-01`)).toEqual([]);
  const all = await ask('?limit=1000');
  let seen: number[] = [];
  for (let next: string | null = '/api/staff/audit?limit=2'; next !== null;) {
    const page: any = (await admin.ask('GET', next)).body;
    seen = [...seen, ...page.entries.map((entry: any) => entry.id)];
    next = page.next;
  }
  expect(seen).toEqual(all.entries.map((entry: any) => entry.id));
  expect((await ask(`?subject=${report}`)).entries[0].changes).toContainEqual({
    field: 'status',
    before: 'new',
    after: 'verified',
    erased: false,
  });
});

test('it is exported whole, and a spreadsheet runs nothing of it', async () => {
  const answer = await admin.ask('GET', `/api/staff/audit.csv?subject=${report}`);
  expect(answer.headers['content-disposition']).toBe('attachment; filename="audit.csv"');
  const rows: Record<string, string>[] = parse(answer.text, { columns: true, bom: true });
  const text = rows.find((row) => row.field === 'publishedDescription')!;
  expect(text).toMatchObject({
    action: 'report.text',
    user: moderator.login,
    before: '',
    after: '\'=HYPERLINK("http://example.com"), "экинчи"\nсап',
  });
  expect(rows.filter((row) => row.action === 'report.status').map((row) => row.field)).toContain('status');
});

test('what was done with a report is found by its code, as people write it, and what was done in an area by the area', async () => {
  for (const written of [code, code.toLowerCase(), formatCode(code), report])
    expect(await actions(`?report=${written}`), written).toEqual(['report.status', 'report.text']);
  const [entry] = (await ask(`?report=${code}`)).entries;
  expect(entry).toMatchObject({ subject: 'report', subjectId: report, subjectName: code });
  expect((await ask('?report=23456789')).code).toBe('report_not_found');
  expect(await actions('?area=alai-1&action=report')).toEqual(['report.status', 'report.text']);
  expect(await actions('?area=alai-2&action=report')).toEqual(['report.status']);
  expect(await actions('?area=alai-1,alai-2&action=report.status')).toEqual(['report.status', 'report.status']);
  expect((await ask('?area=nowhere')).code).toBe('area_unknown');
  expect((await ask(`?user=${admin.login}`)).entries.every((one: any) => one.user === admin.login)).toBe(true);
});

test('files hold exactly what the filter finds, however many entries there are, also the last piece of a large read', async () => {
  const many = 2345;
  await query(
    context.database,
    `insert into audit_log (via, action, subject, subject_id) select 'console', 'setting.changed', 'setting', 'көп-' || n from generate_series(1, ${many}) as n`,
  );
  const filter = '?action=setting';
  const lines = (await admin.ask('GET', `/api/staff/audit.ndjson${filter}`)).text.trimEnd().split('\n');
  const entries = lines.map((line: string) => JSON.parse(line));
  expect(entries).toHaveLength(many);
  expect(entries.slice(0, 1000)).toEqual((await ask(`${filter}&limit=1000`)).entries);
  expect(entries.map((one: any) => one.subjectId)).toEqual(Array.from({ length: many }, (_, i) => `көп-${many - i}`));
  const csv = await admin.ask('GET', `/api/staff/audit.csv${filter}`);
  const rows: Record<string, string>[] = parse(csv.text, { columns: true, bom: true });
  expect(rows.map(({ id }) => Number(id))).toEqual(entries.map((one: any) => one.id));
  for (const format of ['csv', 'ndjson']) {
    const none = await admin.ask('GET', `/api/staff/audit.${format}?subject=nobody`);
    expect([none.status, none.text.trim().split('\n').length]).toEqual([200, 1]);
    expect((await admin.ask('GET', `/api/staff/audit.${format}?report=23456789`)).body.code).toBe('report_not_found');
  }
  expect((await admin.ask('GET', `/api/staff/audit.ndjson?report=${code}`)).text.match(/\n/g)).toHaveLength(2);
});

test('a limit to areas holds in the log too: only reports and areas within are told of', async () => {
  const [area] = await query<{ id: number }>(context.database, "select id from areas where code = 'alai-2'");
  const nothing = { user: null, action: null, subject: null, report: null, areaIds: null, since: null, before: null };
  const told = await listAudit(context.database, { ...nothing, beforeId: null, limitAreas: [area!.id] }, 1000);
  expect(told.map(({ action, subjectId }) => [action, subjectId])).toEqual([['report.status', elsewhere]]);
  expect(await listAudit(context.database, { ...nothing, beforeId: null, limitAreas: [] }, 1000)).toEqual([]);
});

test('the state of the chain says how far history is sealed, when it was verified, and what is wrong with it', async () => {
  const chain = async () => (await admin.ask('GET', '/api/staff/audit/chain')).body;
  const verify = async () => (await admin.ask('POST', '/api/staff/audit/chain/checks')).body;
  while ((await sealEntries(context.database)) > 0);
  const before = await chain();
  expect(before).toMatchObject({ unsealed: 0, lastCheck: null, anchor: expect.stringMatching(/^\d+:[0-9a-f]{64}$/) });
  const [first, second] = await Promise.all([verify(), verify()]);
  expect(first).toEqual(second);
  const { seals, entries, sealedUntil } = before;
  expect(first.lastCheck).toMatchObject({ seals, entries, sealedUntil, faults: [], by: expect.any(String) });
  expect((await query(context.database, 'select id from history_checks')).length).toBe(1);

  const tamper = (set: string) =>
    context.database.transact(async (sql) => {
      await sql.script('alter table audit_log disable trigger user');
      await sql.script(`update audit_log set ${set} where subject_id = '${elsewhere}'`);
      await sql.script('alter table audit_log enable trigger user');
    });
  await tamper("action = 'report.note'");
  expect((await verify()).lastCheck.faults).toEqual([
    { where: expect.stringMatching(/^seal \d+$/), fault: 'entries_changed' },
  ]);
  await tamper("action = 'report.status'");
  expect((await verify()).lastCheck.faults).toEqual([]);
  expect((await moderator.ask('POST', '/api/staff/audit/chain/checks')).body.code).toBe('not_allowed');
});

test('questions that make no sense are refused, and who looks after an area does not read it', async () => {
  for (const [query, code] of [
    ['?from=x', 'date_malformed'],
    ['?from=2026-02-01&to=2026-01-01', 'date_order'],
    ['?before=x', 'cursor_malformed'],
    ['?limit=0', 'limit_malformed'],
    ['?who=x', 'unknown_parameter'],
  ])
    expect((await ask(query!)).code, query).toBe(code);
  expect((await moderator.ask('GET', '/api/staff/audit')).body.code).toBe('not_allowed');
});
