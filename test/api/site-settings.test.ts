import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyHistory } from '../../server/audit/store.ts';
import { eraseReport } from '../../server/audit/erase/store.ts';
import { testApp, type TestApp } from '../support/database.ts';
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
const settings = async () => (await admin.ask('GET', '/api/staff/settings')).body;
const patch = (body: object, version: number, staff = admin) =>
  staff.ask('PATCH', '/api/staff/settings', body, { 'if-match': String(version) });
/** Changes settings as they are now. */
const change = async (body: object) => patch(body, (await settings()).version);

describe('an administrator', () => {
  test('sets numbers, term, holidays and a notice in three languages, and the public reads them', async () => {
    const notice = { ky: 'Жума күнү жыйын', ru: 'В пятницу собрание', en: 'A meeting on Friday' };
    const { body } = await change({
      emergencyPhone: '103',
      safetyPhone: '+996 312 12-34-56',
      replyWorkingDays: 10,
      holidays: ['03-21', '2027-03-10', '02-29'],
      notice,
    });
    expect(body).toMatchObject({ replyWorkingDays: 10, holidays: ['02-29', '03-21', '2027-03-10'], notice });
    expect(await config()).toMatchObject({ emergency: { phone: '103', safetyPhone: '+996 312 12-34-56' }, notice });
    expect((await change({ notice: null })).body.notice).toBeNull();
    expect((await config()).notice).toBeNull();
  });

  test('says again what stands there, its languages in another order: nothing changed, and the log says nothing', async () => {
    await change({ officeAddress: ЖОЛ });
    const { version } = await settings();
    const { en, ky, ru } = ЖОЛ;
    for (const officeAddress of [
      { ru, en, ky },
      { ky, ru, en },
    ])
      expect((await patch({ officeAddress }, version)).body.version).toBe(version);
    await change({ officeAddress: null });
  });

  test('writes the texts of the site: the public reads them, under a new tag, until the shipped ones are back', async () => {
    const before = await context.get('/api/config');
    expect(before.body.texts).toEqual({});
    const texts = {
      siteName: { ky: 'Ош & <b>карта</b>', ru: 'Ош', en: 'Osh' },
      notAppeal: ЖОЛ,
      thanks: ЖОЛ,
      about: { ky: 'Биз\n\nкимбиз', ru: 'Кто мы', en: 'Who we are' },
    };
    await change(texts);
    const after = await context.get('/api/config');
    const { about, ...short } = texts;
    expect(after.body.texts).toEqual(short);
    expect(after.body.dataVersion).toBeGreaterThan(before.body.dataVersion);
    expect(after.headers.etag).not.toBe(before.headers.etag);
    expect((await context.get('/api/about')).body).toEqual({
      about,
      office: { phone: null, email: null, address: null },
    });
    const office = { officePhone: '+996 3222 1-23-45', officeEmail: 'alai@example.kg', officeAddress: ЖОЛ };
    await change({ siteName: null, notAppeal: null, thanks: null, about: null, ...office });
    expect((await config()).texts).toEqual({});
    expect((await context.get('/api/about')).body).toEqual({
      about: null,
      office: { phone: office.officePhone, email: office.officeEmail, address: ЖОЛ },
    });
    const { entries } = (await admin.ask('GET', '/api/staff/audit?subject=text_about')).body;
    expect(entries).toMatchObject([
      { action: 'text.changed', changes: [{ before: about, after: null }] },
      { action: 'text.changed', changes: [{ before: null, after: about }] },
    ]);
  });

  test('hears what is wrong, and nothing of it is kept', async () => {
    const before = [await config(), await settings()];
    for (const body of [
      { emergencyPhone: 'call me' },
      { replyWorkingDays: 0 },
      { holidays: ['2027-02-30'] },
      { holidays: ['02-30'] },
      { holidays: ['03-21', '03-21'] },
      { notice: { ky: 'Бир' } },
      { notice: { ky: ' ', ru: 'x', en: 'x' } },
      { siteName: { ky: 'x'.repeat(41), ru: 'x', en: 'x' } },
      { officeEmail: 'nobody' },
      { map_center: [0, 0] },
      {},
    ]) {
      expect((await change(body)).body.code, JSON.stringify(body)).toBe('invalid_input');
    }
    const blind = await admin.ask('PATCH', '/api/staff/settings', { replyWorkingDays: 3 });
    expect(blind.body.code).toBe('version_required');
    expect([await config(), await settings()]).toEqual(before);
  });

  test('meets another one only where both change the same setting', async () => {
    const other = await addStaff(context, 'admin');
    const { version } = await settings();
    expect((await patch({ emergencyPhone: '101' }, version, other)).status).toBe(200);
    expect((await patch({ replyWorkingDays: 21 }, version)).status).toBe(200);
    const late = await patch({ emergencyPhone: '104', thanks: ЖОЛ }, version);
    expect(late.body).toMatchObject({
      code: 'version_conflict',
      conflict: { changes: [{ action: 'setting.changed', fields: ['value'] }] },
    });
    expect(late.body.conflict.changes[0].by).toMatch(/^Ат /);
    expect(await settings()).toMatchObject({ emergencyPhone: '101', replyWorkingDays: 21, thanks: null });
    expect((await patch({ emergencyPhone: '104' }, 999_999)).body.code).toBe('version_conflict');
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
