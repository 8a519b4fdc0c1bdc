/** How long personal data is kept, as the settings page shows it. */
import { RETENTION_DAYS, type Retention, type RetentionPreview } from '../../../../server/contract/site-settings.ts';
import { formatNumber } from '../../i18n/format.ts';
import { m } from '../../paraglide/messages.js';
import { locale } from '../../state/locale.svelte.ts';
import { isWholeNumber } from './rules.ts';

export type Period = keyof Retention;
export const PERIODS = Object.keys(RETENTION_DAYS) as readonly Period[];

const LABELS: Record<Period, () => string> = {
  contactDays: m.retention_contact,
  contactAtMostDays: m.retention_contact_at_most,
  unpublishedDays: m.retention_unpublished,
  addressDays: m.retention_address,
  refusedPhotoDays: m.retention_refused_photo,
  unblurredPhotoDays: m.retention_unblurred_photo,
  flagNoteDays: m.retention_flag_note,
};
export const periodName = (period: string): string => LABELS[period as Period]?.() ?? period;

const shown = (number: number): string => formatNumber(number, locale.current, 0);
export const daysWords = (days: number): string => m.retention_days({ shown: shown(days) });

/** Whether every period is one that may be set. */
export const isWhole = (typed: Record<Period, string>): boolean =>
  PERIODS.every((period) => isWholeNumber(typed[period], RETENTION_DAYS[period]));

const ERASED: Record<keyof RetentionPreview, (shown: { shown: string }) => string> = {
  contacts: m.retention_erases_contacts,
  reports: m.retention_erases_reports,
  addresses: m.retention_erases_addresses,
  refusedPhotos: m.retention_erases_refused_photos,
  unblurredPhotos: m.retention_erases_unblurred_photos,
  flagNotes: m.retention_erases_flag_notes,
};

/** What would be erased at the next run, a line for each kind; none when nothing is. */
export function erasedWords(preview: RetentionPreview): string[] {
  return (Object.keys(ERASED) as (keyof RetentionPreview)[])
    .filter((kind) => preview[kind] > 0)
    .map((kind) => ERASED[kind]({ shown: shown(preview[kind]) }));
}
