import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseReport } from '../../../server/audit/erase/store.ts';
import { sealEntries, verifyHistory } from '../../../server/audit/store.ts';
import { cleanPhotos } from '../../../server/photos/clean-up/clean-up.ts';
import { query, testApp, type TestApp } from '../../support/database.ts';
import { filesOf, phonePhoto, sendPhoto } from '../../support/photos.ts';
import { OUTSIDE, point, send } from '../../support/reports.ts';
import { addStaff, undoLast, type Staff } from '../../support/staff.ts';

let context: TestApp;
let moderator: Staff;
beforeAll(async () => {
  context = await testApp();
  moderator = await addStaff(context, 'moderator');
});
afterAll(() => context.close());

const HOME: [number, number] = [72.83712, 40.49931];
const MOVED: [number, number] = [72.83719, 40.49934];
const erase = (report: string) => eraseReport(context.database, { userId: null, via: 'console' }, report);
const staffReport = async (id: string) => (await moderator.ask('GET', `/api/staff/reports/${id}`)).body;
const change = async (id: string, what: string, body: object) => {
  const { version } = await staffReport(id);
  const answer = await moderator.ask('PATCH', `/api/staff/reports/${id}${what}`, body, { 'if-match': String(version) });
  if (answer.status !== 200) throw new Error(answer.text);
};
const published = async (id: string) => (await context.get(`/api/reports/${id}`)).body;
/** Everything that any table keeps of a report, as text. */
const kept = async (id: string) =>
  (
    await query<{ text: string }>(
      context.database,
      `select concat(
         (select to_jsonb(r) || jsonb_build_object('location', st_astext(r.location)) from reports r where id = $1),
         (select json_agg(c) from report_contacts c where report_id = $1), (select json_agg(o) from report_origins o where report_id = $1),
         (select json_agg(q) from report_questions q where report_id = $1), (select json_agg(h) from report_history h where report_id = $1),
         (select json_agg(v) from audit_values v join audit_log a on a.id = v.entry_id where a.subject_id = $1::text),
         (select json_agg(f) from report_flags f where report_id = $1)
       ) as text`,
      [id],
    )
  )[0]!.text;

describe('an erased report', () => {
  test('keeps nothing that is not published, and the public sees no difference', async () => {
    const { id, code } = await send(context.app, {
      category: 'WATER_CUT',
      location: point(HOME),
      landmark: 'көк дарбаза',
      description: 'Апам оорулуу, 17-үй',
      observedAt: '2026-05-01T07:00:00Z',
      contact: { name: 'Бирөө', phone: '+996555000001', consent: true },
    });
    await change(id, '/text', { description: 'Суу жок', landmark: 'көк дарбаза' });
    await change(id, '/place', { location: point(MOVED) });
    const { version } = await staffReport(id);
    await moderator.ask(
      'POST',
      `/api/staff/reports/${id}/questions`,
      { text: '17-үйбү?' },
      { 'if-match': String(version) },
    );
    await context.post(
      `/api/reports/${id}/flags`,
      { reason: 'personal_data', note: '17-үй' },
      { 'device-token': 'a'.repeat(32) },
    );
    const before = await published(id);
    expect(await kept(id)).toMatch(/72\.8371.*дарбаза|дарбаза.*72\.8371/s);

    expect(await erase(code)).toMatchObject({ contact: true });
    expect(await kept(id)).not.toMatch(/72\.8371|40\.4993|дарбаза|оорулуу|17-үй|Бирөө|555000001|2026-05-01/);
    expect(await published(id)).toEqual(before);
    const after = await staffReport(id);
    expect(after.location).toEqual(after.publishedLocation);
    expect(after).toMatchObject({ description: 'Суу жок', landmark: null, hasContact: false, questions: [] });
    while ((await sealEntries(context.database)) > 0);
    expect((await verifyHistory(context.database)).faults).toEqual([]);
  });

  test('known by its settlement keeps that and no place; outside every settlement it keeps none at all', async () => {
    for (const [place, area] of [
      [HOME, 'alai-1'],
      [OUTSIDE, null],
    ] as const) {
      const { id } = await send(context.app, { category: 'LAND_ACT', location: point(place) });
      const before = await published(id);
      await erase(id);
      expect(await staffReport(id)).toMatchObject({ location: null, area, precision: 'area' });
      expect(await published(id)).toEqual(before);
    }
  });

  test('assigned by hand to a quarter keeps its settlement alone', async () => {
    await context.database.script(`
      insert into areas (code, kind, parent_id, name_ky, name_ru, name_en, short_name_ky, short_name_ru, short_name_en, approximate, source, geometry, label_point)
      select 'quarter-x', 'quarter', id, 'x', 'x', 'x', 'x', 'x', 'x', true, 'test', geometry, label_point from areas where code = 'alai-1'`);
    const { id } = await send(context.app, { category: 'LAND_ACT', location: point(HOME) });
    await context.database.script(
      `update reports set assigned_area_id = (select id from areas where code = 'quarter-x') where id = '${id}'`,
    );
    await erase(id);
    expect(await staffReport(id)).toMatchObject({ assignedArea: 'alai-1', area: 'alai-1', location: null });
    await context.database.script(`update areas set valid_to = '2026-01-01' where code = 'quarter-x'`);
  });

  test('that is exact stays where everybody sees it', async () => {
    const { id } = await send(context.app, { category: 'ROAD_POTHOLE', location: point(HOME), landmark: 'мектеп' });
    await change(id, '/text', { description: null, landmark: 'мектеп' });
    const before = await published(id);
    await erase(id);
    expect(await staffReport(id)).toMatchObject({ location: point(HOME), landmark: 'мектеп', description: null });
    expect(await published(id)).toEqual(before);
  });

  test('loses photos that nobody published, with their files, and keeps those that are', async () => {
    const report = await send(context.app, { category: 'WATER_CUT', location: point(HOME) });
    const [shown, pending] = [
      await sendPhoto(context.app, report, await phonePhoto()),
      await sendPhoto(context.app, report, await phonePhoto()),
    ];
    await change(report.id, `/photos/${shown.id}`, { state: 'published' });
    const blurred = await moderator.ask(
      'PUT',
      `/api/staff/reports/${report.id}/photos/${shown.id}/blur`,
      { regions: [{ x: 0.1, y: 0.1, width: 0.2, height: 0.2 }] },
      { 'if-match': String((await staffReport(report.id)).version) },
    );
    expect(blurred.status).toBe(200);
    await cleanPhotos(context.app);
    expect(filesOf(context)).toHaveLength(6);
    expect(await erase(report.id)).toMatchObject({ photos: 1 });
    await cleanPhotos(context.app);
    expect(filesOf(context)).toHaveLength(2);
    expect((await context.get(`/api/photos/${shown.id}.jpg`)).status).toBe(200);
    expect((await staffReport(report.id)).photos.map(({ id }: { id: string }) => id)).not.toContain(pending.id);
  });

  test('does not get its place back: not by an undo, not from a page that was open before', async () => {
    const { id } = await send(context.app, { category: 'WATER_CUT', location: point(HOME) });
    await change(id, '/place', { location: point([72.8402, 40.4962]) });
    const { version } = await staffReport(id);
    await erase(id);
    const late = await moderator.ask(
      'PATCH',
      `/api/staff/reports/${id}/place`,
      { location: point(HOME) },
      { 'if-match': String(version) },
    );
    expect(late.body.code).toBe('version_conflict');
    expect((await undoLast(moderator, id)).body.code).toBe('undo_impossible');
    expect((await erase(id)).values).toBe(0);
  });
});
