import { listAreas } from '../areas/store.ts';
import type { Names } from '../contract/catalog.ts';
import type { Language } from '../contract/enums.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { Filter } from '../filters/rules.ts';

interface Naming {
  /** Names of codes in this language are added; none when null. */
  language: Language | null;
  /** JSON object: status -> its name in that language. */
  statusNames: string;
}

/** What files say of an area. */
export interface AreaSaid {
  code: string;
  name: Names;
  /** Its boundary is a placeholder. */
  approximate: boolean;
}

const selectAreasSaid = statement<object, AreaSaid>('exports/areas_said');
const selectDemo = statement<Filter, { demo: boolean }>('exports/demo');
const selectReports = statement<
  Filter & Naming & { afterTime: string | null; afterId: string | null; limit: number | null },
  { line: string }
>('exports/reports');

/** Every report that fits the filter, newest first: GeoJSON texts, each after a comma and before a line feed. */
export function exportReports(database: Database, filter: Filter, naming: Naming): AsyncGenerator<Buffer | string> {
  return database.readLarge(selectReports, { ...filter, ...naming, afterTime: null, afterId: null });
}

/** Areas in force as GeoJSON texts, with counts of the reports that fit the filter. */
export async function exportAreas(sql: Sql, filter: Filter): Promise<string[]> {
  return listAreas(sql, filter, null);
}

/** Names of areas in force, and which of their boundaries are placeholders. */
export async function areasSaid(sql: Sql): Promise<AreaSaid[]> {
  return sql.run(selectAreasSaid, {});
}

/** Whether invented reports are among those that fit the filter. */
export async function demoShownIn(sql: Sql, filter: Filter): Promise<boolean> {
  return (await sql.run(selectDemo, filter))[0]!.demo;
}
