import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyHistory } from '../../server/audit/store.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, OUTSIDE, point, send } from '../support/reports.ts';
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

describe('the list', () => {
  test('has what the public never sees, and finds it by private text and exact place', async () => {
    const { id } = await send(context.app, { category: 'WATER_CUT', location: point([72.83712, 40.49931]), ...TEXT });
    const find = async (filter: string) =>
      (await moderator.ask('GET', `/api/staff/reports?${filter}`)).body.reports.map(
        (report: { id: string }) => report.id,
      );
    const box = 'bbox=72.8371,40.4993,72.83713,40.49932';
    expect(await find('q=чункур')).toContain(id);
    expect(await find(`${box}&waiting=true`)).toEqual([id]);
    expect(await find(`${box}&waiting=false`)).toEqual([]);
    expect(await find(`${box}&hidden=true`)).toEqual([]);
    expect((await context.get('/api/reports?q=чункур')).body.features).toEqual([]);
    expect(await read(moderator, id)).toMatchObject({
      ...TEXT,
      version: 1,
      publishedDescription: null,
      waiting: true,
      precision: 'coarse',
    });
  });

  test('goes on page after page without missing or repeating one', async () => {
    for (let i = 0; i < 5; i++) await send(context.app, { category: 'ROAD_POTHOLE' });
    const seen: string[] = [];
    let url: string | null = '/api/staff/reports?category=ROAD_POTHOLE&limit=2';
    while (url !== null) {
      const page: { body: any } = await moderator.ask('GET', url);
      seen.push(...page.body.reports.map((report: { id: string }) => report.id));
      url = page.body.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([5, 5]);
  });

  test('refuses what it does not know', async () => {
    for (const bad of ['foo=1', 'hidden=perhaps', 'limit=0', 'area=nowhere', 'cursor=x', 'limitAreas=1'])
      expect((await moderator.ask('GET', `/api/staff/reports?${bad}`)).status, bad).toBe(400);
  });
});

describe('text', () => {
  test('is published as edited, searchable at once, the original kept', async () => {
    const { id } = await send(context.app, TEXT);
    expect(await publicly(id)).toMatchObject({ description: null, landmark: null });
    const edited = await change(moderator, id, 'text', {
      description: 'Жолдо чоң чуңкур бар',
      landmark: 'көк дарбаза',
    });
    expect(edited.body).toMatchObject({
      version: 2,
      waiting: false,
      description: TEXT.description,
      publishedDescription: 'Жолдо чоң чуңкур бар',
    });
    expect(await publicly(id)).toMatchObject({ description: 'Жолдо чоң чуңкур бар', landmark: 'көк дарбаза' });
    expect(await events(id)).toEqual(['moderated', 'created']);
    expect(JSON.stringify(await publicly(id))).not.toContain('0555');
  });

  test('may be looked at and not published at all', async () => {
    const { id } = await send(context.app, TEXT);
    expect((await change(moderator, id, 'text', { description: null })).body).toMatchObject({
      waiting: false,
      publishedDescription: null,
    });
    expect(await publicly(id)).toMatchObject({ description: null, landmark: null });
  });

  test('with scripts in it stays text, and control characters go', async () => {
    const { id } = await send(context.app);
    const script = '<script>alert(1)</script> =HYPERLINK("x")';
    const answer = await change(moderator, id, 'text', { description: `${script}\u0000\u202e` });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect((await publicly(id)).description.startsWith(script)).toBe(true);
    expect((await publicly(id)).description).not.toContain('\u0000');
    expect((await change(moderator, id, 'text', { description: 'ө'.repeat(4001) }, 2)).body.code).toBe('invalid_input');
  });

  test('takes no field that is not its own: nobody sets status, owner or place with it', async () => {
    const { id } = await send(context.app, TEXT);
    for (const extra of [
      { status: 'resolved' },
      { version: 9 },
      { moderatedAt: null },
      { location: point(IN_ALAI_2) },
      { demo: true },
    ])
      expect((await change(moderator, id, 'text', { description: 'x', ...extra })).body.code).toBe('invalid_input');
    expect(await read(moderator, id)).toMatchObject({ version: 1, status: 'new' });
  });
});

describe('status', () => {
  test('moves on with words the public reads, and resolved has its day', async () => {
    const official = await addStaff(context, 'official');
    const { id } = await send(context.app);
    await change(official, id, 'status', { status: 'in_progress', note: 'Бригада чыкты' });
    const resolved = await change(official, id, 'status', { status: 'resolved' }, 2);
    expect(resolved.body).toMatchObject({ status: 'resolved', resolvedAt: expect.any(String), version: 3 });
    const seen = (await publicly(id)).history;
    expect(seen.slice(0, 2)).toMatchObject([
      { actor: 'staff', event: 'status', status: 'resolved', note: null },
      { event: 'status', status: 'in_progress', note: 'Бригада чыкты' },
    ]);
    expect(JSON.stringify(seen)).not.toContain(official.login);
    expect((await change(official, id, 'status', { status: 'in_progress' }, 3)).body.resolvedAt).toBeNull();
  });

  test('rejected and duplicate need a reason', async () => {
    const { id } = await send(context.app);
    for (const status of ['rejected', 'duplicate']) {
      expect((await change(moderator, id, 'status', { status })).body.code).toBe('reason_required');
      expect((await change(moderator, id, 'status', { status, note: '  ' })).body.code).toBe('reason_required');
    }
    expect((await change(moderator, id, 'status', { status: 'rejected', note: 'Сыноо' })).body.status).toBe('rejected');
    expect((await context.get('/api/reports?limit=1000')).text).not.toContain(id);
    expect((await moderator.ask('GET', '/api/staff/reports?limit=1000')).text).toContain(id);
  });
});

describe('hiding', () => {
  test('needs a reason of the list, takes a report out of everything public, and can be taken back', async () => {
    const { id, code } = await send(context.app);
    expect((await change(moderator, id, 'visibility', { hidden: true })).body.code).toBe('reason_required');
    expect((await change(moderator, id, 'visibility', { hidden: true, reason: 'because' })).body.code).toBe(
      'invalid_input',
    );
    const hidden = await change(moderator, id, 'visibility', { hidden: true, reason: 'abuse' });
    expect(hidden.body.hidden).toMatchObject({ reason: 'abuse' });
    expect(await publicly(id)).toBe(404);
    expect((await context.get(`/api/track/${code}`)).status).toBe(404);
    expect((await change(moderator, id, 'visibility', { hidden: false }, 2)).body.hidden).toBeNull();
    // The reason and the hiding are nobody's business but the staff's.
    expect(await events(id)).toEqual(['created']);
    expect((await history(moderator, id)).map((entry: { event: string }) => entry.event)).toEqual([
      'shown',
      'hidden',
      'created',
    ]);
  });
});

describe('a role limited to areas', () => {
  test('reads, counts, finds and changes nothing outside them, by any door', async () => {
    const limited = await addStaff(context, 'moderator', ['alai-1']);
    const inside = await send(context.app, TEXT);
    const outside = await send(context.app, {
      location: point(IN_ALAI_2),
      ...TEXT,
      contact: { name: 'Асан', consent: true },
    });
    const nowhere = await send(context.app, { location: point(OUTSIDE), ...TEXT });
    for (const filter of ['', '&area=alai-2', '&area=none', '&q=чункур', '&waiting=true', '&bbox=72,40,73,41']) {
      const listed = (await limited.ask('GET', `/api/staff/reports?limit=1000${filter}`)).text;
      expect(listed).not.toContain(outside.id);
      expect(listed).not.toContain(nowhere.id);
    }
    expect((await limited.ask('GET', '/api/staff/reports?limit=1000')).text).toContain(inside.id);
    for (const { id } of [outside, nowhere]) {
      for (const door of ['', '/history', '/contact'])
        expect((await limited.ask('GET', `/api/staff/reports/${id}${door}`)).body.code).toBe('report_not_found');
      for (const [what, body] of [
        ['text', { description: 'x' }],
        ['status', { status: 'verified' }],
        ['visibility', { hidden: true, reason: 'spam' }],
        ['place', { precision: 'area' }],
        ['undo', { entry: 1 }],
      ] as const)
        expect((await change(limited, id, what, body)).body.code, what).toBe('report_not_found');
    }
    expect(await read(moderator, outside.id)).toMatchObject({ version: 1 });
  });

  test('cannot push a report out of them', async () => {
    const limited = await addStaff(context, 'moderator', ['alai-1']);
    const { id } = await send(context.app, { location: point(IN_ALAI_1) });
    for (const body of [{ location: point(IN_ALAI_2) }, { area: 'alai-2' }, { location: point(OUTSIDE) }])
      expect((await change(limited, id, 'place', body)).body.code).toBe('outside_your_areas');
    expect(await read(moderator, id)).toMatchObject({ version: 1, area: 'alai-1' });
  });
});

describe('name and phone', () => {
  test('are read by those who may, who are noted, and stand in no other answer', async () => {
    const { id } = await send(context.app, { contact: { name: 'Гүлзат', phone: '+996 555 000 111', consent: true } });
    expect((await moderator.ask('GET', `/api/staff/reports/${id}/contact`)).body.contact).toMatchObject({
      name: 'Гүлзат',
    });
    const planner = await addStaff(context, 'planner');
    expect((await planner.ask('GET', `/api/staff/reports/${id}/contact`)).body.code).toBe('not_allowed');
    for (const door of ['', '/history'])
      expect((await moderator.ask('GET', `/api/staff/reports/${id}${door}`)).text).not.toMatch(/Гүлзат|000 111/);
    const looks = await query(
      context.database,
      "select user_id from audit_log where action = 'report.contact_read' and subject_id = $1",
      [id],
    );
    expect(looks).toEqual([{ user_id: moderator.id }]);
  });
});

test('every change by staff stands in the chain with who, before and after, and the chain is whole', async () => {
  const { id } = await send(context.app, TEXT);
  await change(moderator, id, 'place', { location: point(IN_ALAI_2) });
  const [entry] = await history(moderator, id);
  expect(entry).toMatchObject({
    action: 'report.place',
    by: expect.stringMatching(/^Ат /),
    changes: [{ field: 'location', before: IN_ALAI_1, after: IN_ALAI_2 }],
  });
  const kept = await query<{ text: string }>(
    context.database,
    'select a::text as text from audit_log a where subject_id = $1',
    [id],
  );
  expect(JSON.stringify(kept)).not.toMatch(/72\.8|40\.49/);
  expect((await verifyHistory(context.database)).faults).toEqual([]);
});
