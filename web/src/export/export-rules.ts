import type { StatisticsAnswer } from '../../../server/contract/analysis.ts';
import type { AreaFeature } from '../../../server/contract/catalog.ts';
import type { Language } from '../../../server/contract/enums.ts';
import { countAreas } from '../explore/statistics.ts';
import { filterParams } from '../explore/url.ts';
import type { Filter } from '../explore/url.ts';

/** What can be taken as a file. */
export type Layer = 'reports' | 'areas';

/** Address of the file: the same filter always gives the data of the day. */
export function exportHref(layer: Layer, filter: Filter, language: Language): string {
  const params = filterParams(filter);
  params.set('lang', language);
  return `/api/exports/${layer}.geojson?${params.toString().replaceAll('%2C', ',')}`;
}

/** Counts of one area, its parts included. */
export interface AreaCounts {
  reports: number;
  open: number;
  resolved: number;
}

/** Query of the counts that the file of boundaries will hold. */
export function areaCountsQuery(filter: Filter): string {
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
