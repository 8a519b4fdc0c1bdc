import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
});
afterAll(() => context.close());

type Mine = { id: string; manageToken: string };
const own = ({ id, manageToken }: Mine) =>
  context.ask('GET', `/api/reports/${id}/own`, undefined, { 'manage-token': manageToken });
/** A correction of whoever saw the report at a version. */
const correct = ({ id, manageToken }: Mine, description: string, seen: number) =>
  context.ask(
    'PATCH',
    `/api/reports/${id}/own`,
    { description },
    { 'manage-token': manageToken, 'if-match': String(seen) },
  );
const read = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}`)).body;
const act = async (id: string, what: string, body: object) =>
  moderator.ask('PATCH', `/api/staff/reports/${id}/${what}`, body, { 'if-match': String((await read(id)).version) });
const publicly = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties;
const history = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}/history`)).body.history;

describe('a correction that comes late', () => {
  test('is told of what somebody else changed meanwhile before it writes over it, and sent again it counts', async () => {
    const report = await send(context.app, { description: 'Чуңкур' });
    const { version } = (await own(report)).body;
    await act(report.id, 'text', { description: 'Жолдо чуңкур' });
    await act(report.id, 'status', { status: 'verified' });
    const late = await correct(report, 'Терең чуңкур', version);
    expect([late.status, late.body.code]).toEqual([412, 'version_conflict']);
    // Nobody of the staff is named to a resident.
    expect(late.body.conflict.changes).toEqual([]);
    expect(await publicly(report.id)).toMatchObject({ description: 'Жолдо чуңкур' });
    const now = (await own(report)).body;
    expect(now).toMatchObject({ description: 'Чуңкур', publishedDescription: 'Жолдо чуңкур', status: 'verified' });
    expect((await correct(report, 'Терең чуңкур', now.version)).body.description).toBe('Терең чуңкур');
    expect((await correct(report, 'x', Number.NaN)).body.code).toBe('version_required');
  });

  test('is done already when it is sent again after a lost answer, whatever staff did since', async () => {
    const report = await send(context.app, { description: 'Чуңкур' });
    const again = () => correct(report, 'Терең чуңкур', 1);
    expect((await again()).status).toBe(200);
    expect((await again()).status).toBe(200);
    await act(report.id, 'text', { description: 'Жолдо терең чуңкур' });
    expect((await again()).body).toMatchObject({ description: 'Терең чуңкур', waiting: false });
    const events = (await history(report.id)).map((each: any) => each.event);
    expect(events.filter((event: string) => event === 'corrected')).toHaveLength(1);
    expect(await publicly(report.id)).toMatchObject({ description: 'Жолдо терең чуңкур' });
  });

  test('from the second of two tabs is told of the first, and neither loses words', async () => {
    const report = await send(context.app, { description: 'Чуңкур' });
    const [one, two] = await Promise.all([correct(report, 'Бир чуңкур', 1), correct(report, 'Эки чуңкур', 1)]);
    const [first, second] = one.status === 200 ? [one, 'Эки чуңкур'] : [two, 'Бир чуңкур'];
    expect([one.status, two.status].sort()).toEqual([200, 412]);
    expect((await correct(report, second, first.body.version)).body.description).toBe(second);
    const said = (await history(report.id)).flatMap((each: any) => each.changes).map((change: any) => change.after);
    expect(said).toEqual(expect.arrayContaining(['Бир чуңкур', 'Эки чуңкур']));
  });
});
