import type { StatisticsAnswer } from '../../../server/contract/analysis.ts';
import type { AreaFeature } from '../../../server/contract/catalog.ts';
import type { Language } from '../../../server/contract/enums.ts';
import { countAreas } from '../explore/statistics.ts';
import { filterParams } from '../explore/url.ts';
import type { View } from '../explore/url.ts';

/** What can be taken as a file. */
export const LAYERS = ['reports', 'areas', 'heat', 'grid', 'hotspots'] as const;
export type Layer = (typeof LAYERS)[number];

/** Address of the file: the same filter always gives the data of the day. */
export function exportHref(layer: Layer, view: View, language: Language): string {
  const params = filterParams(view);
  if (layer === 'heat') params.set('radius', String(view.radius));
  if (layer === 'grid') params.set('size', String(view.size));
  if (layer === 'heat' || layer === 'grid') params.set('weight', view.weight);
  params.set('lang', language);
  return `/api/exports/${layer}.geojson?${params.toString().replaceAll('%2C', ',')}`;
}

/** Address of the feed with the same filter. */
export function feedHref(view: View, language: Language): string {
  const params = filterParams(view);
  params.set('lang', language);
  return `/feeds/reports.atom?${params.toString().replaceAll('%2C', ',')}`;
}

/** Counts of one area, its parts included. */
export interface AreaCounts {
  reports: number;
  open: number;
  resolved: number;
}

/** Query of the counts that the file of boundaries will hold. */
export function areaCountsQuery(filter: View): string {
  const params = filterParams(filter);
  params.set('by', 'area,status');
  return params.toString();
}

/** Counts by area code; what was neither solved nor turned down is open. */
export function areaCounts(answer: StatisticsAnswer, areas: readonly AreaFeature[]): Map<string, AreaCounts> {
  const of = (statuses: readonly string[]) =>
    countAreas({ ...answer, groups: answer.groups.filter(({ status = '' }) => statuses.includes(status)) }, areas);
  const all = countAreas(answer, areas);
  const open = of(['new', 'verified', 'in_progress']);
  const resolved = of(['resolved']);
  return new Map(
    areas.map(({ properties: { code } }) => [
      code,
      { reports: all.get(code) ?? 0, open: open.get(code) ?? 0, resolved: resolved.get(code) ?? 0 },
    ]),
  );
}
