import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { Filter } from '../filters/rules.ts';

const selectAreas = statement<Filter & { kinds: string[] | null }, { code: string; feature: string }>('areas/list');

/** Areas in force as GeoJSON Feature texts with counts of the reports that fit the filter; null kinds means all. */
export async function listAreas(sql: Sql, filter: Filter, kinds: string[] | null): Promise<string[]> {
  return (await sql.run(selectAreas, { ...filter, kinds })).map((row) => row.feature);
}
