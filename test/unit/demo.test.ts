import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inventReports } from '../../server/demo/rules.ts';
import type { DemoArea } from '../../server/demo/places.ts';
import { readDemoTexts, type DemoKind } from '../../server/demo/texts.ts';
import { ROOT } from '../../server/root.ts';

const taxonomy = JSON.parse(readFileSync(path.join(ROOT, 'sql/seed/taxonomy.json'), 'utf8')) as {
  categories: { code: string; kinds: { code: string; precision: DemoKind['precision'] }[] }[];
};
const kinds = taxonomy.categories.flatMap(({ code: category, kinds: ofCategory }) =>
  ofCategory.map((kind) => ({ ...kind, category })),
);
const seeded = JSON.parse(readFileSync(path.join(ROOT, 'sql/seed/areas.geojson'), 'utf8')) as {
  features: { properties: { code: string }; geometry: { coordinates: number[][][] } }[];
};
const areas: DemoArea[] = seeded.features.map(({ properties, geometry }) => ({
  code: properties.code,
  polygons: [geometry.coordinates],
}));
const texts = readDemoTexts();
const NOW = new Date('2026-03-10T09:00:00Z');
const reports = inventReports(texts, areas, kinds, NOW);
const countOf = (property: 'category' | 'status' | 'language', value: string) =>
  reports.filter((report) => report[property] === value).length;
const DAY = 86_400_000;

describe('the invented reports', () => {
  it('are the same on every machine', () => {
    expect(inventReports(texts, areas, kinds, NOW)).toEqual(reports);
  });

  it('are about 180, of every category at least two, and each of another id and code', () => {
    expect(reports.length).toBeGreaterThan(170);
    expect(reports.length).toBeLessThan(190);
    for (const { code } of taxonomy.categories) expect([code, countOf('category', code) >= 2]).toEqual([code, true]);
    expect(new Set(reports.map((report) => report.id)).size).toBe(reports.length);
    expect(new Set(reports.map((report) => report.code)).size).toBe(reports.length);
  });

  it('have words in Kyrgyz and Russian for every kind there is', () => {
    expect(Object.keys(texts.phrases).sort()).toEqual(kinds.map((kind) => kind.code).sort());
    for (const phrases of [texts.landmarks, ...Object.values(texts.phrases), ...Object.values(texts.notes)]) {
      expect(phrases.ky.length > 0 && phrases.ru.length > 0).toBe(true);
    }
    expect(countOf('language', 'ky')).toBeGreaterThan(countOf('language', 'ru'));
    expect(countOf('language', 'ru')).toBeGreaterThan(20);
  });

  it('name no phone and no address', () => {
    expect(JSON.stringify(texts.phrases) + JSON.stringify(texts.notes)).not.toMatch(/\d{3}|@|№/);
  });

  it('are open, under way and resolved in shares that look like life', () => {
    const share = (...statuses: string[]) =>
      statuses.reduce((sum, status) => sum + countOf('status', status), 0) / reports.length;
    expect(share('new', 'verified')).toBeCloseTo(0.43, 1);
    expect(share('in_progress')).toBeCloseTo(0.2, 1);
    expect(share('resolved')).toBeCloseTo(0.3, 1);
    expect(countOf('status', 'rejected')).toBeGreaterThan(0);
    expect(countOf('status', 'duplicate')).toBeGreaterThan(0);
  });

  it('happened in the last 18 months, and everything about them in its order and before now', () => {
    for (const { reportedAt, updatedAt, resolvedAt, history, status } of reports) {
      const times = history.map((event) => event.at);
      expect([...times].sort()).toEqual(times);
      expect(times[0]).toBe(reportedAt);
      expect(times.at(-1)).toBe(updatedAt);
      expect(history.at(-1)!.status).toBe(status);
      expect(resolvedAt).toBe(status === 'resolved' ? updatedAt : null);
      expect(Date.parse(updatedAt)).toBeLessThan(NOW.getTime());
      expect(Date.parse(reportedAt)).toBeGreaterThan(NOW.getTime() - 550 * DAY);
    }
  });

  it('speak of snow in winter only', () => {
    const snow = reports.filter((report) => report.kind === 'ROAD_SNOW');
    for (const { reportedAt } of snow)
      expect([12, 1, 2]).toContain(new Date(Date.parse(reportedAt) + DAY / 4).getUTCMonth() + 1);
  });

  it('stay in few enough supporters to be quick', () => {
    expect(reports.reduce((sum, report) => sum + report.supports, 0)).toBeLessThan(1500);
    expect(Math.max(...reports.map((report) => report.supports))).toBeLessThanOrEqual(30);
  });

  it('fill whatever boundary an area has, also one with a hole or as thin as a thread', () => {
    const ring = (west: number, south: number, east: number, north: number) => [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ];
    const odd: DemoArea[] = [
      { code: 'alai-1', polygons: [[ring(0, 0, 1, 1), ring(0.1, 0.1, 0.9, 0.9)]] },
      {
        code: 'alai-2',
        polygons: [
          [
            [
              [10, 10],
              [20, 20],
              [20, 20.0000001],
              [10, 10],
            ],
          ],
        ],
      },
    ];
    const made = inventReports(texts, odd, kinds, NOW);
    expect(made).toHaveLength(reports.length);
    expect(made.every(({ lng, lat }) => lng === null || !(lng > 0.1 && lng < 0.9 && lat! > 0.1 && lat! < 0.9))).toBe(
      true,
    );
  });
});
