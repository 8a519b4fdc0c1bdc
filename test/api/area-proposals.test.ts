import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyHistory } from '../../server/audit/store.ts';
import { ROOT } from '../../server/root.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, OUTSIDE, point, send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

type Position = [number, number];
const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const around = ([lng, lat]: readonly number[], degrees = 0.001) =>
  box(lng! - degrees, lat! - degrees, lng! + degrees, lat! + degrees);
const feature = (code: string, ring: Position[], properties: object = {}) => ({
  type: 'Feature',
  properties: { code, ...properties },
  geometry: { type: 'Polygon', coordinates: [ring] },
});
const collection = (...features: object[]) => ({ type: 'FeatureCollection', features });
const NAMES = { name_ky: 'Жаңы', name_ru: 'Новый', name_en: 'New' };

let context: TestApp;
let admin: Staff;
beforeAll(async () => {
  context = await testApp();
  admin = await addStaff(context, 'admin');
  for (let i = 0; i < 3; i++) await send(context.app, { location: point(IN_ALAI_1) });
  for (let i = 0; i < 2; i++) await send(context.app, { location: point(OUTSIDE) });
  await send(context.app, { location: point(IN_ALAI_2) });
});
afterAll(() => context.close());

const propose = (document: object, more: object = {}) =>
  admin.ask('POST', '/api/staff/area-proposals', { name: 'чек-ара.geojson', document, ...more });
const apply = (id: number) => admin.ask('POST', `/api/staff/area-proposals/${id}/apply`);
const undo = (id: number) => admin.ask('POST', `/api/staff/area-proposals/${id}/undo`);
const countsOf = async () => {
  const { body } = await context.get('/api/statistics?by=area');
  return Object.fromEntries(
    body.groups.map((group: { area: string | null; count: number }) => [group.area ?? 'none', group.count]),
  );
};
const stored = async () =>
  (
    await query<{ text: string }>(
      context.database,
      `select coalesce((select string_agg((to_jsonb(a) - 'updated_at')::text, '|' order by a.id) from areas a), '') ||
         (select string_agg(concat(r.id, r.area_id, r.published_area_id, r.published_location::text), '|' order by r.id) from reports r) as text`,
    )
  )[0]!.text;
const lastAudit = (action: string) =>
  query<{ user_id: number; values: Record<string, { before: unknown; after: unknown }> }>(
    context.database,
    `select a.user_id, (select jsonb_object_agg(v.field, jsonb_build_object('before', v.before, 'after', v.after)) from audit_values v
       where v.entry_id = a.id) as values from audit_log a where a.action = $1 order by a.id desc limit 1`,
    [action],
  );

describe('boundaries that are proposed', () => {
  test('change nothing, and say which areas would change how, and how many reports would move from where to where', async () => {
    const before = await stored();
    const { status, body } = await propose(collection(feature('alai-1', around(OUTSIDE), { households: 850 })));
    expect(status).toBe(201);
    expect(await stored()).toBe(before);
    expect(body.state).toBe('open');
    const [area] = body.differences.areas;
    expect(area).toMatchObject({ code: 'alai-1', change: 'changed', reports: { before: 3, after: 2 } });
    expect(area.fields.map(({ field }: { field: string }) => field).sort()).toEqual([
      'approximate',
      'boundary',
      'households',
      'source',
    ]);
    expect(body.differences).toMatchObject({
      missing: ['alai-2'],
      moves: [
        { from: 'alai-1', to: null, reports: 3 },
        { from: null, to: 'alai-1', reports: 2 },
      ],
      moved: 5,
      outside: { before: 2, after: 3 },
    });
    const [boundary] = body.boundaries;
    expect(boundary.before.coordinates).not.toEqual(boundary.after.coordinates);
    expect(boundary.after.coordinates[0][0]).toEqual(around(OUTSIDE));
    expect((await admin.ask('DELETE', `/api/staff/area-proposals/${body.id}`)).status).toBe(204);
    expect((await apply(body.id)).body.code).toBe('proposal_not_found');
  });

  test('are applied as they were shown: reports move, the placeholder warning ends, index and catalog follow, the log says so', async () => {
    expect((await countsOf())['alai-1']).toBe(3);
    const { body } = await propose(collection(feature('alai-1', around(OUTSIDE), { source: 'Ош мэриясы, 2026' })));
    const applied = await apply(body.id);
    expect(applied.body).toMatchObject({ state: 'applied', undoable: true, differences: { moved: 5 } });
    expect(await countsOf()).toEqual({ 'alai-1': 2, 'alai-2': 1, none: 3 });
    const areas = (await context.get('/api/areas')).body.features;
    expect(areas.find(({ id }: { id: string }) => id === 'alai-1').properties.approximate).toBe(false);
    const [entry] = await lastAudit('area.applied');
    expect(entry).toMatchObject({ user_id: admin.id, values: { moved: { after: 5 } } });
    const [changed] = await lastAudit('area.changed');
    expect(changed!.values).toMatchObject({
      approximate: { before: true, after: false },
      reports: { before: 3, after: 2 },
    });
    expect((await admin.ask('GET', '/api/staff/areas/alai-1/versions')).body.versions[0]).toMatchObject({
      approximate: true,
      name: { ky: 'Алай 1 жилмассиви' },
    });
    expect((await apply(body.id)).body.code).toBe('proposal_closed');
    expect((await undo(body.id)).body.state).toBe('undone');
  });

  test('that were applied last are taken back exactly, added areas end, and the same file can be applied again', async () => {
    const before = await stored();
    const document = collection(
      feature('alai-1', around(OUTSIDE), { name_ky: 'Башка ат' }),
      feature('alai-3', around(IN_ALAI_1), { kind: 'settlement', ...NAMES }),
    );
    const { body } = await propose(document);
    await apply(body.id);
    expect(await countsOf()).toEqual({ 'alai-1': 2, 'alai-2': 1, 'alai-3': 3 });
    expect((await undo(body.id)).body.state).toBe('undone');
    expect((await countsOf())['alai-1']).toBe(3);
    const [added] = await query<{ text: string }>(
      context.database,
      "select (to_jsonb(a) - 'updated_at')::text as text from areas a where code = 'alai-3'",
    );
    expect((await stored()).replace(`|${added!.text}`, '')).toBe(before);
    expect((await context.get('/api/areas')).body.features).toHaveLength(2);
    expect((await undo(body.id)).body.code).toBe('undo_impossible');
    const again = await propose(document);
    await apply(again.body.id);
    expect((await countsOf())['alai-3']).toBe(3);
    expect((await undo(again.body.id)).status).toBe(200);
    expect((await verifyHistory(context.database)).faults).toEqual([]);
  });

  test('are not applied when the areas changed since they were looked at; the differences are computed anew', async () => {
    const [first, second] = [
      (await propose(collection(feature('alai-1', around(OUTSIDE))))).body,
      (await propose(collection(feature('alai-2', around(IN_ALAI_1))))).body,
    ];
    await apply(first.id);
    expect((await apply(second.id)).body.code).toBe('proposal_outdated');
    const now = (await admin.ask('GET', `/api/staff/area-proposals/${second.id}`)).body;
    expect(now.differences.moves).toContainEqual({ from: null, to: 'alai-2', reports: 3 });
    expect((await apply(second.id)).body.state).toBe('applied');
    // Only the last one can be taken back, then the one before is the last.
    expect((await undo(first.id)).body.code).toBe('undo_impossible');
    expect((await undo(second.id)).status).toBe(200);
    const list = (await admin.ask('GET', '/api/staff/area-proposals')).body.proposals;
    expect(list.filter(({ undoable }: { undoable: boolean }) => undoable)).toEqual([]);
  });

  test('may end the areas of their kind that they leave out, and give an area another code', async () => {
    const { body } = await propose(collection(feature('alai-eski', around(IN_ALAI_1), { kind: 'settlement' })), {
      newCodes: [{ from: 'alai-1', to: 'alai-eski' }],
      endMissing: true,
    });
    expect(body.differences.areas).toMatchObject([
      { code: 'alai-2', change: 'ended' },
      { code: 'alai-eski', was: 'alai-1', change: 'changed' },
    ]);
    await apply(body.id);
    expect((await context.get('/api/areas')).body.features.map(({ id }: { id: string }) => id)).toEqual(['alai-eski']);
    await undo(body.id);
    expect((await context.get('/api/areas')).body.features.map(({ id }: { id: string }) => id)).toEqual([
      'alai-1',
      'alai-2',
    ]);
  });

  test('that change one corner leave every other digit of a boundary of several parts with holes as it was', async () => {
    const hole = around(IN_ALAI_2, 0.0001234567891).reverse();
    const parts = [[around(IN_ALAI_2, 0.0012345678912), hole], [around(OUTSIDE, 0.0005432198765)]];
    const geometry = { type: 'MultiPolygon', coordinates: parts };
    await apply((await propose(collection({ type: 'Feature', properties: { code: 'alai-2' }, geometry }))).body.id);
    const drawn = (await admin.ask('GET', '/api/staff/areas')).body.areas.find(
      ({ code }: { code: string }) => code === 'alai-2',
    );
    expect(drawn.geometry).toEqual(geometry);
    const same = (
      await propose(
        collection({ type: 'Feature', properties: { code: 'alai-2', source: drawn.source }, geometry: drawn.geometry }),
      )
    ).body;
    expect(same.differences.areas).toMatchObject([{ code: 'alai-2', change: 'same', fields: [] }]);
    const [last] = (await admin.ask('GET', '/api/staff/area-proposals')).body.proposals.filter(
      ({ undoable }: { undoable: boolean }) => undoable,
    );
    expect((await undo(last.id)).status).toBe(200);
  });

  test('with quarters inside a settlement are taken as they are drawn', async () => {
    const document = JSON.parse(readFileSync(path.join(ROOT, 'test/fixtures/quarters.geojson'), 'utf8'));
    const { body } = await propose(document);
    expect(body.differences.areas.filter(({ change }: { change: string }) => change === 'added').length).toBe(
      document.features.length,
    );
  });

  test('that cannot be used are refused with every fault, and nothing is kept', async () => {
    const before = (await admin.ask('GET', '/api/staff/area-proposals')).body.proposals.length;
    for (const [document, code, path, detail] of [
      [{}, 'not_a_collection', '', 'not a GeoJSON FeatureCollection'],
      [collection(), 'no_features', '', 'no features'],
      [collection(feature('alai-9', around(OUTSIDE))), 'new_area_incomplete', 'features.0', 'required'],
      [
        collection(
          feature('alai-2', around(OUTSIDE)),
          feature('alai-1', [
            [72.8, 40.5],
            [72.84, 40.48],
            [72.82, 40.5],
            [72.82, 40.48],
            [72.8, 40.5],
          ]),
        ),
        'polygon_self_crossing',
        'features.1.geometry',
        'Self-intersection',
      ],
      [
        collection(feature('alai-1', around([40.5, 72.84]))),
        'location_swapped',
        'features.0.geometry.coordinates.0.0',
        'location_swapped',
      ],
      [
        collection(feature('alai-1', around(OUTSIDE), { parent: 'nowhere' })),
        'parent_unknown',
        'features.0',
        'parent_unknown',
      ],
    ] as const) {
      const { status, body } = await propose(document);
      expect([status, body.code], detail).toEqual([400, 'areas_refused']);
      expect(body.detail).toContain(detail);
      expect(body.errors, detail).toMatchObject([{ path, code }]);
    }
    const { body } = await propose(collection(feature('alai-1', around(OUTSIDE), { parent: 'nowhere' })));
    expect(body.errors).toEqual([{ path: 'features.0', code: 'parent_unknown', area: 'alai-1', value: 'nowhere' }]);
    const many = collection(...Array.from({ length: 30 }, (_, i) => feature(`A ${i}`, around(OUTSIDE))));
    const { errors } = (await propose(many)).body;
    expect(errors).toHaveLength(21);
    expect(errors.at(-1)).toEqual({ path: '', code: 'more_faults', value: '10' });
    for (const newCodes of [
      [
        { from: 'a', to: 'b' },
        { from: 'a', to: 'c' },
      ],
      [{ from: 'x' }],
      'alai-1',
    ])
      expect((await propose(collection(feature('alai-1', around(OUTSIDE))), { newCodes })).body.code).toBe(
        'invalid_input',
      );
    for (const id of ['0', 'x', '99999999999'])
      expect((await admin.ask('GET', `/api/staff/area-proposals/${id}`)).body.code).toBe('proposal_not_found');
    expect((await admin.ask('GET', '/api/staff/area-proposals')).body.proposals).toHaveLength(before);
  });
});
