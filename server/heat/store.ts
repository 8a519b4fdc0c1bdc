import type { MultiPolygon } from 'geojson';
import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';

export interface HeatAreaRow {
  id: number;
  code: string;
  geometry: MultiPolygon;
}

const selectAreas = statement<{ ids: number[] }, HeatAreaRow>('heat/areas');

/** Boundaries by area id. */
export async function heatAreas(sql: Sql, ids: number[]): Promise<HeatAreaRow[]> {
  return sql.run(selectAreas, { ids });
}
