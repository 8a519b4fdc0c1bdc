/** The list's filter and order are its address, so that a view can be kept and sent to a colleague. */
import { SORT_ORDERS, STAFF_SORTS, type SortOrder, type StaffSort } from '../../../../server/contract/staff-reports.ts';

export const FLAGS = ['waiting', 'overdue', 'unassigned', 'flagged', 'pendingPhotos', 'doubted', 'hidden'] as const;
export type Flag = (typeof FLAGS)[number];

/** Filters of several values at a time. */
export type ListKey = 'area' | 'category' | 'status' | 'body';
/** Those that no field of the page sets, but that a link may bring: a place of the map. */
export const PLACES = ['bbox', 'within'] as const;

const KNOWN = ['q', 'area', 'category', 'status', 'body', 'from', 'to', 'demo', ...PLACES, ...FLAGS] as const;
export type FilterKey = (typeof KNOWN)[number];

export interface Sorting {
  sort: StaffSort;
  order: SortOrder;
}
const FIRST: Sorting = { sort: 'reported', order: STAFF_SORTS.reported };
const PAGE = 50;

/** The question of an address; what is not known there is left out, because the server would refuse it. */
export function questionOf(search: URLSearchParams): string {
  const params = new URLSearchParams();
  for (const key of KNOWN) {
    const value = search.get(key)?.trim();
    if (value) params.set(key, value);
  }
  const { sort, order } = sortingOf(search);
  if (sort !== FIRST.sort) params.set('sort', sort);
  if (order !== STAFF_SORTS[sort]) params.set('order', order);
  params.set('limit', String(PAGE));
  return `/api/staff/reports?${params}`;
}

/** Values of a filter, each once. */
export function listOf(search: URLSearchParams, key: ListKey): string[] {
  const values = (search.get(key) ?? '').split(',').map((value) => value.trim());
  return [...new Set(values)].filter((value) => value !== '');
}

/** The address with some parts of the filter set, or taken away by ''. */
export function withFilter(search: URLSearchParams, changes: Partial<Record<FilterKey, string>>): string {
  return hrefOf(search, changes);
}

/** How many filters an address has, words and order left out: those that a phone folds away. */
export function countFilters(search: URLSearchParams): number {
  return KNOWN.filter((key) => key !== 'q' && search.get(key)?.trim()).length;
}

/** The order of an address; what is no order there is taken for the usual one. */
export function sortingOf(search: URLSearchParams): Sorting {
  const asked = search.get('sort') ?? '';
  const sort = Object.hasOwn(STAFF_SORTS, asked) ? (asked as StaffSort) : FIRST.sort;
  const order = SORT_ORDERS.find((one) => one === search.get('order')) ?? STAFF_SORTS[sort];
  return { sort, order };
}

/** The address in another order; the usual ways are left out of it. */
export function withSorting(search: URLSearchParams, { sort, order }: Sorting): string {
  return hrefOf(search, {
    sort: sort === FIRST.sort ? '' : sort,
    order: order === STAFF_SORTS[sort] ? '' : order,
  });
}

/** What a press on the head of a column asks for: its usual way, then the other. */
export function turned(now: Sorting, sort: StaffSort): Sorting {
  if (now.sort !== sort) return { sort, order: STAFF_SORTS[sort] };
  return { sort, order: now.order === 'asc' ? 'desc' : 'asc' };
}

function hrefOf(search: URLSearchParams, changes: Record<string, string>): string {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === '') next.delete(key);
    else next.set(key, value);
  }
  const query = String(next).replaceAll('%2C', ',');
  return query === '' ? '/staff/reports' : `/staff/reports?${query}`;
}
