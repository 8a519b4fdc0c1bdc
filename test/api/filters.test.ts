import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportFeature } from '../../server/contract/reports.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, list, listedCodes, OUTSIDE, point, send } from '../support/reports.ts';

let context: TestApp;
let all: ReportFeature[];

/** Twelve reports that differ in everything one can filter by. */
beforeAll(async () => {
  context = await testApp();
  const kinds = ['ROAD_MUD', 'ROAD_POTHOLE', 'WATER_CUT', 'WATER_PUMP', 'LIGHT_NONE', 'LAND_ACT'];
  const places = [IN_ALAI_1, IN_ALAI_2, OUTSIDE];
  const statuses = ['new', 'verified', 'in_progress', 'resolved', 'rejected', 'duplicate'];
  for (let i = 0; i < 12; i++) {
    const [lng, lat] = places[i % 3]!;
    const { id } = await send(context.app, {
      category: kinds[i % 6]!,
      location: point([lng + i * 0.0001, lat]),
      households: i + 1,
    });
    await query(
      context.database,
      'update reports set status = $2, reported_at = $3, published_description = $4 where id = $1',
      [
        id,
        statuses[(i * 5) % 6],
        `2026-${String(i + 1).padStart(2, '0')}-10T03:00:00Z`,
        i % 2 === 0 ? `Көпүрө бузулган ${i}` : `Яма на дороге ${i}`,
      ],
    );
  }
  await context.app.live.wake();
  all = await list(context.app, 'status=new,verified,in_progress,resolved,rejected,duplicate');
});
afterAll(() => context.close());

const codes = (keep: (properties: ReportFeature['properties'], feature: ReportFeature) => boolean) =>
  all
    .filter((feature) => keep(feature.properties, feature))
    .map((feature) => feature.properties.code)
    .sort();
const shown = (properties: ReportFeature['properties']) =>
  properties.status !== 'rejected' && properties.status !== 'duplicate';
const EVERY = 'status=new,verified,in_progress,resolved,rejected,duplicate';

test('without a status rejected and duplicate reports are left out, everywhere', async () => {
  const expected = codes(shown);
  expect(expected.length).toBeLessThan(12);
  expect(await listedCodes(context.app)).toEqual(expected);
  expect((await context.app.inject('/api/statistics')).json().total.count).toBe(expected.length);
  expect((await context.app.inject('/api/heat')).json().reports.total).toBe(expected.length);
  expect((await context.app.inject('/api/exports/reports.geojson')).json().features.length).toBe(expected.length);
});

describe('a filter keeps exactly the reports it names', () => {
  test('by settlement', async () => {
    expect(await listedCodes(context.app, `${EVERY}&area=alai-1`)).toEqual(codes((p) => p.area === 'alai-1'));
    expect(await listedCodes(context.app, `${EVERY}&area=alai-1,alai-2`)).toEqual(codes((p) => p.area !== null));
  });
  test('outside every settlement', async () => {
    expect(await listedCodes(context.app, `${EVERY}&area=none`)).toEqual(codes((p) => p.area === null));
    expect(await listedCodes(context.app, `${EVERY}&area=none,alai-2`)).toEqual(codes((p) => p.area !== 'alai-1'));
  });
  test('by category, by kind, by both', async () => {
    expect(await listedCodes(context.app, `${EVERY}&category=ROAD`)).toEqual(codes((p) => p.category === 'ROAD'));
    expect(await listedCodes(context.app, `${EVERY}&category=WATER_PUMP`)).toEqual(
      codes((p) => p.kind === 'WATER_PUMP'),
    );
    expect(await listedCodes(context.app, `${EVERY}&category=LIGHT,WATER_CUT`)).toEqual(
      codes((p) => p.category === 'LIGHT' || p.kind === 'WATER_CUT'),
    );
  });
  test('by status', async () => {
    for (const status of ['new', 'rejected', 'duplicate'])
      expect(await listedCodes(context.app, `status=${status}`)).toEqual(codes((p) => p.status === status));
  });
  test('by time: from inclusive, to exclusive, a date is midnight in Bishkek', async () => {
    const time = (p: ReportFeature['properties']) => Date.parse(p.reportedAt);
    expect(await listedCodes(context.app, `${EVERY}&from=2026-05-10`)).toEqual(
      codes((p) => time(p) >= Date.parse('2026-05-09T18:00:00Z')),
    );
    expect(await listedCodes(context.app, `${EVERY}&to=2026-05-10`)).toEqual(
      codes((p) => time(p) < Date.parse('2026-05-09T18:00:00Z')),
    );
    // A date that is being typed, or is before everything, keeps all; in the database and in the index.
    const all = await listedCodes(context.app, EVERY);
    for (const from of ['0002-01-01', '0000-01-01', '1500-01-01']) {
      expect(await listedCodes(context.app, `${EVERY}&from=${from}`)).toEqual(all);
      expect((await context.get(`/api/statistics?${EVERY}&from=${from}`)).body.total.count).toBe(all.length);
    }
    expect(await listedCodes(context.app, `${EVERY}&to=0002-01-01`)).toEqual([]);
    expect(await listedCodes(context.app, `${EVERY}&from=9999-12-31T23:59:59-10:00`)).toEqual([]);
    expect(await listedCodes(context.app, `${EVERY}&from=2026-03-10T03:00:00Z&to=2026-06-10T09:00:00%2B06:00`)).toEqual(
      codes((p) => time(p) >= Date.parse('2026-03-10T03:00:00Z') && time(p) < Date.parse('2026-06-10T03:00:00Z')),
    );
  });
  test('by box, also one across the antimeridian', async () => {
    const inBox = (f: ReportFeature) =>
      f.geometry !== null && f.geometry.coordinates[0]! >= 72.8375 && f.geometry.coordinates[0]! <= 72.8455;
    expect(await listedCodes(context.app, `${EVERY}&bbox=72.8375,40,72.8455,41`)).toEqual(codes((_p, f) => inBox(f)));
    expect(await listedCodes(context.app, `${EVERY}&bbox=72.8455,40,72.8375,41`)).toEqual(
      codes((_p, f) => f.geometry !== null && !inBox(f)),
    );
  });
  test('by polygon, closed or not, wound either way', async () => {
    const expected = codes(
      (_p, f) =>
        f.geometry !== null &&
        f.geometry.coordinates[0]! > 72.83 &&
        f.geometry.coordinates[1]! > 40.495 &&
        f.geometry.coordinates[1]! < 40.505,
    );
    for (const within of [
      '72.83,40.495;72.87,40.495;72.87,40.505;72.83,40.505',
      '72.83,40.505;72.87,40.505;72.87,40.495;72.83,40.495;72.83,40.505',
    ]) {
      expect(await listedCodes(context.app, `${EVERY}&within=${within}`)).toEqual(expected);
    }
  });
  test('by words, also when н о у are typed for ң ө ү, in capitals, and only half a word', async () => {
    const bridges = codes((p) => p.description!.startsWith('Көпүрө'));
    for (const q of ['көпүрө', 'копуро', 'КӨПҮРӨ', 'копур', 'бузулган копуро']) {
      expect(await listedCodes(context.app, `${EVERY}&q=${encodeURIComponent(q)}`)).toEqual(bridges);
    }
    expect(await listedCodes(context.app, `${EVERY}&q=${encodeURIComponent('көпүрө яма')}`)).toEqual([]);
    expect(await listedCodes(context.app, `${EVERY}&q=${encodeURIComponent("дорог & ) ' :* !")}`)).toEqual(
      codes((p) => p.description!.startsWith('Яма')),
    );
  });
  test('all at once', async () => {
    const expected = codes((p) => p.area === 'alai-1' && p.category === 'ROAD' && shown(p) && p.reportedAt < '2026-09');
    expect(await listedCodes(context.app, 'area=alai-1&category=ROAD&to=2026-09-01&demo=false')).toEqual(expected);
  });
});

describe('pages', () => {
  test('walk through every report once, newest first, and end', async () => {
    const seen: ReportFeature[] = [];
    let url: string | null = `/api/reports?${EVERY}&limit=5`;
    let pages = 0;
    while (url !== null) {
      const page: { features: ReportFeature[]; next: string | null; links: { rel: string; href: string }[] } = (
        await context.app.inject(url)
      ).json();
      expect(page.links.find((link) => link.rel === 'next')?.href ?? null).toBe(page.next);
      seen.push(...page.features);
      url = page.next;
      pages += 1;
    }
    expect([pages, seen.map((f) => f.id)]).toEqual([3, all.map((f) => f.id)]);
    const times = seen.map((f) => f.properties.reportedAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  test('keep the filters in the next link', async () => {
    const page = (await context.app.inject(`/api/reports?area=alai-1&category=ROAD,WATER&limit=1`)).json();
    expect(page.next).toContain('area=alai-1');
    expect(page.next).toContain('category=ROAD%2CWATER');
  });
});

describe('demonstration reports', () => {
  test('are left out once a real report exists, unless they are asked for, and without real ones they are shown', async () => {
    const { id } = await send(context.app, { category: 'EDU_FAR' });
    await query(context.database, 'update reports set demo = true where id = $1', [id]);
    expect(await listedCodes(context.app, 'category=EDU_FAR')).toEqual([]);
    expect((await listedCodes(context.app, 'category=EDU_FAR&demo=true')).length).toBe(1);
    expect((await context.app.inject('/api/config')).json().demo).toEqual({ present: true, shown: false });
    await query(context.database, 'update reports set hidden_at = now(), hidden_reason = $1 where not demo', ['test']);
    expect((await listedCodes(context.app, 'category=EDU_FAR')).length).toBe(1);
    expect((await listedCodes(context.app, 'category=EDU_FAR&demo=false')).length).toBe(0);
    expect((await context.app.inject('/api/config')).json().demo).toEqual({ present: true, shown: true });
  });
});
