/** What staff read of a report's fields, before and after a change, in words. */
import type { HIDE_REASONS } from '../../../../server/contract/staff-reports.ts';
import { type StaffReport } from '../../../../server/contract/staff-reports.ts';
import type { PhotoState, Precision, Status } from '../../../../server/contract/enums.ts';
import type { BlurRegion, PhotoRefusal } from '../../../../server/contract/staff-photos.ts';
import type { Mark } from '../../../../server/contract/staff-queue.ts';
import { formatDate } from '../../i18n/format.ts';
import { precisionName, statusName } from '../../i18n/words.ts';
import { m } from '../../paraglide/messages.js';
import type { Catalog } from '../../state/catalog.svelte.ts';
import { formatMoment } from '../moment.ts';

export type HideReason = (typeof HIDE_REASONS)[number];

const REASONS: Record<HideReason | 'withdrawn', () => string> = {
  withdrawn: m.staff_reason_withdrawn,
  personal_data: m.staff_reason_personal_data,
  abuse: m.staff_reason_abuse,
  spam: m.staff_reason_spam,
  not_a_problem: m.staff_reason_not_a_problem,
  test: m.staff_reason_test,
  other: m.staff_reason_other,
};
export const reasonName = (reason: string): string => REASONS[reason as HideReason]?.() ?? reason;

const REFUSALS: Record<PhotoRefusal, () => string> = {
  personal_data: m.photo_reason_personal_data,
  abuse: m.photo_reason_abuse,
  spam: m.photo_reason_spam,
  not_of_it: m.photo_reason_not_of_it,
  unreadable: m.photo_reason_unreadable,
  other: m.photo_reason_other,
};
export const refusalName = (reason: PhotoRefusal): string => REFUSALS[reason]();

/** What is decided about a photo, why, and how much of it cannot be read. */
export function photoWords(photo: { state: PhotoState; reason?: PhotoRefusal | null; blur: BlurRegion[] }): string {
  const state = photoStateName(photo.state);
  const parts = [photo.reason ? `${state}: ${refusalName(photo.reason)}` : state];
  if (photo.blur.length > 0) parts.push(m.photo_blurred({ shown: String(photo.blur.length) }));
  return parts.join(', ');
}

/** What a neighbour says who sent a photo with it. */
export function verdictWords({ fixed }: Pick<StaffReport['photos'][number], 'fixed'>): string {
  if (fixed === null) return m.staff_photo_earlier();
  return fixed ? m.verdict_yes() : m.verdict_no();
}

const MARK_NAMES: Record<Mark, () => string> = {
  phone: m.staff_mark_phone,
  plate: m.staff_mark_plate,
  name: m.staff_mark_name,
  abuse: m.staff_mark_abuse,
};
export const markName = (mark: Mark): string => MARK_NAMES[mark]();

const CHANNELS: Record<StaffReport['channel'], () => string> = {
  web: m.staff_channel_web,
  paper: m.staff_channel_paper,
  phone: m.staff_channel_phone,
  visit: m.staff_channel_visit,
  import: m.staff_channel_import,
  open311: m.staff_channel_open311,
};
export const channelName = (channel: StaffReport['channel']): string => CHANNELS[channel]();

const PHOTO_STATE_NAMES: Record<PhotoState, () => string> = {
  pending: m.staff_photo_pending,
  published: m.staff_photo_published,
  refused: m.staff_photo_refused,
};
export const photoStateName = (state: PhotoState): string => PHOTO_STATE_NAMES[state]();

/** Names of the fields of the audit log; one that is not known here keeps its own. */
const FIELDS: Record<string, () => string> = {
  category: m.staff_field_category,
  kind: m.staff_field_kind,
  status: m.staff_field_status,
  location: m.staff_field_location,
  assignedArea: m.staff_field_area,
  precision: m.staff_field_precision,
  publishedDescription: m.staff_field_text,
  publishedLandmark: m.staff_field_landmark,
  hiddenAt: m.staff_field_hidden,
  hiddenReason: m.staff_field_hidden_reason,
  moderatedAt: m.staff_field_moderated,
  resolvedAt: m.staff_field_resolved,
  body: m.staff_field_body,
  dueOn: m.staff_field_due,
  description: m.staff_field_said,
  landmark: m.staff_field_said_landmark,
  verdictsSeenAt: m.staff_field_verdicts_seen,
  bodyByHand: m.staff_field_by_hand,
  mergedInto: m.staff_field_merged,
  flagsSeenAt: m.staff_field_flags,
  // What hangs on a report is named by its kind and id.
  photo: m.staff_field_photo,
  reply: m.reply_title,
  question: m.work_question,
};
export const fieldName = (field: string): string => FIELDS[field.split('.')[0]!]?.() ?? field;

const COORDINATE_DIGITS = 6;

/** A value of such a field; null is said as "none". */
export function valueWords(field: string, value: unknown, catalog: Catalog): string {
  if (value === null || value === undefined || value === '') return m.staff_nothing();
  const text = String(value);
  switch (field.split('.')[0]) {
    case 'photo':
      return photoWords(value as Parameters<typeof photoWords>[0]);
    case 'reply':
    case 'question':
    case 'mergedInto':
      return m.staff_yes();
    case 'bodyByHand':
      return value === true ? m.staff_yes() : m.staff_nothing();
    case 'status':
      return statusName(value as Status);
    case 'precision':
      return precisionName(value as Precision);
    case 'hiddenReason':
      return reasonName(text);
    case 'category':
    case 'kind':
      return catalog.codeName(text) ?? text;
    case 'body':
      return catalog.bodyName(text) ?? text;
    case 'dueOn':
      return formatDate(text);
    case 'assignedArea':
      return areaName(text, catalog);
    case 'location': {
      const [lng, lat] = value as number[];
      return `${lat?.toFixed(COORDINATE_DIGITS)}, ${lng?.toFixed(COORDINATE_DIGITS)}`;
    }
  }
  return field.endsWith('At') ? formatMoment(text) : text;
}

/** The name of an area; "not determined" outside all of them. */
export function areaName(code: string | null, catalog: Catalog): string {
  const area = code === null ? undefined : catalog.area(code);
  return area ? catalog.nameOf(area.properties.name) : (code ?? m.area_none());
}

/** A report's fields as the audit log names them. */
export function fieldsOf(report: StaffReport): Record<string, unknown> {
  return {
    category: report.category,
    kind: report.kind,
    status: report.status,
    publishedDescription: report.publishedDescription,
    publishedLandmark: report.publishedLandmark,
    moderatedAt: report.moderatedAt,
    hiddenAt: report.hidden?.at ?? null,
    hiddenReason: report.hidden?.reason ?? null,
    location: report.location?.coordinates ?? null,
    assignedArea: report.assignedArea,
    precision: report.precision,
  };
}

/** Names of the fields that differ between two states of a report. */
export function changedFields(before: StaffReport, after: StaffReport): string[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  return Object.keys(from).filter((field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]));
}
