/** The log's filter is its address, so that a view can be kept and sent to a colleague. */

export const FILTERS = ['user', 'action', 'report', 'area', 'from', 'to'] as const;
export type FilterKey = (typeof FILTERS)[number];

const PAGE = 50;

/** What an address asks for, as the server takes it: `to` is a day that still counts there, and the day after it here. */
export function paramsOf(search: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams();
  for (const key of FILTERS) {
    const value = search.get(key)?.trim();
    if (value) params.set(key, key === 'to' ? dayAfter(value) : value);
  }
  return params;
}

/** The first page of the entries of an address. */
export function questionOf(search: URLSearchParams): string {
  const params = paramsOf(search);
  params.set('limit', String(PAGE));
  return `/api/staff/audit?${params}`;
}

/** All entries of an address as a file. */
export function fileOf(search: URLSearchParams, format: 'csv' | 'ndjson'): string {
  const query = String(paramsOf(search));
  return `/api/staff/audit.${format}${query && '?'}${query}`;
}

/** The address with one part of the filter set, or taken away by ''. */
export function withFilter(search: URLSearchParams, key: FilterKey, value: string): string {
  const next = new URLSearchParams(search);
  if (value === '') next.delete(key);
  else next.set(key, value);
  const query = String(next);
  return query === '' ? '/staff/audit' : `/staff/audit?${query}`;
}

/** The day after a YYYY-MM-DD; anything else as it is, for the server to refuse. */
function dayAfter(day: string): string {
  const moment = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(moment) ? day : new Date(moment + 86_400_000).toISOString().slice(0, 10);
}
