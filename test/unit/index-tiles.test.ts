import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TileAddress } from '../../server/geo/tile.ts';
import {
  compileFilter,
  POINTS_FROM_ZOOM,
  POINTS_MAX,
  ReportIndex,
  tileOf,
  type PublishedReport,
  type Tile,
} from '../../server/index/rules.ts';
import { anyFilter, anyReport, fits, isOnMap, NO_FILTER, tileAt } from '../support/index-reports.ts';

/** More than a tile shows as points, in few enough tiles of the whole world. */
const TOWN = 500;

const anyReports = fc.uniqueArray(anyReport, { selector: ({ id }) => id, maxLength: 60 });

function indexOf(reports: readonly PublishedReport[], merged = reports.length): ReportIndex {
  const index = new ReportIndex();
  for (const report of reports.slice(0, merged)) index.upsert(report);
  index.mergeNow();
  for (const report of reports.slice(merged)) index.upsert(report);
  return index;
}

function tileFor(index: ReportIndex, tile: TileAddress): Tile {
  return tileOf(index, tile, compileFilter(index, { ...NO_FILTER, statuses: ['new'], demo: true }));
}

function idsOf({ points }: Tile): string[] {
  return Array.from({ length: points.length }, (_, i) => points.at(i).id);
}

function sums({ points, cells, areas }: Tile) {
  const list = Array.from({ length: points.length }, (_, i) => points.at(i));
  return {
    onMap: list.length + cells.reduce((sum, cell) => sum + cell.count, 0),
    supports: [...list, ...cells].reduce((sum, { supports }) => sum + supports, 0),
    aside: areas.reduce((sum, area) => sum + area.count, 0),
  };
}

/** A town of so many new reports around a place, some at the very same point. */
function town(count: number, [lng, lat]: readonly [number, number], spread: number): PublishedReport[] {
  const samples = fc.sample(anyReport, { numRuns: count, seed: 11 });
  const step = (n: number, of: number) => ((n * of) % 997) / 997 - 0.5;
  return samples.map((report, n) => ({
    ...report,
    id: `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
    lng: Math.min(Math.max(Math.round((lng + spread * step(n, 31)) * 1e7) / 1e7, -180), 180),
    lat: Math.round((lat + spread * step(n >> 1, 57)) * 1e7) / 1e7,
    precision: n % 10 === 0 ? 'area' : 'exact',
    status: 'new',
    demo: false,
  }));
}

describe('a tile', () => {
  it('shows exactly the reports that fit and lie in it, each as one point or in the count of its area', () => {
    fc.assert(
      fc.property(anyReports, fc.nat(60), anyFilter, fc.integer({ min: 0, max: 22 }), (reports, merged, filter, z) => {
        const index = indexOf(reports, merged);
        const hasReal = reports.some((report) => !report.demo);
        const fitting = reports.filter((report) => report.lng !== null && fits(report, filter, hasReal));
        const tiles = new Map(
          reports
            .filter(({ lng }) => lng !== null)
            .map(({ lng, lat }) => {
              const tile = tileAt(z, lng!, lat!);
              return [JSON.stringify(tile), tile];
            }),
        );
        const compiled = compileFilter(index, filter);
        for (const [key, address] of tiles) {
          const tile = tileOf(index, address, compiled);
          const here = fitting.filter(({ lng, lat }) => JSON.stringify(tileAt(z, lng!, lat!)) === key);
          expect(idsOf(tile).sort()).toEqual(
            here
              .filter(isOnMap)
              .map(({ id }) => id)
              .sort(),
          );
          expect(tile.cells).toEqual([]);
          const aside = here.filter((report) => !isOnMap(report));
          for (const { id, count } of tile.areas)
            expect(count).toBe(aside.filter(({ areaId }) => areaId === id).length);
          expect(sums(tile).aside).toBe(aside.length);
        }
      }),
    );
  });

  it('says of each point what the report says, at its place in the tile', () => {
    fc.assert(
      fc.property(anyReport, fc.integer({ min: 0, max: 20 }), (any, z) => {
        const report = { ...any, lng: any.lng ?? 72, lat: any.lat ?? 40, precision: 'coarse', status: 'new' } as const;
        const address = tileAt(z, report.lng, report.lat);
        const { points } = tileFor(indexOf([report]), address);
        expect(points.length).toBe(1);
        const { x, y, ...rest } = points.at(0);
        expect(rest).toEqual({
          id: report.id,
          category: report.categoryCode,
          kind: report.kindCode,
          status: 'new',
          area: report.areaCode,
          precision: 'coarse',
          supports: report.supports,
          households: report.households || null,
          demo: report.demo,
        });
        const finer = tileAt(z + 12, report.lng, report.lat);
        expect([x, y]).toEqual([finer.x % 4096, finer.y % 4096]);
      }),
    );
  });

  it('shows up to 200 reports as points and more as cells, and from zoom 15 on always points', () => {
    const many = town(300, [72.8, 40.5], 0.01).map((report) => ({ ...report, precision: 'exact' as const }));
    const index = indexOf(many.slice(0, POINTS_MAX), 100);
    const at = (z: number) => tileFor(index, tileAt(z, 72.8, 40.5));
    expect(at(5).points.length).toBe(POINTS_MAX);
    index.upsert(many[POINTS_MAX]!);
    expect(at(5).points.length).toBe(0);
    expect(at(5).cells.length).toBeGreaterThan(0);
    const same = indexOf(many.map((report) => ({ ...report, lng: 72.8, lat: 40.5 })));
    const count = (z: number) => tileFor(same, tileAt(z, 72.8, 40.5)).points.length;
    expect([count(POINTS_FROM_ZOOM - 1), count(POINTS_FROM_ZOOM), count(22)]).toEqual([0, 300, 300]);
  });

  it.each([
    ['a town', [72.8, 40.5], 0.3],
    ['the antimeridian', [179.99, 0], 0.04],
    ['the far side of the antimeridian', [-179.99, 10], 0.04],
    ['the north pole', [10, 89.5], 0.9],
    ['the whole world', [0, 0], 170],
  ] as const)('has the same sums as its four parts, down to the single points: %s', (_, centre, spread) => {
    const reports = town(TOWN, centre, spread).map((r) => ({ ...r, lng: Math.max(Math.min(r.lng!, 180), -180) }));
    const index = indexOf(reports, TOWN - 100);
    const check = (z: number, x: number, y: number): ReturnType<typeof sums> => {
      const own = sums(tileFor(index, { z, x, y }));
      if (z === 16 || own.onMap + own.aside === 0) return own;
      const parts = [0, 1, 2, 3].map((part) => check(z + 1, 2 * x + (part & 1), 2 * y + (part >> 1)));
      const total = parts.reduce((a, b) => ({
        onMap: a.onMap + b.onMap,
        supports: a.supports + b.supports,
        aside: a.aside + b.aside,
      }));
      expect(total).toEqual(own);
      return own;
    };
    const world = check(0, 0, 0);
    expect(world.onMap + world.aside).toBe(TOWN);
    expect(world.aside).toBe(TOWN / 10);
  });

  it('places each cell within its 64 units and gives it the sums of its reports', () => {
    const reports = town(1500, [72.8, 40.5], 0.3);
    for (const z of [0, 5, 8, 10, 11, 12, 14]) {
      const address = tileAt(z, 72.8, 40.5);
      const index = indexOf(reports, 1000);
      const { cells } = tileFor(index, address);
      const byHand = new Map<string, { count: number; supports: number; households: number }>();
      for (const report of reports.filter(isOnMap)) {
        const cell = tileAt(z + 6, report.lng!, report.lat!);
        if (cell.x >> 6 !== address.x || cell.y >> 6 !== address.y) continue;
        const key = `${cell.x & 63},${cell.y & 63}`;
        const sum = byHand.get(key) ?? { count: 0, supports: 0, households: 0 };
        sum.count++;
        sum.supports += report.supports;
        sum.households += report.households ?? 0;
        byHand.set(key, sum);
      }
      if (cells.length === 0) {
        expect(reports.filter(isOnMap).length).toBeGreaterThan(0);
        continue;
      }
      const found = new Map(
        cells.map(({ x, y, count, supports, households }) => [`${x >> 6},${y >> 6}`, { count, supports, households }]),
      );
      expect(found).toEqual(byHand);
      expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
      expect(cells.every(({ id }) => Number.isSafeInteger(id))).toBe(true);
    }
  });

  it('is refused when there is none', () => {
    const index = new ReportIndex();
    for (const [z, x, y] of [
      [-1, 0, 0],
      [0, 1, 0],
      [3, 0, 8],
      [1.5, 0, 0],
      [NaN, 0, 0],
      [2, -1, 0],
    ] as const) {
      // prettier-ignore
      expect(() => tileFor(index, { z, x, y })).toThrow(RangeError);
    }
    expect(tileFor(index, { z: 0, x: 0, y: 0 })).toMatchObject({ cells: [], areas: [] });
  });

  it('does not show the label of a settlement in a tile beside it, nor reports without any place', () => {
    const [sample] = fc.sample(anyReport, { numRuns: 1, seed: 6 });
    const id = (n: number) => `0000000${n}-0000-4000-8000-000000000000`;
    const aside = { ...sample!, status: 'new', precision: 'area', areaId: 7, areaCode: 'alai-1' } as const;
    const index = indexOf([
      { ...aside, id: id(1), lng: 72.8, lat: 40.5 },
      { ...aside, id: id(2), lng: 72.8, lat: 40.5 },
      { ...aside, id: id(3), lng: null, lat: null, areaId: null, areaCode: null },
    ]);
    const { z, x, y } = tileAt(12, 72.8, 40.5);
    expect(tileFor(index, { z, x, y }).areas).toMatchObject([{ id: 7, area: 'alai-1', count: 2 }]);
    expect(tileFor(index, { z, x: x + 1, y }).areas).toEqual([]);
    const corner = tileFor(index, { z: 1, x: 0, y: 0 });
    expect(corner.areas).toEqual([]);
  });
});
