import type { MultiPolygon } from 'geojson';
import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { Filter } from '../filters/rules.ts';

/** One report: lng and lat are null where only the settlement is published. */
export interface HeatPointRow {
  areaId: number | null;
  lng: number | null;
  lat: number | null;
  areaOnly: boolean;
  supports: number;
  households: number;
}
export interface HeatAreaRow {
  id: number;
  code: string;
  geometry: MultiPolygon;
}

const selectPoints = statement<Filter, HeatPointRow>('heat/points');
const selectAreas = statement<{ ids: number[] }, HeatAreaRow>('heat/areas');

/** Published places of the reports that fit the filter. */
export async function heatPoints(sql: Sql, filter: Filter): Promise<HeatPointRow[]> {
  return sql.run(selectPoints, filter);
}

/** Boundaries by area id. */
export async function heatAreas(sql: Sql, ids: number[]): Promise<HeatAreaRow[]> {
  return sql.run(selectAreas, { ids });
}
