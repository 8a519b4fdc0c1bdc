import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyHistory } from '../../server/audit/store.ts';
import { eraseReport } from '../../server/audit/erase/store.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

let context: TestApp;
let admin: Staff;
beforeAll(async () => {
  context = await testApp();
  admin = await addStaff(context, 'admin');
});
afterAll(() => context.close());

const config = async () => (await context.get('/api/config')).body;
const ЖОЛ = { ky: 'Жолдор', ru: 'Дороги', en: 'Roads' };
const precisionOf = async (id: string) => (await context.get(`/api/reports/${id}`)).body.properties.precision;

describe('an administrator', () => {
  test('renames a category, moves it and retires a kind, and whoever asks next sees it', async () => {
    const changed = await admin.ask('PATCH', '/api/staff/categories/ROAD', {
      name: ЖОЛ,
      position: 1,
      color: '#112233',
    });
    expect(changed.body).toMatchObject({ category: { name: ЖОЛ, color: '#112233' }, coarsened: 0 });
    expect((await admin.ask('PATCH', '/api/staff/kinds/ROAD_MUD', { retired: true })).status).toBe(200);
    const road = (await config()).categories.find(({ code }: { code: string }) => code === 'ROAD');
    expect(road.name).toEqual(ЖОЛ);
    expect(road.kinds.map(({ code }: { code: string }) => code)).not.toContain('ROAD_MUD');
    const { retired } = await config();
    expect(retired).toMatchObject([{ code: 'ROAD', name: ЖОЛ, kinds: [{ code: 'ROAD_MUD' }] }]);
    const body = { category: 'ROAD_MUD', location: { type: 'Point', coordinates: [72.838, 40.4985] } };
    const headers = { 'idempotency-key': 'd2719f6f-7c4f-4fdd-a8f2-17cf5e2bb3ea' };
    expect((await context.post('/api/reports', body, headers)).body.code).toBe('category_unknown');
    await admin.ask('PATCH', '/api/staff/kinds/ROAD_MUD', { retired: false });
    const sent = await context.post('/api/reports', body, headers);
    expect(sent.status).toBe(201);
    // A phone that never heard that answer asks for it again, when the kind is in use no more.
    await admin.ask('PATCH', '/api/staff/kinds/ROAD_MUD', { retired: true });
    expect((await context.post('/api/reports', body, headers)).body).toEqual(sent.body);
    const other = await context.post('/api/reports', { ...body, landmark: 'мектеп' }, headers);
    expect(other.body.code).toBe('category_unknown');
    await admin.ask('PATCH', '/api/staff/kinds/ROAD_MUD', { retired: false });
  });

  test('adds a kind that reports can have at once', async () => {
    const { body } = await admin.ask('POST', '/api/staff/kinds', { category: 'ROAD', name: ЖОЛ, precision: 'exact' });
    const code = body.category.kinds.at(-1).code;
    const { report } = await send(context.app, { category: code });
    expect(report.properties).toMatchObject({ category: 'ROAD', kind: code });
    expect((await context.get(`/api/statistics?by=category&category=${code}`)).body.groups).toMatchObject([
      { count: 1 },
    ]);
  });

  test('makes stored reports coarser with their kind, in lists and tiles, and never finer again', async () => {
    const { id } = await send(context.app, { category: 'ROAD_POTHOLE' });
    expect(await precisionOf(id)).toBe('exact');
    const coarser = await admin.ask('PATCH', '/api/staff/kinds/ROAD_POTHOLE', { precision: 'coarse' });
    expect(coarser.body.coarsened).toBe(1);
    expect(await precisionOf(id)).toBe('coarse');
    const finer = await admin.ask('PATCH', '/api/staff/kinds/ROAD_POTHOLE', { precision: 'exact' });
    expect(finer.body.coarsened).toBe(0);
    expect(await precisionOf(id)).toBe('coarse');
    await query(context.database, 'update reports set location = location where id = $1', [id]);
    expect(await precisionOf(id)).toBe('coarse');
    expect(await precisionOf((await send(context.app, { category: 'ROAD_POTHOLE' })).id)).toBe('exact');
  });

  test('sets numbers, term, holidays and a notice in three languages, and the public reads them', async () => {
    const notice = { ky: 'Жума күнү жыйын', ru: 'В пятницу собрание', en: 'A meeting on Friday' };
    const { body } = await admin.ask('PATCH', '/api/staff/settings', {
      emergencyPhone: '103',
      safetyPhone: '+996 312 12-34-56',
      replyWorkingDays: 10,
      holidays: ['03-21', '2027-03-10', '02-29'],
      notice,
    });
    expect(body).toMatchObject({ replyWorkingDays: 10, holidays: ['02-29', '03-21', '2027-03-10'], notice });
    expect(await config()).toMatchObject({ emergency: { phone: '103', safetyPhone: '+996 312 12-34-56' }, notice });
    expect((await admin.ask('PATCH', '/api/staff/settings', { notice: null })).body.notice).toBeNull();
    expect((await config()).notice).toBeNull();
  });

  test('hears what is wrong, and nothing of it is kept', async () => {
    const before = [await config(), (await admin.ask('GET', '/api/staff/settings')).body];
    for (const [route, body, code] of [
      ['settings', { emergencyPhone: 'call me' }, 'invalid_input'],
      ['settings', { replyWorkingDays: 0 }, 'invalid_input'],
      ['settings', { holidays: ['2027-02-30'] }, 'invalid_input'],
      ['settings', { holidays: ['02-30'] }, 'invalid_input'],
      ['settings', { holidays: ['03-21', '03-21'] }, 'invalid_input'],
      ['settings', { notice: { ky: 'Бир' } }, 'invalid_input'],
      ['settings', { notice: { ky: ' ', ru: 'x', en: 'x' } }, 'invalid_input'],
      ['settings', { map_center: [0, 0] }, 'invalid_input'],
      ['settings', {}, 'invalid_input'],
      ['categories/ROAD', { color: 'red' }, 'invalid_input'],
      ['categories/ROAD', { code: 'X' }, 'invalid_input'],
      ['categories/NOWHERE', { urgent: true }, 'category_unknown'],
      ['kinds/ROAD_NOWHERE', { retired: true }, 'category_unknown'],
      ['kinds/ROAD_MUD', { precision: 'finest' }, 'invalid_input'],
    ] as const)
      expect((await admin.ask('PATCH', `/api/staff/${route}`, body)).body.code, JSON.stringify(body)).toBe(code);
    expect([await config(), (await admin.ask('GET', '/api/staff/settings')).body]).toEqual(before);
  });
});

describe('erasing', () => {
  test('forgets a person for good, and the chain stays whole', async () => {
    const phone = '+996555123456';
    const { id, code } = await send(context.app, {
      description: `Телефонум ${phone}`,
      contact: { name: 'Асан Үсөнов', phone, consent: true },
    });
    const edited = { description: 'Көпүрө бузулган' };
    await admin.ask('PATCH', `/api/staff/reports/${id}/text`, edited, { 'if-match': '1' });
    expect((await admin.ask('POST', '/api/staff/erasures', { report: 'NOBODY' })).body.code).toBe('report_not_found');
    const { body } = await admin.ask('POST', '/api/staff/erasures', { report: code });
    expect(body.contact).toBe(true);
    expect(body.values).toBeGreaterThan(0);
    expect((await admin.ask('GET', `/api/staff/reports/${id}/contact`)).body.contact).toBeNull();
    const { entries } = (await admin.ask('GET', `/api/staff/audit?subject=${id}`)).body;
    expect(entries[0].action).toBe('report.erased');
    expect(JSON.stringify(entries)).not.toContain('Көпүрө');
    expect((await verifyHistory(context.database)).faults).toEqual([]);
    const again = await eraseReport(context.database, { userId: null, via: 'console' }, id);
    expect(again).toEqual({ contact: false, values: 0, notes: 0, photos: 0 });
  });

  test('finds the report by its id or code, in small letters or capitals', async () => {
    const { id, code } = await send(context.app, { description: 'Суу жок' });
    const erase = async (report: string) => (await admin.ask('POST', '/api/staff/erasures', { report })).status;
    for (const text of [id, id.toUpperCase(), code, code.toLowerCase()]) expect(await erase(text), text).toBe(200);
    for (const text of ['', `${id} `, `{${id}}`, id.replaceAll('-', '')]) expect(await erase(text), text).toBe(404);
    expect((await admin.ask('GET', `/api/staff/audit?subject=${id}&action=report.erased`)).body.entries).toHaveLength(
      4,
    );
  });
});
