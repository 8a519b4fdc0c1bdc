/** What a moderator does with a text in one step, from a button or a key. */
import type { StaffReport } from '../../../../server/contract/staff-reports.ts';
import { m } from '../../paraglide/messages.js';
import { reportApi } from './api.ts';
import type { Work } from './work.svelte.ts';

/** Publishes the text as it was sent; of one that was edited before, as it was sent again. */
export function approve(work: Work, { description, landmark }: StaffReport): Promise<boolean> {
  return work.run((seen) => reportApi.text(seen, { description, landmark }), m.staff_published());
}

/** The pin stays, its text is not published. */
export function leaveWithoutText(work: Work): Promise<boolean> {
  return work.run((seen) => reportApi.text(seen, { description: null, landmark: null }), m.staff_left_without_text());
}

export function showAgain(work: Work): Promise<boolean> {
  return work.run((seen) => reportApi.visibility(seen, { hidden: false }), m.staff_shown_again());
}

/** Decides on the first photo that nobody has looked at yet. */
export function decidePhoto(work: Work, state: 'published' | 'refused'): void {
  const photo = work.report?.photos.find((other) => other.state === 'pending');
  if (photo) void work.run((seen) => reportApi.photo(seen, photo.id, state), m.staff_changed());
}
