/** What staff do with a report from a button or a key: one table for both. */
import type { Right } from '../../../../server/contract/rights.ts';
import type { StaffReport } from '../../../../server/contract/staff-reports.ts';
import { m } from '../../paraglide/messages.js';
import { workApi } from '../handling/api.ts';
import type { Shortcut } from '../keys.svelte.ts';
import { reportApi } from './api.ts';
import type { ActionName, Work } from './work.svelte.ts';

interface ReportAction {
  /** Of the key that does it, see Shortcut. */
  code: string;
  label: () => string;
  right: Right;
  /** Whether it can be done with the report as it is. */
  fits: (report: StaffReport) => boolean;
  run: (work: Work, report: StaffReport) => void;
  /** Asks something before anything is done. */
  asks: boolean;
}

const hasText = ({ description, landmark }: StaffReport): boolean => description !== null || landmark !== null;
const isOpen = ({ status }: StaffReport): boolean => ['new', 'verified', 'in_progress'].includes(status);
const isOwn = ({ mergedInto }: StaffReport): boolean => mergedInto === null;
const always = (): boolean => true;

/** The photo a key means: the first one that nobody has looked at yet. */
export const photoInHand = ({ photos }: StaffReport): string | null =>
  photos.find(({ state }) => state === 'pending')?.id ?? null;
/** Parts of a photo can be made unreadable at any time. */
const photoToBlur = (report: StaffReport): string | null => photoInHand(report) ?? report.photos[0]?.id ?? null;

/** Publishes the text as it was sent; of one that was edited before, as it was sent again. */
const approve = (work: Work, { description, landmark }: StaffReport): void =>
  void work.run((seen) => reportApi.text(seen, { description, landmark }), m.staff_published());

/** The pin stays, its text is not published. */
const leaveWithoutText = (work: Work): void =>
  void work.run((seen) => reportApi.text(seen, { description: null, landmark: null }), m.staff_left_without_text());

const showAgain = (work: Work): void =>
  void work.run((seen) => reportApi.visibility(seen, { hidden: false }), m.staff_shown_again());

export const publishPhoto = (work: Work, photo: string): void =>
  void work.run((seen) => reportApi.photo(seen, photo, { state: 'published' }), m.staff_changed());

/** Does it at once, with the right to moderate unless another is named. */
function does(
  code: string,
  label: () => string,
  run: ReportAction['run'],
  more: { fits: ReportAction['fits']; right?: Right },
): ReportAction {
  return { code, label, run, right: 'reports.moderate', asks: false, ...more };
}

/** Opens what asks for the rest. */
function opens(
  code: string,
  label: () => string,
  action: ActionName,
  right: Right,
  fits: ReportAction['fits'] = always,
): ReportAction {
  return { code, label, right, fits, asks: true, run: (work) => void (work.action = action) };
}

export const REPORT_ACTIONS = {
  approve: does('KeyA', m.staff_approve, approve, { fits: (report) => hasText(report) && report.waiting }),
  edit: { ...opens('KeyE', m.staff_edit, 'edit', 'reports.moderate', hasText), asks: false },
  withoutText: does('KeyX', m.staff_no_text, leaveWithoutText, {
    fits: (report) => hasText(report) && (report.waiting || report.publishedDescription !== null),
  }),
  hide: opens('KeyH', m.staff_hide, 'hide', 'reports.moderate', ({ hidden }) => hidden === null),
  show: does('KeyH', m.staff_show_again, showAgain, { fits: ({ hidden }) => hidden !== null }),
  publishPhoto: does('KeyF', m.staff_photo_publish, (work, report) => publishPhoto(work, photoInHand(report)!), {
    fits: (report) => photoInHand(report) !== null,
  }),
  refusePhoto: {
    ...opens('KeyR', m.staff_photo_refuse, 'refuse', 'reports.moderate', (report) => photoInHand(report) !== null),
    run: (work, report) => work.openPhoto('refuse', photoInHand(report)!),
  },
  blurPhoto: {
    ...opens('KeyB', m.blur_open, 'blur', 'reports.moderate', (report) => photoToBlur(report) !== null),
    run: (work, report) => work.openPhoto('blur', photoToBlur(report)!),
  },
  category: opens('KeyC', m.staff_category, 'category', 'reports.moderate'),
  move: opens('KeyM', m.staff_move_pin, 'move', 'reports.moderate'),
  area: opens('KeyS', m.staff_area, 'area', 'reports.moderate'),
  precision: opens('KeyP', m.staff_precision, 'precision', 'reports.moderate'),
  question: opens('KeyQ', m.work_ask, 'question', 'reports.work', isOwn),
  note: opens('KeyN', m.staff_note, 'note', 'reports.work'),
  status: opens('KeyT', m.staff_status, 'status', 'reports.work'),
  reply: opens('KeyL', m.many_reply, 'reply', 'reports.work', isOwn),
  resolve: opens('KeyV', m.work_resolve, 'resolve', 'reports.work', (report) => isOwn(report) && isOpen(report)),
  reopen: opens('KeyV', m.work_reopen, 'reopen', 'reports.work', (report) => isOwn(report) && !isOpen(report)),
  body: opens('KeyO', m.work_change_body, 'body', 'reports.work', isOwn),
  merge: opens('KeyD', m.work_duplicates, 'merge', 'reports.moderate', isOwn),
  flags: does(
    'KeyG',
    m.work_flags_seen,
    (work) => void work.run((seen) => workApi.flagsSeen(seen, {}), m.staff_changed()),
    { fits: ({ flags }) => flags.open > 0 },
  ),
  verdicts: does(
    'KeyW',
    m.work_verdicts_seen,
    (work) => void work.run((seen) => workApi.verdictsSeen(seen, {}), m.staff_changed()),
    { fits: ({ doubted }) => doubted, right: 'reports.work' },
  ),
} satisfies Record<string, ReportAction>;
export type ReportActionName = keyof typeof REPORT_ACTIONS;

/** The keys for the report in hand, for whoever has the rights. */
export function reportShortcuts(work: Work, may: (right: Right) => boolean): Shortcut[] {
  const actions: ReportAction[] = Object.values(REPORT_ACTIONS);
  return actions
    .filter(({ right }) => may(right))
    .map(({ code, label, fits, run }) => ({
      code,
      label,
      fits: () => work.report !== null && fits(work.report),
      run: () => work.report && run(work, work.report),
    }));
}
