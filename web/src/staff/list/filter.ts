/** The list's filter is its address, so that a view can be kept and sent to a colleague. */

export const FLAGS = ['waiting', 'overdue', 'unassigned', 'flagged', 'pendingPhotos', 'doubted', 'hidden'] as const;
export type Flag = (typeof FLAGS)[number];

const KNOWN = ['q', 'area', 'category', 'status', 'from', 'to', 'sort', ...FLAGS] as const;
export type FilterKey = (typeof KNOWN)[number];

const PAGE = 50;

/** The question of an address; what is not known there is left out, because the server would refuse it. */
export function questionOf(search: URLSearchParams): string {
  const params = new URLSearchParams();
  for (const key of KNOWN) {
    const value = search.get(key)?.trim();
    if (value) params.set(key, value);
  }
  params.set('limit', String(PAGE));
  return `/api/staff/reports?${params}`;
}

/** The address with one part of the filter set, or taken away by ''. */
export function withFilter(search: URLSearchParams, key: FilterKey, value: string): string {
  const next = new URLSearchParams(search);
  if (value === '') next.delete(key);
  else next.set(key, value);
  const query = String(next);
  return query === '' ? '/staff/reports' : `/staff/reports?${query}`;
}
