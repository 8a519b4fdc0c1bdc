import { changesOf } from '../audit/rules.ts';
import type { FieldChange } from '../audit/store.ts';
import { PRECISIONS, type Precision } from '../contract/enums.ts';
import type { SettingsChange, SiteSettings, StaffCategory } from '../contract/site.ts';
import { problem } from '../http/problem.ts';
import { retentionOf } from '../retention/rules.ts';

/** Name in the interface -> key in the table of settings. */
export const SETTING_KEYS = {
  emergencyPhone: 'emergency_phone',
  safetyPhone: 'safety_phone',
  replyWorkingDays: 'reply_working_days',
  holidays: 'holidays',
  notice: 'site_notice',
  retention: 'retention',
} as const satisfies Record<keyof SiteSettings, string>;

/** Settings as an administrator sees them. */
export function siteSettings(stored: Readonly<Record<string, unknown>>): SiteSettings {
  return {
    emergencyPhone: String(stored.emergency_phone),
    safetyPhone: String(stored.safety_phone),
    replyWorkingDays: Number(stored.reply_working_days),
    holidays: (stored.holidays as string[] | undefined) ?? [],
    notice: (stored.site_notice as SiteSettings['notice'] | undefined) ?? null,
    retention: retentionOf(stored),
  };
}

/** What a change of settings makes different; throws invalid_input for a day that no calendar has. */
export function changedSettings(before: SiteSettings, change: SettingsChange): FieldChange[] {
  for (const day of change.holidays ?? []) checkDay(day);
  const wish = { ...change, ...(change.holidays ? { holidays: [...change.holidays].sort() } : {}) };
  return changesOf(before, { ...before, ...wish });
}

/** The next free code of a new kind: CATEGORY_N1, CATEGORY_N2, ... */
export function newKindCode({ code, kinds }: StaffCategory): string {
  const taken = new Set(kinds.map((kind) => kind.code));
  for (let number = 1; ; number++) if (!taken.has(`${code}_N${number}`)) return `${code}_N${number}`;
}

export function isCoarser(after: Precision, before: Precision): boolean {
  return PRECISIONS.indexOf(after) > PRECISIONS.indexOf(before);
}

function checkDay(day: string): void {
  // A day of every year may be the 29th of February.
  const full = day.length === 5 ? `2024-${day}` : day;
  const date = new Date(`${full}T00:00:00Z`);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(full)) return;
  throw problem('invalid_input', `holidays: ${day}`, { errors: [{ path: 'holidays', code: 'date_malformed' }] });
}
