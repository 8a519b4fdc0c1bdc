import type { Retention } from '../contract/site-settings.ts';

/** Days that personal data is kept where nobody set anything else; the order is that of docs/privacy.md. */
export const RETENTION_DEFAULTS: Retention = {
  contactDays: 90,
  contactAtMostDays: 730,
  unpublishedDays: 1095,
  addressDays: 7,
  refusedPhotoDays: 30,
  unblurredPhotoDays: 90,
  flagNoteDays: 180,
};

/** The periods in force: those set by an administrator, the defaults for others. */
export function retentionOf(settings: Readonly<Record<string, unknown>>): Retention {
  return { ...RETENTION_DEFAULTS, ...(settings.retention as Partial<Retention> | undefined) };
}

/** What the job deletes, by kind. */
export const ENFORCED = [
  'contacts',
  'notices',
  'reports',
  'addresses',
  'unblurredPhotos',
  'flagNotes',
  'sessions',
  'links',
  'words',
] as const;

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

/** The instant so many days before another. */
export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MILLISECONDS);
}
