import { VectorTile, type VectorTileFeature, type VectorTileLayer } from '@mapbox/vector-tile';
import fc from 'fast-check';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../server/http/problem.ts';
import { compileFilter, ReportIndex, tileOf, type PublishedReport, type Tile } from '../../server/index/rules.ts';
import { encodeTile } from '../../server/tiles/encode.ts';
import { parseTile } from '../../server/tiles/rules.ts';
import { anyReport, NO_FILTER, tileAt } from '../support/index-reports.ts';

const WORLD = { z: 0, x: 0, y: 0 };

function tileFor(reports: readonly PublishedReport[], address = WORLD): Tile {
  const index = new ReportIndex();
  for (const report of reports) index.upsert(report);
  return tileOf(index, address, compileFilter(index, { ...NO_FILTER, demo: true }));
}

function decode(bytes: Uint8Array): Record<string, VectorTileLayer> {
  return new VectorTile(new PbfReader(bytes)).layers;
}

function featuresOf(layer: VectorTileLayer | undefined): VectorTileFeature[] {
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => layer!.feature(i));
}

/** What a feature says, with its place; what is null in the tile is absent. */
function saidBy(feature: VectorTileFeature): Record<string, unknown> {
  expect(feature.type).toBe(1);
  const places = feature.loadGeometry().flat();
  expect(places).toHaveLength(1);
  return { ...feature.properties, x: places[0]!.x, y: places[0]!.y };
}

function withoutNulls(properties: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}

function expectSame(bytes: Uint8Array, tile: Tile): void {
  const layers = decode(bytes);
  const points = Array.from({ length: tile.points.length }, (_, i) => tile.points.at(i));
  expect(featuresOf(layers.reports).map(saidBy)).toEqual(points.map(withoutNulls));
  expect(featuresOf(layers.cells).map((feature) => ({ id: feature.id, ...saidBy(feature) }))).toEqual(tile.cells);
  const areas = tile.areas.map(({ id, ...said }) => withoutNulls({ id: id ?? 0, ...said }));
  expect(featuresOf(layers.areas).map((feature) => ({ id: feature.id, ...saidBy(feature) }))).toEqual(areas);
  for (const layer of Object.values(layers)) {
    expect([layer.version, layer.extent]).toEqual([2, 4096]);
    expect(layer.length).toBeGreaterThan(0);
    expect(featuresOf(layer).every(({ id }) => Number.isSafeInteger(id) && id! >= 0)).toBe(true);
  }
}

describe('an encoded tile', () => {
  it('says after decoding what it said before, for any reports', () => {
    const anyReports = fc.uniqueArray(anyReport, { selector: ({ id }) => id, maxLength: 60 });
    fc.assert(
      fc.property(anyReports, fc.nat(22), (reports, z) => {
        const placed = reports.find(({ lng }) => lng !== null);
        const tile = tileFor(reports, placed ? tileAt(z, placed.lng!, placed.lat!) : WORLD);
        expectSame(encodeTile(tile), tile);
      }),
    );
  });

  it('says the same of cells, of large numbers and of many different ones', () => {
    const reports = fc.sample(anyReport, { numRuns: 5000, seed: 7 }).map((report, n) => ({
      ...report,
      id: `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
      lng: 72 + (n % 71) / 100,
      lat: 40 + (n % 73) / 100,
      precision: n % 50 === 0 ? ('area' as const) : ('exact' as const),
      supports: n % 9 === 0 ? 4_000_000_000 : n,
    }));
    const cells = tileFor(reports, tileAt(8, 72.5, 40.5));
    expect(cells.cells.length).toBeGreaterThan(500);
    expectSame(encodeTile(cells), cells);
    const points = tileFor(
      reports.map((report) => ({ ...report, lng: 72, lat: 40 })),
      tileAt(15, 72, 40),
    );
    expect(points.points.length).toBeGreaterThan(2000);
    expectSame(encodeTile(points), points);
  });

  it('gives a report the same feature id in every tile, and different ones to different reports', () => {
    const reports = fc.sample(fc.uuid({ version: 4 }), { numRuns: 100, seed: 8 }).map((id) => ({
      ...fc.sample(anyReport, { numRuns: 1, seed: 9 })[0]!,
      id,
      lng: 72,
      lat: 40,
      status: 'new' as const,
      precision: 'exact' as const,
    }));
    const idsAt = (z: number) =>
      featuresOf(decode(encodeTile(tileFor(reports, tileAt(z, 72, 40)))).reports).map(({ id }) => id);
    expect(idsAt(18)).toEqual(idsAt(3));
    expect(new Set(idsAt(3)).size).toBe(100);
  });

  it('is the same bytes wherever the index keeps the reports and in whatever order they came', () => {
    const anyReports = fc.uniqueArray(anyReport, { selector: ({ id }) => id, minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(anyReports, fc.array(fc.nat(59)), fc.nat(22), (reports, swaps, z) => {
        const other = [...reports];
        for (const [n, swap] of swaps.entries()) {
          const [a, b] = [n % other.length, swap % other.length];
          [other[a], other[b]] = [other[b]!, other[a]!];
        }
        const index = new ReportIndex();
        for (const report of other.slice(0, other.length / 2)) index.upsert(report);
        index.mergeNow();
        for (const report of other.slice(other.length / 2)) index.upsert(report);
        const placed = reports.find(({ lng }) => lng !== null);
        const address = placed ? tileAt(z, placed.lng!, placed.lat!) : WORLD;
        const bytes = () => encodeTile(tileOf(index, address, compileFilter(index, { ...NO_FILTER, demo: true })));
        const before = bytes();
        index.mergeNow();
        expect(bytes()).toEqual(before);
        expect(encodeTile(tileFor(reports, address))).toEqual(before);
      }),
    );
  });

  it('without features is no bytes at all', () => {
    expect(encodeTile(tileFor([]))).toHaveLength(0);
  });
});

describe('the address of a tile', () => {
  it('is read when there is such a tile and refused otherwise', () => {
    expect(parseTile('12', '2876', '1541')).toEqual({ z: 12, x: 2876, y: 1541 });
    for (const [z, x, y] of [
      ['23', '0', '0'],
      ['1', '2', '0'],
      ['1', '0', '-1'],
      ['a', '0', '0'],
      ['', '', ''],
    ] as const) {
      // prettier-ignore
      expect(() => parseTile(z, x, y)).toThrow(ProblemError);
    }
  });
});
