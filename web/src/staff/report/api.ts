import type { Static } from 'typebox';
import type { BlurRegion, PhotoBlur, PhotoStateChange } from '../../../../server/contract/staff-photos.ts';
import type { Claim, Queue } from '../../../../server/contract/staff-queue.ts';
import type {
  PlaceChange,
  ReportContact,
  StaffHistory,
  StaffReport,
  StaffReportPage,
  StatusChange,
  TextChange,
  VisibilityChange,
} from '../../../../server/contract/staff-reports.ts';
import { ask } from '../api.ts';

/** Which report, as it was seen: the server refuses a change of anything newer (412 version_conflict). */
export type Seen = Pick<StaffReport, 'id' | 'version'>;
export type ReportPage = Static<typeof StaffReportPage>;
export type Contact = Static<typeof ReportContact>['contact'];
export type HistoryEntry = StaffHistory['history'][number];

/** Where staff see a photo of any state. A browser shows a picture of one address again: every version has its own. */
export const photoSource = (
  { id, version }: Seen,
  photo: string,
  part: '.jpg' | '/thumbnail.jpg',
  of: 'public' | 'original' = 'public',
): string => path(id, `/photos/${encodeURIComponent(photo)}${part}?of=${of}&version=${version}`);

export const path = (id: string, part = ''): string => `/api/staff/reports/${encodeURIComponent(id)}${part}`;
export const changeWith =
  <B>(part: string, method: 'PATCH' | 'POST' | 'PUT' = 'PATCH') =>
  (seen: Seen, body: B) =>
    ask<StaffReport>(path(seen.id, part), { method, headers: { 'If-Match': String(seen.version) }, body });

/** Reports as staff know them. Every change answers with the report as it is afterwards. */
export const reportApi = {
  queue: (limit: number, signal?: AbortSignal) => ask<Queue>(`/api/staff/queue?limit=${limit}`, { signal }),
  claim: (id: string) => ask<Static<typeof Claim>>(path(id, '/claim'), { method: 'PUT' }),
  release: (id: string) => ask<null>(path(id, '/claim'), { method: 'DELETE' }),
  /** The first page of a filter, or the one behind a `next` link. */
  list: (href: string, signal?: AbortSignal) => ask<ReportPage>(href, { signal }),
  one: (id: string, signal?: AbortSignal) => ask<StaffReport>(path(id), { signal }),
  history: (id: string, signal?: AbortSignal) => ask<StaffHistory>(path(id, '/history'), { signal }),
  contact: (id: string) => ask<{ contact: Contact }>(path(id, '/contact')),
  text: changeWith<TextChange>('/text'),
  status: changeWith<StatusChange>('/status'),
  visibility: changeWith<VisibilityChange>('/visibility'),
  place: changeWith<PlaceChange>('/place'),
  undo: changeWith<{ entry: number }>('/undo', 'POST'),
  note: changeWith<{ text: string }>('/notes', 'POST'),
  photo: (seen: Seen, photo: string, change: Static<typeof PhotoStateChange>) =>
    changeWith<Static<typeof PhotoStateChange>>(`/photos/${photo}`)(seen, change),
  blur: (seen: Seen, photo: string, regions: BlurRegion[]) =>
    changeWith<Static<typeof PhotoBlur>>(`/photos/${photo}/blur`, 'PUT')(seen, { regions }),
};
