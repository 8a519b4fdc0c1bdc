import { describe, expect, it } from 'vitest';
import type { StatisticsAnswer } from '../../server/contract/analysis.ts';
import type { AreaFeature } from '../../server/contract/catalog.ts';
import { STATUSES } from '../../server/contract/enums.ts';
import {
  countAreas,
  countCategories,
  facetQueries,
  summarise,
  summaryQuery,
} from '../../web/src/explore/statistics.ts';
import { DEFAULT_VIEW } from '../../web/src/explore/url.ts';
import { areaCounts, exportHref } from '../../web/src/export/export-rules.ts';

const answer = (groups: Partial<StatisticsAnswer['groups'][number]>[]): StatisticsAnswer => {
  const none = { supports: 0, households: 0, open: 0, resolved: 0, medianDays: null };
  const full = groups.map((group) => ({ count: 0, ...none, ...group }));
  const sum = (key: 'count' | 'open' | 'resolved' | 'supports' | 'households') =>
    full.reduce((total, group) => total + group[key], 0);
  const total = { count: sum('count'), open: sum('open'), resolved: sum('resolved'), medianDays: null };
  return { by: [], total: { ...total, supports: sum('supports'), households: sum('households') }, groups: full };
};
const areas = [
  { properties: { code: 'alai-1', parent: 'mtu' } },
  { properties: { code: 'alai-2', parent: 'mtu' } },
  { properties: { code: 'quarter', parent: 'alai-1' } },
  { properties: { code: 'mtu', parent: null } },
] as AreaFeature[];

describe('figures', () => {
  it('add up from one answer: total, in progress, resolved, and the ranking', () => {
    const summary = summarise(
      answer([
        { category: 'ROAD', status: 'new', count: 3, open: 3, supports: 5 },
        { category: 'WATER', status: 'resolved', count: 4, resolved: 4, households: 7 },
        { category: 'WATER', status: 'in_progress', count: 2, open: 2, supports: 1 },
      ]),
    );
    expect(summary).toEqual({
      total: 9,
      inProgress: 2,
      open: 5,
      resolved: 4,
      supports: 6,
      households: 7,
      medianDays: null,
      byCategory: [
        { category: 'WATER', count: 6, resolved: 4 },
        { category: 'ROAD', count: 3, resolved: 0 },
      ],
    });
  });

  it('count the reports of a quarter for its settlement too, and those outside for none', () => {
    const counts = countAreas(
      answer([
        { area: 'quarter', count: 2 },
        { area: 'alai-1', count: 3 },
        { area: null, count: 4 },
      ]),
      areas,
    );
    expect(Object.fromEntries(counts)).toEqual({ quarter: 2, 'alai-1': 5, mtu: 5, none: 4 });
  });

  it('survive areas that are each other’s parents', () => {
    const circle = [
      { properties: { code: 'a', parent: 'b' } },
      { properties: { code: 'b', parent: 'a' } },
    ] as AreaFeature[];
    expect(countAreas(answer([{ area: 'a', count: 1 }]), circle).get('b')).toBe(1);
  });

  it('count a kind beside its category', () => {
    const counts = countCategories(
      answer([
        { category: 'WATER', kind: 'WATER_LEAK', count: 2 },
        { category: 'WATER', kind: null, count: 1 },
      ]),
    );
    expect(Object.fromEntries(counts)).toEqual({ WATER: 3, WATER_LEAK: 2 });
  });
});

describe('counts beside the choices', () => {
  const filter = { ...DEFAULT_VIEW, area: ['alai-1'], category: ['WATER'], from: '2026-01-01' };

  it('leave their own dimension open and keep every other', () => {
    const queries = facetQueries(filter);
    expect(new URLSearchParams(queries.area).has('area')).toBe(false);
    expect(new URLSearchParams(queries.area).get('category')).toBe('WATER');
    expect(new URLSearchParams(queries.category).has('category')).toBe(false);
    expect(new URLSearchParams(queries.category).get('from')).toBe('2026-01-01');
    expect(new URLSearchParams(queries.status).get('status')).toBe(STATUSES.join(','));
    expect(new URLSearchParams(summaryQuery(filter)).get('area')).toBe('alai-1');
  });
});

describe('the file to take away', () => {
  it('has the filter and the language in its address, and nothing of how the map looks', () => {
    const view = {
      ...DEFAULT_VIEW,
      area: ['alai-1', 'alai-2'],
      mode: 'points' as const,
      radius: 300,
      report: 'ABCD2345',
    };
    expect(exportHref('reports', view, 'ru')).toBe('/api/exports/reports.geojson?area=alai-1,alai-2&lang=ru');
  });

  it('shows what each area holds, its parts included', () => {
    const counts = areaCounts(
      answer([
        { area: 'quarter', status: 'new', count: 2 },
        { area: 'alai-1', status: 'resolved', count: 1 },
        { area: 'alai-1', status: 'rejected', count: 5 },
      ]),
      areas,
    );
    expect(counts.get('alai-1')).toEqual({ reports: 8, open: 2, resolved: 1 });
    expect(counts.get('alai-2')).toEqual({ reports: 0, open: 0, resolved: 0 });
  });
});
