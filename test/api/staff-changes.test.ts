import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_2, OUTSIDE, point, send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let moderator: Staff;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
});
afterAll(() => context.close());

const TEXT = { description: 'Жолдо чоң чуңкур бар, Асан уулу 0555 12 34 56', landmark: 'көк дарбаза' };
const change = (staff: Staff, id: string, what: string, body: object, version: number | string = 1) =>
  staff.ask(what === 'undo' ? 'POST' : 'PATCH', `/api/staff/reports/${id}/${what}`, body, {
    'if-match': `"${version}"`,
  });
const read = async (staff: Staff, id: string) => (await staff.ask('GET', `/api/staff/reports/${id}`)).body;
const history = async (staff: Staff, id: string) =>
  (await staff.ask('GET', `/api/staff/reports/${id}/history`)).body.history;
const publicly = async (id: string) => {
  const answer = await context.get(`/api/reports/${id}`);
  return answer.status === 200 ? answer.body.properties : answer.status;
};
const events = async (id: string) => (await publicly(id)).history.map((entry: { event: string }) => entry.event);

describe('place', () => {
  test('moves the pin and the area follows; the public reads that it was corrected', async () => {
    const { id } = await send(context.app);
    const moved = await change(moderator, id, 'place', { location: point(IN_ALAI_2) });
    expect(moved.body).toMatchObject({ area: 'alai-2', publishedArea: 'alai-2', location: point(IN_ALAI_2) });
    expect(await events(id)).toEqual(['moved', 'created']);
  });

  test('outside every boundary gets a settlement by hand, which outlives new boundaries', async () => {
    const { id } = await send(context.app, { location: point(OUTSIDE) });
    expect(await publicly(id)).toMatchObject({ area: null });
    expect((await change(moderator, id, 'place', { area: 'alai-1' })).body).toMatchObject({
      area: 'alai-1',
      assignedArea: 'alai-1',
    });
    await context.database.script(`update reports set location = location where id = '${id}'`);
    expect(await publicly(id)).toMatchObject({ area: 'alai-1' });
    expect((await change(moderator, id, 'place', { area: null }, 2)).body).toMatchObject({
      area: null,
      publishedArea: null,
    });
  });

  test('is published no finer by another category, and coarser when asked', async () => {
    const { id } = await send(context.app, { category: 'WATER_CUT' });
    expect((await change(moderator, id, 'place', { category: 'ROAD_MUD' })).body).toMatchObject({
      kind: 'ROAD_MUD',
      precision: 'coarse',
    });
    expect((await change(moderator, id, 'place', { precision: 'exact' }, 2)).body.code).toBe('invalid_input');
    expect((await change(moderator, id, 'place', { precision: 'area' }, 2)).body).toMatchObject({ precision: 'area' });
    expect(await events(id)).toEqual(['recategorised', 'created']);
  });

  test('refuses what is no place, no category and no settlement', async () => {
    const { id } = await send(context.app);
    for (const [body, code] of [
      [{ location: point([40.4985, 72.838]) }, 'location_swapped'],
      [{ location: point([272, 40]) }, 'location_out_of_range'],
      [{ category: 'NOTHING' }, 'category_unknown'],
      [{ area: 'nowhere' }, 'area_unknown'],
      [{ area: 'osh' }, 'area_unknown'],
      [{}, 'invalid_input'],
    ] as const)
      expect((await change(moderator, id, 'place', body)).body.code, JSON.stringify(body)).toBe(code);
  });
});

describe('two people at once', () => {
  test('the second hears who changed what, and nothing of the first is lost', async () => {
    const { id } = await send(context.app, TEXT);
    const other = await addStaff(context, 'moderator');
    const answers = await Promise.all([
      change(moderator, id, 'text', { description: 'биринчи' }),
      change(other, id, 'status', { status: 'verified' }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
    const refused = answers.find((answer) => answer.status === 412)!;
    expect(refused.body).toMatchObject({
      code: 'version_conflict',
      conflict: { version: 2, changes: [{ version: 2, by: expect.any(String) }] },
    });
    expect((await read(moderator, id)).version).toBe(2);
  });

  test('nobody changes what he does not say he has seen', async () => {
    const { id } = await send(context.app);
    for (const headers of [{}, { 'if-match': '*' }, { 'if-match': 'x' }] as Record<string, string>[]) {
      const answer = await moderator.ask('PATCH', `/api/staff/reports/${id}/status`, { status: 'verified' }, headers);
      expect([answer.status, answer.body.code]).toEqual([428, 'version_required']);
    }
    expect((await change(moderator, id, 'status', { status: 'verified' }, 999999999)).status).toBe(412);
  });

  test('a change that changes nothing makes no new version', async () => {
    const { id } = await send(context.app);
    expect((await change(moderator, id, 'status', { status: 'new' })).body.version).toBe(1);
    expect(await events(id)).toEqual(['created']);
  });
});

describe('taking back', () => {
  const undo = async (staff: Staff, id: string, version: number) => {
    const [last] = (await history(staff, id)).filter(
      (entry: any) => entry.entry !== null && entry.undoes === null && !entry.undone,
    );
    return change(staff, id, 'undo', { entry: last?.entry ?? 0 }, version);
  };

  test('goes back step by step, and history keeps both ways', async () => {
    const { id } = await send(context.app, TEXT);
    const first = await read(moderator, id);
    await change(moderator, id, 'text', { description: 'оңдолгон' });
    await change(moderator, id, 'status', { status: 'resolved' }, 2);
    await change(moderator, id, 'visibility', { hidden: true, reason: 'spam' }, 3);
    await change(moderator, id, 'place', { location: point(IN_ALAI_2), category: 'ROAD_POTHOLE' }, 4);
    for (let version = 5; version < 9; version++) expect((await undo(moderator, id, version)).status).toBe(200);
    const { version, updatedAt: _, ...last } = await read(moderator, id);
    expect(version).toBe(9);
    expect(first).toMatchObject(last);
    expect((await undo(moderator, id, 9)).body.code).toBe('undo_impossible');
    expect((await events(id)).filter((event: string) => event === 'undone')).toHaveLength(3);
  });

  test('takes back the last change only, once', async () => {
    const { id } = await send(context.app);
    await change(moderator, id, 'status', { status: 'verified' });
    const [{ entry: first }] = await history(moderator, id);
    await change(moderator, id, 'place', { category: 'WATER_CUT' }, 2);
    expect((await change(moderator, id, 'undo', { entry: first }, 3)).body.code).toBe('undo_impossible');
    expect((await read(moderator, id)).status).toBe('verified');
  });

  test('never makes a place finer, and takes back what was done before the place was made coarser', async () => {
    const { id } = await send(context.app);
    await change(moderator, id, 'status', { status: 'verified' });
    const [{ entry: first }] = await history(moderator, id);
    await change(moderator, id, 'place', { precision: 'area' }, 2);
    expect((await undo(moderator, id, 3)).body.code).toBe('undo_impossible');
    expect((await change(moderator, id, 'undo', { entry: first }, 3)).body).toMatchObject({
      status: 'new',
      precision: 'area',
    });
    expect((await change(moderator, id, 'undo', { entry: first }, 4)).body.code).toBe('undo_impossible');
    expect((await read(moderator, id)).precision).toBe('area');
  });

  test('needs the right of what it takes back', async () => {
    const official = await addStaff(context, 'official');
    const { id } = await send(context.app, TEXT);
    await change(moderator, id, 'text', { description: 'оңдолгон' });
    expect((await undo(official, id, 2)).body).toMatchObject({ code: 'not_allowed', detail: 'needs reports.moderate' });
    await change(official, id, 'status', { status: 'verified' }, 2);
    expect((await undo(official, id, 3)).status).toBe(200);
  });

  test('is impossible once a value of it was erased', async () => {
    const { id } = await send(context.app, TEXT);
    await change(moderator, id, 'text', { description: 'оңдолгон' });
    await context.database.script(
      `update audit_values set salt = null, before = null, after = null, erased_at = now() where field = 'publishedDescription' and entry_id in (select id from audit_log where subject_id = '${id}')`,
    );
    expect((await undo(moderator, id, 2)).body.code).toBe('undo_impossible');
  });
});
