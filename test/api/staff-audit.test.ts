import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let admin: Staff;
let moderator: Staff;
let report: string;
beforeAll(async () => {
  context = await testApp();
  admin = await addStaff(context, 'admin');
  moderator = await addStaff(context, 'moderator');
  report = (await send(context.app, { description: 'x' })).id;
  const change = (what: string, body: object, version: string) =>
    moderator.ask('PATCH', `/api/staff/reports/${report}/${what}`, body, { 'if-match': version });
  await change('text', { description: '=HYPERLINK("http://example.com"), "экинчи"\nсап' }, '1');
  await change('status', { status: 'verified' }, '2');
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
