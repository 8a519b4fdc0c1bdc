import { listAreas } from '../areas/store.ts';
import type { Sql } from '../db/database.ts';
import type { ReportFeature } from '../contract/reports.ts';
import { statement } from '../db/statement.ts';
import type { Filter } from '../filters/rules.ts';
import { listReports, type Cursor } from '../reports/store.ts';

const PAGE_FEATURES = 1000;
const selectDemo = statement<Filter, { demo: boolean }>('exports/demo');

/**
 * Every report that fits the filter in pages of 1,000 by key: a connection is held only while a page is
 * read, so that a slow reader holds up nobody, and memory stays flat.
 */
export async function* exportReportPages(sql: Sql, filter: Filter): AsyncGenerator<ReportFeature[]> {
  let cursor: Cursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listReports>> = await listReports(sql, filter, cursor, PAGE_FEATURES);
    yield JSON.parse(`[${page.features}]`) as ReportFeature[];
    cursor = page.next;
  } while (cursor !== null);
}

/** Areas in force as GeoJSON texts, with counts of the reports that fit the filter. */
export async function exportAreas(sql: Sql, filter: Filter): Promise<string[]> {
  return listAreas(sql, filter, null);
}

/** Whether invented reports are among those that fit the filter. */
export async function demoShownIn(sql: Sql, filter: Filter): Promise<boolean> {
  return (await sql.run(selectDemo, filter))[0]!.demo;
}
