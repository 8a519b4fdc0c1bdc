import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { importAreas, type AreaImportOptions } from '../../server/import/areas/import.ts';
import { loadDemo } from '../../server/demo/store.ts';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';

let made: TestDatabase;
let folder: string;
beforeAll(async () => {
  made = await testDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), 'alai-areas-'));
  writeFileSync(path.join(folder, 'seeded.geojson'), await exported());
  await loadDemo(made.database, made.config);
});
afterAll(async () => {
  await made.close();
  rmSync(folder, { recursive: true });
});
// Each test starts from the two placeholder settlements, whatever the one before made of them.
afterEach(async () => {
  await rows(
    `update areas set kind = 'city', parent_id = null, geometry = st_multi(st_makeenvelope(-1, -1, 1, 1, 4326)), label_point = st_setsrid(st_makepoint(0, 0), 4326) where code not in ('alai-1', 'alai-2')`,
  );
  await rows(`update areas set code = 'old-' || id where code not in ('alai-1', 'alai-2') and code not like 'old-%'`);
  await importAreas(made.database, path.join(folder, 'seeded.geojson'), {}, () => {});
});

type Position = [number, number];
const rows = <Row = Record<string, unknown>>(text: string) => query<Row>(made.database, text);
const box = (west: number, south: number, east: number, north: number): Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const feature = (code: string, ring: unknown, properties: object = {}) => ({
  type: 'Feature',
  properties: { code, ...properties },
  geometry: { type: 'Polygon', coordinates: [ring] },
});
const EVERYWHERE = box(72.7, 40.4, 72.95, 40.6);
const NAMES = { name_ky: 'Жаңы', name_ru: 'Новый', name_en: 'New' };

async function run(features: unknown[] | string, options: AreaImportOptions = {}): Promise<string> {
  const file = path.join(folder, 'new.geojson');
  writeFileSync(
    file,
    typeof features === 'string' ? features : JSON.stringify({ type: 'FeatureCollection', features }),
  );
  const said: string[] = [];
  await importAreas(made.database, file, options, (line) => said.push(line));
  return said.join('\n');
}
async function exported(): Promise<string> {
  const areas = await rows<{ feature: object }>(
    `select json_build_object('type', 'Feature', 'geometry', st_asgeojson(geometry, 9)::json, 'properties', json_build_object('code', code, 'kind', kind, 'approximate', true, 'source', source)) as feature from areas order by code`,
  );
  return JSON.stringify({ type: 'FeatureCollection', features: areas.map((area) => area.feature) });
}
const fingerprint = async () =>
  (
    await rows<{ f: string }>(
      `select (select string_agg(a::text, '|' order by id) from areas a) || coalesce((select string_agg(r::text, '|' order by id) from reports r), '') || (select count(*) from area_versions) as f`,
    )
  )[0]!.f;
const counts = async () =>
  Object.fromEntries(
    (
      await rows<{ code: string; n: number }>(
        `select coalesce(area_code, 'none') as code, count(*)::integer as n from published_reports group by 1`,
      )
    ).map(({ code, n }) => [code, n]),
  );

describe('an import of boundaries', () => {
  it('replaces a placeholder, assigns reports anew and says what changed', async () => {
    const before = await counts();
    const said = await run([
      feature('alai-1', box(72.8, 40.45, 72.846, 40.52), { households: 850, source: 'map of 2026' }),
    ]);
    const after = await counts();
    expect(said).toMatch(
      /alai-1: changed \(boundary, households, no longer approximate, source\), 91\.0 ha → \d+\.\d ha/,
    );
    expect(said).toContain(`reports ${before['alai-1']} → ${after['alai-1']}`);
    expect(after['alai-1']).toBeGreaterThan(before['alai-1']!);
    const [wrong] = await rows<{ n: number }>(
      `select count(*)::integer as n from reports where precision <> 'area' and published_area_id is distinct from area_at(published_location)
         or location is not null and area_id is distinct from area_at(location)`,
    );
    expect(wrong!.n).toBe(0);
  });

  it('keeps the older version, and the name where the file gives none', async () => {
    const [{ n: versions }] = (await rows<{ n: number }>('select count(*)::integer as n from area_versions')) as [
      { n: number },
    ];
    await run([feature('alai-1', EVERYWHERE)]);
    expect(
      await rows(
        `select code, approximate, round(st_area(geometry::geography) / 10000) as ha from area_versions order by id offset ${versions}`,
      ),
    ).toEqual([{ code: 'alai-1', approximate: true, ha: 91 }]);
    expect(await rows(`select name_ky, approximate from areas where code = 'alai-1'`)).toEqual([
      { name_ky: 'Алай 1 жилмассиви', approximate: false },
    ]);
  });

  it('that is only tried out says the same and changes nothing', async () => {
    const before = await fingerprint();
    const tried = await run([feature('alai-1', EVERYWHERE)], { dryRun: true });
    expect(await fingerprint()).toBe(before);
    const done = await run([feature('alai-1', EVERYWHERE)]);
    expect(tried).toBe(`${done}\nThis was a dry run: nothing was changed.`);
  });

  it('that is run again finds everything unchanged', async () => {
    const features = [
      feature('alai-1', EVERYWHERE),
      feature('part', box(72.83, 40.49, 72.84, 40.5), { kind: 'quarter', parent: 'alai-1', ...NAMES }),
    ];
    await run(features);
    const before = await fingerprint();
    expect(await run(features)).toMatch(/alai-1: unchanged.*\npart: unchanged/);
    expect(await fingerprint()).toBe(before);
  });

  it('adds wholes and parts at once, and reports go to the part but area reports to its settlement', async () => {
    await run([
      feature('part', box(72.83, 40.49, 72.8445, 40.51), { kind: 'quarter', parent: 'alai-1', ...NAMES }),
      feature('region', EVERYWHERE, { kind: 'mtu', ...NAMES }),
      feature('alai-1', box(72.82, 40.48, 72.8445, 40.51), { parent: 'region' }),
    ]);
    const assigned = await rows<{ code: string; precision: string }>(
      `select distinct area_code as code, precision from published_reports where area_code <> 'alai-2'`,
    );
    expect(assigned.filter((row) => row.precision === 'area').map((row) => row.code)).toEqual(['alai-1']);
    expect(assigned).toContainEqual({ code: 'part', precision: 'exact' });
    expect(assigned.some((row) => row.code === 'region')).toBe(false);
  });

  it('moves reports that only name their settlement with its label point', async () => {
    await run([feature('alai-2', box(72.85, 40.48, 72.86, 40.5), { label_lng: 72.8512345, label_lat: 40.481 })]);
    const places = await rows<{ lng: number; n: number }>(
      `select distinct st_x(published_location) as lng from reports where location is null and asked_area_id = (select id from areas where code = 'alai-2')`,
    );
    expect(places).toEqual([{ lng: 72.8512345 }]);
  });

  it('gives an area another code and keeps its reports', async () => {
    const before = await counts();
    const [{ ring }] = (await rows<{ ring: unknown }>(
      `select st_asgeojson(geometry, 9)::json -> 'coordinates' -> 0 -> 0 as ring from areas where code = 'alai-1'`,
    )) as [{ ring: unknown }];
    expect(await run([feature('renamed', ring)], { replaceCode: ['alai-1=renamed'] })).toContain(', was alai-1');
    expect((await counts()).renamed).toBe(before['alai-1']);
    await rows(`update areas set code = 'alai-1' where code = 'renamed'`);
  });

  it('never publishes any report more finely than before, whatever the new boundaries', async () => {
    const finest = () =>
      rows<{ id: string; precision: string; place: string | null; days: string }>(
        `select id, precision, published_location::text as place, published_at::text as days from reports order by id`,
      );
    const degrees = (low: number, high: number) =>
      fc.double({ min: low, max: high, noNaN: true, noDefaultInfinity: true });
    const boxes = fc
      .tuple(degrees(72.81, 72.84), degrees(40.48, 40.495), degrees(0.001, 0.04), degrees(0.001, 0.03))
      .map(([west, south, wide, high]) => box(west, south, west + wide, south + high));
    const before = await finest();
    await fc.assert(
      fc.asyncProperty(boxes, boxes, fc.boolean(), async (one, two, withPart) => {
        const part = withPart ? [feature('part', two, { kind: 'quarter', parent: 'alai-1', ...NAMES })] : [];
        await run([feature('alai-1', one), feature('alai-2', two), ...part]);
        const after = await finest();
        expect(after.map(({ id, precision, days }) => [id, precision, days])).toEqual(
          before.map(({ id, precision, days }) => [id, precision, days]),
        );
        // Coarse points stay where they were; area points are label points or nothing.
        after.forEach((report, index) => {
          if (report.precision !== 'area') expect(report.place).toBe(before[index]!.place);
        });
        const [odd] = await rows<{ n: number }>(
          `select count(*)::integer as n from reports r left join areas a on a.id = r.published_area_id where r.precision = 'area'
             and (r.published_location::text is distinct from a.label_point::text or a.kind is distinct from 'settlement' and a.kind is not null)`,
        );
        expect(odd!.n).toBe(0);
      }),
      { numRuns: 6 },
    );
  });

  it.each([
    [
      'edges that cross',
      [
        feature('alai-1', [
          [72.82, 40.48],
          [72.84, 40.5],
          [72.84, 40.48],
          [72.82, 40.5],
          [72.82, 40.48],
        ]),
      ],
      /feature 1 \(alai-1\): invalid_geometry: Self-intersection at \[72\.83, 40\.49\]/,
    ],
    [
      'a hole outside',
      [
        {
          ...feature('alai-1', EVERYWHERE),
          geometry: { type: 'Polygon', coordinates: [box(72.8, 40.4, 72.81, 40.41), box(72.85, 40.4, 72.86, 40.41)] },
        },
      ],
      /Hole lies outside/,
    ],
    [
      'a label outside',
      [feature('alai-1', box(72.8, 40.4, 72.81, 40.41), { label_lng: 72.9, label_lat: 40.4 })],
      /label_outside/,
    ],
    [
      'latitude first',
      [
        feature(
          'alai-1',
          EVERYWHERE.map(([lng, lat]) => [lat, lng]),
        ),
      ],
      /location_swapped/,
    ],
    ['an unknown parent', [feature('alai-1', EVERYWHERE, { parent: 'nowhere' })], /parent_unknown/],
    ['a new area without names', [feature('alai-9', EVERYWHERE, { kind: 'quarter' })], /required/],
    [
      'one fault among good features',
      [feature('alai-2', EVERYWHERE), feature('alai-1', EVERYWHERE, { kind: 'x' })],
      /kind_unknown/,
    ],
    ['broken JSON', '{"type":"FeatureCollection",\n"features":[}', /new\.geojson, line 2, column \d+/],
  ])('with %s is refused with feature and place, and nothing changes', async (_, features, expected) => {
    const before = await fingerprint();
    await expect(run(features as unknown[])).rejects.toThrow(expected);
    expect(await fingerprint()).toBe(before);
  });

  it('tells that an area of the future gets no reports yet', async () => {
    expect(await run([feature('alai-1', EVERYWHERE, { valid_from: '2999-01-01' })])).toMatch(
      /alai-1: .*not in force today/,
    );
    expect((await counts())['alai-1']).toBe(
      (
        await rows<{ n: number }>(
          `select count(*)::integer as n from reports where location is null and asked_area_id = (select id from areas where code = 'alai-1')`,
        )
      )[0]!.n,
    );
    await rows(`update areas set valid_from = null`);
  });
});
