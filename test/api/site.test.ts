import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp, type App } from '../../server/app.ts';
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
const codesOf = (list: { code: string }[]) => list.map(({ code }) => code);
const categories = async () => (await admin.ask('GET', '/api/staff/categories')).body.categories;
const category = async (code: string) => (await categories()).find((each: { code: string }) => each.code === code);
const kind = async (code: string) =>
  (await category(code.split('_')[0]!)).kinds.find((each: { code: string }) => each.code === code);

/** Changes something as it is now. */
async function change(path: string, body: object, staff = admin) {
  const [what, code] = path.split('/') as [string, string];
  const { version } = await (what === 'kinds' ? kind : category)(code);
  return staff.ask('PATCH', `/api/staff/${path}`, body, { 'if-match': String(version) });
}

describe('an administrator', () => {
  test('renames a category and retires a kind, and whoever asks next sees it', async () => {
    const changed = await change('categories/ROAD', { name: ЖОЛ, color: '#112233' });
    expect(changed.body).toMatchObject({ category: { name: ЖОЛ, color: '#112233', version: 2 }, coarsened: 0 });
    expect((await change('kinds/ROAD_MUD', { retired: true })).status).toBe(200);
    const road = (await config()).categories.find(({ code }: { code: string }) => code === 'ROAD');
    expect(road.name).toEqual(ЖОЛ);
    expect(codesOf(road.kinds)).not.toContain('ROAD_MUD');
    const { retired } = await config();
    expect(retired).toMatchObject([{ code: 'ROAD', name: ЖОЛ, kinds: [{ code: 'ROAD_MUD' }] }]);
    const body = { category: 'ROAD_MUD', location: { type: 'Point', coordinates: [72.838, 40.4985] } };
    const headers = { 'idempotency-key': 'd2719f6f-7c4f-4fdd-a8f2-17cf5e2bb3ea' };
    expect((await context.post('/api/reports', body, headers)).body.code).toBe('category_unknown');
    await change('kinds/ROAD_MUD', { retired: false });
    const sent = await context.post('/api/reports', body, headers);
    expect(sent.status).toBe(201);
    // A phone that never heard that answer asks for it again, when the kind is in use no more.
    await change('kinds/ROAD_MUD', { retired: true });
    expect((await context.post('/api/reports', body, headers)).body).toEqual(sent.body);
    const other = await context.post('/api/reports', { ...body, landmark: 'мектеп' }, headers);
    expect(other.body.code).toBe('category_unknown');
    await change('kinds/ROAD_MUD', { retired: false });
  });

  test('adds a kind with a picture that reports can have at once', async () => {
    const wish = { category: 'ROAD', name: ЖОЛ, precision: 'exact', icon: 'SIGNAL' };
    const { body } = await admin.ask('POST', '/api/staff/kinds', wish);
    const { code } = body.category.kinds.at(-1);
    expect(await kind(code)).toMatchObject({ icon: 'SIGNAL' });
    const { report } = await send(context.app, { category: code });
    expect(report.properties).toMatchObject({ category: 'ROAD', kind: code });
    expect((await context.get(`/api/statistics?by=category&category=${code}`)).body.groups).toMatchObject([
      { count: 1 },
    ]);
    const road = (await config()).categories.find((each: { code: string }) => each.code === 'ROAD');
    expect(road.kinds.at(-1)).toEqual({ code, name: ЖОЛ, precision: 'exact', icon: 'SIGNAL' });
    expect(road.kinds[0]).not.toHaveProperty('icon');
  });

  test('adds a category: it comes before the last one, reports can have it, and figures, tiles and lists know it', async () => {
    const wish = {
      name: { ky: 'Көчөдөгү иттер', ru: 'Уличные собаки', en: '2 Stray dogs!' },
      shortName: { ky: 'Иттер', ru: 'Собаки', en: 'Dogs' },
      icon: 'DOG',
      color: '#DDCC77',
      precision: 'exact',
      urgent: false,
    };
    const { body } = await admin.ask('POST', '/api/staff/categories', wish);
    expect(body.category).toMatchObject({ ...wish, code: 'STRAYDOGS', iconColor: '#000000', version: 1, kinds: [] });
    expect((await admin.ask('POST', '/api/staff/categories', wish)).body.category.code).toBe('STRAYDOGS2');
    expect(codesOf((await config()).categories).slice(-3)).toEqual(['STRAYDOGS', 'STRAYDOGS2', 'OTHER']);
    const { id } = await send(context.app, { category: 'STRAYDOGS' });
    const listed = (await context.get('/api/reports?category=STRAYDOGS')).body.features;
    expect(listed.map((feature: { id: string }) => feature.id)).toEqual([id]);
    const groups = (await context.get('/api/statistics?by=category')).body.groups;
    expect(groups).toContainEqual(expect.objectContaining({ category: 'STRAYDOGS', count: 1 }));
    const tile = await context.get('/tiles/reports/0/0/0.mvt?category=STRAYDOGS');
    expect(tile.status).toBe(200);
    expect(tile.bytes.includes('STRAYDOGS')).toBe(true);
    const { kinds } = (
      await admin.ask('POST', '/api/staff/kinds', { category: 'STRAYDOGS', name: ЖОЛ, precision: 'area' })
    ).body.category;
    expect(codesOf(kinds)).toEqual(['STRAYDOGS_N1']);
  });

  test('retires a category: nobody can choose it any more, its reports keep it, and it comes back', async () => {
    const { id } = await send(context.app, { category: 'TELECOM' });
    expect((await change('categories/TELECOM', { retired: true })).status).toBe(200);
    expect(codesOf((await config()).categories)).not.toContain('TELECOM');
    expect(codesOf((await config()).retired)).toContain('TELECOM');
    expect((await context.get(`/api/reports/${id}`)).body.properties.category).toBe('TELECOM');
    expect((await context.get('/api/reports?category=TELECOM')).body.features).toHaveLength(1);
    await change('categories/TELECOM', { retired: false });
    expect(codesOf((await config()).categories)).toContain('TELECOM');
  });

  test('cannot retire the last category', async () => {
    await query(context.database, "update categories set retired_at = now() where code <> 'WATER'");
    expect((await change('categories/WATER', { retired: true })).body.code).toBe('last_category');
    await query(context.database, 'update categories set retired_at = null');
  });

  test('puts categories and kinds in another order, which residents see', async () => {
    const before = codesOf(await categories());
    const after = ['ROAD', ...before.filter((code) => code !== 'ROAD')];
    const ordered = await admin.ask('PUT', '/api/staff/categories/order', { seen: before, codes: after });
    expect(codesOf(ordered.body.categories)).toEqual(after);
    expect(codesOf((await config()).categories)).toEqual(after);
    const kinds = codesOf((await category('WATER')).kinds);
    const turned = kinds.toReversed();
    await admin.ask('PUT', '/api/staff/categories/WATER/order', { seen: kinds, codes: turned });
    const water = (await config()).categories.find(({ code }: { code: string }) => code === 'WATER');
    expect(codesOf(water.kinds)).toEqual(turned);
    const { entries } = (await admin.ask('GET', '/api/staff/audit?action=category.kinds_ordered')).body;
    expect(entries[0]).toMatchObject({
      subjectId: 'WATER',
      changes: [{ field: 'order', before: kinds, after: turned }],
    });
  });

  test('hears that somebody else changed the order, or of codes that are not those', async () => {
    const seen = codesOf(await categories());
    const turned = seen.toReversed();
    const order = (body: object) => admin.ask('PUT', '/api/staff/categories/order', body);
    expect((await order({ seen: turned, codes: seen })).body.code).toBe('version_conflict');
    for (const codes of [seen.slice(1), [...seen.slice(1), 'NOWHERE'], [...seen, 'NOWHERE']])
      expect((await order({ seen, codes })).body.code).toBe('invalid_input');
    expect((await order({ seen, codes: [seen[0], ...seen] })).body.code).toBe('invalid_input');
    expect(codesOf(await categories())).toEqual(seen);
  });

  test('makes stored reports coarser with their kind, in lists and tiles, and never finer again', async () => {
    const { id } = await send(context.app, { category: 'ROAD_POTHOLE' });
    expect(await precisionOf(id)).toBe('exact');
    const coarser = await change('kinds/ROAD_POTHOLE', { precision: 'coarse' });
    expect(coarser.body.coarsened).toBe(1);
    expect(await precisionOf(id)).toBe('coarse');
    const finer = await change('kinds/ROAD_POTHOLE', { precision: 'exact' });
    expect(finer.body.coarsened).toBe(0);
    expect(await precisionOf(id)).toBe('coarse');
    await query(context.database, 'update reports set location = location where id = $1', [id]);
    expect(await precisionOf(id)).toBe('coarse');
    expect(await precisionOf((await send(context.app, { category: 'ROAD_POTHOLE' })).id)).toBe('exact');
  });

  test('chooses any colour: the picture on it is black or white, whichever is seen better', async () => {
    for (const [color, iconColor] of [
      ['#FFFF00', '#000000'],
      ['#000080', '#FFFFFF'],
    ]) {
      const { body } = await change('categories/EDU', { color });
      expect(body.category).toMatchObject({ color, iconColor });
    }
    const faint = await change('categories/EDU', { color: '#FFFF00', iconColor: '#FFFFFF' });
    expect(faint.body).toMatchObject({ code: 'color_contrast_low', errors: [{ path: 'iconColor' }] });
    expect(await category('EDU')).toMatchObject({ color: '#000080', iconColor: '#FFFFFF' });
  });

  test('hears what is wrong, and nothing of it is kept', async () => {
    const before = [await config(), await categories()];
    for (const [route, body, code] of [
      ['categories/ROAD', { color: 'red' }, 'invalid_input'],
      ['categories/ROAD', { icon: 'ROCKET' }, 'invalid_input'],
      ['categories/ROAD', { position: 1 }, 'invalid_input'],
      ['categories/ROAD', { code: 'X' }, 'invalid_input'],
      ['categories/NOWHERE', { urgent: true }, 'category_unknown'],
      ['kinds/ROAD_NOWHERE', { retired: true }, 'category_unknown'],
      ['kinds/NOWHERE', { retired: true }, 'category_unknown'],
      ['kinds/ROAD_MUD', { precision: 'finest' }, 'invalid_input'],
    ] as const) {
      const { body: answer } = await admin.ask('PATCH', `/api/staff/${route}`, body, { 'if-match': '1' });
      expect(answer.code, JSON.stringify(body)).toBe(code);
    }
    for (const route of ['categories/ROAD', 'kinds/ROAD_MUD']) {
      const { body } = await admin.ask('PATCH', `/api/staff/${route}`, { retired: true });
      expect(body.code).toBe('version_required');
    }
    expect([await config(), await categories()]).toEqual(before);
  });
});

describe('two administrators at once', () => {
  let other: Staff;
  beforeAll(async () => {
    other = await addStaff(context, 'admin');
  });

  test('of one category or kind: the second hears who changed what, and nothing is lost', async () => {
    const first = (await category('HEALTH')).kinds[0].code as string;
    for (const [path, action, read] of [
      ['categories/HEALTH', 'category.changed', () => category('HEALTH')],
      [`kinds/${first}`, 'kind.changed', () => kind(first)],
    ] as const) {
      const patch = (staff: Staff, body: object, version: number) =>
        staff.ask('PATCH', `/api/staff/${path}`, body, { 'if-match': String(version) });
      const { version } = await read();
      await patch(other, { name: ЖОЛ }, version);
      const late = await patch(admin, { precision: 'area' }, version);
      expect(late.body).toMatchObject({
        code: 'version_conflict',
        conflict: { changes: [{ action, fields: ['name'] }] },
      });
      expect(late.body.conflict.changes[0].by).toMatch(/^Ат /);
      expect((await patch(admin, { precision: 'area' }, late.body.conflict.version)).status).toBe(200);
      expect(await read()).toMatchObject({ name: ЖОЛ, precision: 'area' });
    }
  });

  test('adding kinds to one category get one each', async () => {
    const wish = { category: 'PUBLIC', name: ЖОЛ, precision: 'exact' };
    const before = (await category('PUBLIC')).kinds.length;
    await Promise.all([admin, other, admin].map((staff) => staff.ask('POST', '/api/staff/kinds', wish)));
    expect(new Set(codesOf((await category('PUBLIC')).kinds)).size).toBe(before + 3);
  });
});

describe('a second server process on the same database', () => {
  let second: App;
  beforeAll(async () => {
    second = await buildApp(context.config, context.database);
    await second.ready();
  });
  afterAll(() => second.close());
  const there = async (url: string) => (await second.inject({ url })).json();

  test('follows a new category, its reports and a new name at once, and tells its open pages', async () => {
    const told: unknown[] = [];
    const quiet = second.live.listen((change) => told.push(change.bbox));
    await there('/api/config');
    const name = { ky: 'Кар тазалоо', ru: 'Уборка снега', en: 'Snow' };
    await admin.ask('POST', '/api/staff/categories', {
      name,
      shortName: name,
      icon: 'SNOW',
      color: '#88CCEE',
      precision: 'exact',
      urgent: false,
    });
    const { id } = await send(context.app, { category: 'SNOW' });
    await change('categories/SNOW', { name: ЖОЛ });
    await second.live.wake();
    const { categories: shown } = await there('/api/config');
    expect(shown.find(({ code }: { code: string }) => code === 'SNOW')).toMatchObject({ name: ЖОЛ, icon: 'SNOW' });
    const { groups } = await there('/api/statistics?by=category&category=SNOW');
    expect(groups).toMatchObject([{ category: 'SNOW', count: 1 }]);
    expect(second.live.index.get(id)).toMatchObject({ categoryCode: 'SNOW' });
    expect(told).toContain(null);
    quiet();
  });
});
