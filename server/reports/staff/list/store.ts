import type { Actor } from '../../../auth/rules.ts';
import { CHANNELS, PRECISIONS, STATUSES } from '../../../contract/enums.ts';
import { HIDE_REASONS, type SortOrder, type StaffSort } from '../../../contract/staff-reports.ts';
import type { Sql } from '../../../db/database.ts';
import { statement } from '../../../db/statement.ts';
import type { Filter } from '../../../filters/rules.ts';
import { decodeCursor, decodeValueCursor, encodeCursor } from '../../cursor.ts';

export type StaffFilter = Filter & {
  hidden: boolean | null;
  waiting: boolean | null;
  overdue: boolean | null;
  unassigned: boolean | null;
  flagged: boolean | null;
  pendingPhotos: boolean | null;
  doubted: boolean | null;
  bodies: string[] | null;
};

type Page = StaffFilter & {
  limitAreas: readonly number[] | null;
  afterTime: string | null;
  afterId: string | null;
  limit: number;
};
type PageByValue = Page & {
  sort: StaffSort;
  listed: readonly string[];
  descending: boolean;
  afterValue: number | null;
};
/** `at`: the time the page is ordered by. */
type Row = { report: string; id: string; at: string };

/** In the order of an index, so that the deepest page costs no more than the first. */
const BY_TIME = {
  'reported desc': statement<Page, Row>('staff_reports/list'),
  'reported asc': statement<Page, Row>('staff_reports/list_oldest'),
  'updated desc': statement<Page, Row>('staff_reports/list_updated'),
  'updated asc': statement<Page, Row>('staff_reports/list_unchanged'),
};
/** All others: what fits is looked at once, and as many as the page holds are kept on the way. */
const byValue = statement<PageByValue, Row & { value: number | null }>('staff_reports/list_by_value');

/** Orders that are in no table. */
const LISTED: Partial<Record<StaffSort, readonly string[]>> = {
  status: STATUSES,
  precision: PRECISIONS,
  channel: CHANNELS,
  hidden: HIDE_REASONS,
};

/**
 * Up to `limit` reports within the actor's areas as JSON texts, in the order asked for, and the cursor of the next page.
 * Throws cursor_malformed.
 */
export async function listStaffReports(
  sql: Sql,
  actor: Actor,
  filter: StaffFilter,
  { sort, order }: { sort: StaffSort; order: SortOrder },
  cursor: string | null,
  limit: number,
): Promise<{ reports: string[]; next: string | null }> {
  const page = { limitAreas: actor.areaIds, ...filter, limit: limit + 1 };
  if (sort === 'reported' || sort === 'updated') {
    const after = cursor === null ? { afterTime: null, afterId: null } : decodeCursor(cursor);
    const rows = await sql.run(BY_TIME[`${sort} ${order}`], { ...page, ...after });
    return paged(rows, limit, ({ at, id }) => encodeCursor({ afterTime: at, afterId: id }));
  }
  const after = cursor === null ? { afterTime: null, afterId: null, afterValue: null } : decodeValueCursor(cursor);
  const ordered = { sort, listed: LISTED[sort] ?? [], descending: order === 'desc' };
  const rows = await sql.run(byValue, { ...page, ...after, ...ordered });
  return paged(rows, limit, ({ at, id, value }) => encodeCursor({ afterTime: at, afterId: id, afterValue: value }));
}

/** The rows without the one more that was asked for, which tells that there is a next page. */
function paged<R extends Row>(rows: R[], limit: number, cursorOf: (last: R) => string) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { reports: page.map(({ report }) => report), next: rows.length > limit && last ? cursorOf(last) : null };
}
