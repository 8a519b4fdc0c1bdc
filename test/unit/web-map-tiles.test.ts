import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bounds } from '../../web/src/map/geometry.ts';
import { contains, intersects, unionOf } from '../../web/src/map/geometry.ts';
import { readTile } from '../../web/src/map/tile-content.ts';
import type { TileContent } from '../../web/src/map/tile-content.ts';
import { coverTiles, groupTileZoom, placeInTile, tileBounds, tilePath } from '../../web/src/map/tile-cover.ts';
import { fromTiles, loadTileReports } from '../../web/src/map/tile-reports.ts';
import { TileStore } from '../../web/src/map/tile-store.ts';
import { countInView } from '../../web/src/map/sources.ts';

const lng = fc.double({ min: -179, max: 179, noNaN: true });
const lat = fc.double({ min: -80, max: 80, noNaN: true });
const box = fc
  .tuple(lng, lng, lat, lat)
  .map(([a, b, c, d]): Bounds => [Math.min(a, b), Math.min(c, d), Math.max(a, b), Math.max(c, d)]);
const alai: Bounds = [72.83, 40.49, 72.86, 40.51];
const content = (changes: Partial<TileContent> = {}): TileContent => ({
  tile: { z: 16, x: 46028, y: 24691 },
  reports: [],
  cells: [],
  areas: [],
  ...changes,
});
const report = (id: string, at: [number, number]): TileContent['reports'][number] => ({
  id,
  at,
  category: 'WATER',
  status: 'new',
  precision: 'exact',
  supports: 1,
  households: 0,
});

describe('boxes', () => {
  it('touch each other the same from both sides, and what lies in both makes them touch', () => {
    fc.assert(
      fc.property(box, box, lng, lat, (a, b, x, y) => {
        expect(intersects(a, b)).toBe(intersects(b, a));
        if (contains(a, [x, y]) && contains(b, [x, y])) expect(intersects(a, b)).toBe(true);
        if (contains(a, [x, y])) expect(contains(unionOf(a, b), [x, y])).toBe(true);
      }),
    );
  });
});

describe('the tiles of a view', () => {
  it('cover every place in it, and each of them touches it', () => {
    const small = fc
      .tuple(lng, lat, fc.integer({ min: 0, max: 19 }))
      .chain(([x, y, z]) =>
        fc
          .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
          .map(([w, h]) => ({ z, bounds: [x, y, x + (w * 900) / 2 ** z, y + (h * 400) / 2 ** z] as Bounds })),
      );
    fc.assert(
      fc.property(small, fc.double({ min: 0, max: 1, noNaN: true }), ({ z, bounds }, share) => {
        const clipped: Bounds = [bounds[0], bounds[1], Math.min(bounds[2], 179.9), Math.min(bounds[3], 84.9)];
        fc.pre(clipped[0] <= clipped[2] && clipped[1] <= clipped[3]);
        const boxes = coverTiles(clipped, z).map(tileBounds);
        const inside = [
          clipped[0] + (clipped[2] - clipped[0]) * share,
          clipped[1] + (clipped[3] - clipped[1]) * share,
        ] as const;
        const near = ([w, s, e, n]: Bounds): Bounds => [w - 1e-9, s - 1e-9, e + 1e-9, n + 1e-9];
        expect(boxes.some((one) => contains(near(one), inside))).toBe(true);
        expect(boxes.every((one) => intersects(near(one), clipped))).toBe(true);
      }),
    );
  });

  it('are few for groups at any zoom, and never those that hold every single report', () => {
    for (let zoom = 6; zoom <= 19; zoom += 0.25) {
      const z = groupTileZoom(zoom);
      expect(z).toBeLessThan(15);
      // 1440 px of screen.
      const degrees = (1440 / 512) * (360 / 2 ** zoom);
      expect(coverTiles([72, 40.5, 72 + degrees, 40.5], z).length).toBeLessThanOrEqual(3);
    }
  });

  it('lie where the formula of the projection puts them', () => {
    expect(coverTiles([72.843, 40.4955, 72.843, 40.4955], 10)).toEqual([{ z: 10, x: 719, y: 385 }]);
    expect(placeInTile({ z: 1, x: 1, y: 1 }, 0, 0)).toEqual([0, 0]);
    expect(tileBounds({ z: 0, x: 0, y: 0 })[3]).toBeCloseTo(85.0511, 3);
  });

  it('have the filter in their address and nothing else, so that an unchanged tile keeps its place in the cache', () => {
    const tile = { z: 12, x: 2876, y: 1543 };
    expect(tilePath(tile, new URLSearchParams())).toBe('/tiles/reports/12/2876/1543.mvt');
    const filter = new URLSearchParams({ area: 'alai-1', status: 'new' });
    expect(tilePath(tile, filter)).toBe('/tiles/reports/12/2876/1543.mvt?area=alai-1&status=new');
  });
});

describe('what tiles hold', () => {
  it('an empty one holds nothing', () => {
    const tile = { z: 15, x: 1, y: 1 };
    expect(readTile(tile, null)).toEqual({ tile, reports: [], cells: [], areas: [] });
  });

  it('becomes marks in which every report is counted once', () => {
    const place = fc.tuple(fc.constantFrom(72.84, 72.85), fc.constantFrom(40.495, 40.5));
    fc.assert(
      fc.property(fc.array(place), fc.array(fc.nat(500)), (places, counts) => {
        const marks = fromTiles([
          content({
            reports: places.map((at, i) => report(`id-${i}`, at)),
            cells: counts.map((count) => ({ at: [72.845, 40.5], count, supports: 0, households: 0 })),
          }),
        ]);
        expect(countInView(marks, alai)).toBe(places.length + counts.reduce((a, b) => a + b, 0));
        const ids = marks.marks.features.flatMap(({ properties }) => properties.ids.split(',').filter(Boolean));
        expect(ids.sort()).toEqual(places.map((_, i) => `id-${i}`).sort());
      }),
    );
  });

  it('opens as a stack only where one place is surely one place; from afar it is only a number', () => {
    const two = [report('a', [72.84, 40.5]), report('b', [72.84, 40.5])];
    const idsAt = (z: number) =>
      fromTiles([content({ tile: { z, x: 0, y: 0 }, reports: two })]).marks.features[0]!.properties.ids;
    expect(idsAt(16)).toBe('a,b');
    expect(idsAt(9)).toBe('');
  });
});

describe('marks of a large set', () => {
  const asked: string[] = [];
  /** A server of which only the number of reports in each tile matters. */
  const answering = (cellCount: number) =>
    ({
      load: async (tiles) => {
        asked.push(...tiles.map(({ z }) => String(z)));
        return tiles.map((tile) =>
          tile.z < 15
            ? content({ tile, cells: [{ at: [72.845, 40.5], count: cellCount, supports: 0, households: 0 }] })
            : content({ tile, reports: [report(`${tile.x}/${tile.y}`, [72.845, 40.5])] }),
        );
      },
    }) as Pick<TileStore, 'load'> as TileStore;
  const marksAt = (zoom: number, cellCount: number) =>
    loadTileReports(
      answering(cellCount),
      new URLSearchParams(),
      { bounds: [72.844, 40.499, 72.846, 40.501], zoom },
      new AbortController().signal,
    );
  beforeEach(() => void asked.splice(0));

  it('are groups from afar, whatever there is', async () => {
    await marksAt(13, 5000);
    expect(new Set(asked)).toEqual(new Set(['11']));
  });

  it('are the reports themselves nearby, unless there are too many to tell apart', async () => {
    await marksAt(16.4, 700);
    expect(new Set(asked)).toEqual(new Set(['13', '16']));
    asked.splice(0);
    await marksAt(16.4, 7000);
    expect(new Set(asked)).toEqual(new Set(['13']));
  });

  it('are the reports themselves wherever fewer than thirty are in view', async () => {
    await marksAt(13, 29);
    expect(new Set(asked)).toEqual(new Set(['11', '13']));
  });
});

describe('kept tiles', () => {
  const tile = { z: 12, x: 2876, y: 1543 };
  const load = (store: TileStore, tiles = [tile], filter = '') =>
    store.load(tiles, new URLSearchParams(filter), new AbortController().signal);
  let requests: string[] = [];
  let respond: () => Response;
  beforeEach(() => {
    requests = [];
    respond = () => new Response(null, { status: 204 });
    vi.stubGlobal('fetch', async (path: string) => {
      requests.push(path);
      return respond();
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('are not asked for twice, except for another filter', async () => {
    const store = new TileStore();
    await load(store);
    await load(store);
    expect(requests).toHaveLength(1);
    await load(store, [tile], 'area=alai-1');
    expect(requests).toHaveLength(2);
  });

  it('are asked for again after a change in them, and only those', async () => {
    const store = new TileStore();
    const far = { z: 12, x: 100, y: 100 };
    await load(store, [tile, far]);
    store.forget(tileBounds({ z: 14, x: tile.x * 4 + 1, y: tile.y * 4 + 1 }));
    await load(store, [tile, far]);
    expect(requests).toHaveLength(3);
    store.forget(null);
    await load(store, [tile, far]);
    expect(requests).toHaveLength(5);
  });

  it('do not keep an answer from before a change', async () => {
    const store = new TileStore();
    const early = load(store);
    store.forget(null);
    await early;
    await load(store);
    expect(requests).toHaveLength(2);
  });

  it('wait and try again when the server has too much to do, and give up in the end', async () => {
    vi.useFakeTimers();
    let refusals = 2;
    respond = () => (refusals-- > 0 ? Response.json({}, { status: 503 }) : new Response(null, { status: 204 }));
    const tiles = load(new TileStore());
    await vi.runAllTimersAsync();
    await expect(tiles).resolves.toHaveLength(1);
    refusals = 99;
    const never = expect(load(new TileStore())).rejects.toMatchObject({ status: 503 });
    await vi.runAllTimersAsync();
    await never;
    expect(requests).toHaveLength(6);
  });

  it('stay few in memory however far somebody wanders', async () => {
    const store = new TileStore();
    const many = Array.from({ length: 300 }, (_, x) => ({ z: 12, x, y: 1 }));
    await load(store, many);
    requests = [];
    await load(store, many.slice(-50));
    expect(requests).toEqual([]);
    await load(store, many.slice(0, 50));
    expect(requests).toHaveLength(50);
  });
});
