import { changesOf } from '../../audit/rules.ts';
import type { FieldChange } from '../../audit/store.ts';
import { SITE_TEXTS, type SettingsChange, type SiteSettings } from '../../contract/site-settings.ts';
import { problem } from '../../http/problem.ts';
import { retentionOf } from '../../retention/rules.ts';

export type SettingName = keyof Omit<SiteSettings, 'version'>;

/** Name in the interface -> key in the table of settings. */
export const SETTING_KEYS = {
  emergencyPhone: 'emergency_phone',
  safetyPhone: 'safety_phone',
  replyWorkingDays: 'reply_working_days',
  holidays: 'holidays',
  officePhone: 'office_phone',
  officeEmail: 'office_email',
  officeAddress: 'office_address',
  notice: 'site_notice',
  siteName: 'text_site_name',
  notAppeal: 'text_not_appeal',
  thanks: 'text_thanks',
  about: 'text_about',
  retention: 'retention',
} as const satisfies Record<SettingName, string>;

/** Settings as an administrator sees them. What was never set is null. */
export function siteSettings(stored: Readonly<Record<string, unknown>>, version: number): SiteSettings {
  const names = Object.keys(SETTING_KEYS) as SettingName[];
  const values = Object.fromEntries(names.map((name) => [name, stored[SETTING_KEYS[name]] ?? null]));
  return {
    ...(values as Omit<SiteSettings, 'version'>),
    holidays: (values.holidays as string[] | null) ?? [],
    retention: retentionOf(stored),
    version,
  };
}

/** What a change of settings makes different; throws invalid_input for a day that no calendar has. */
export function changedSettings(
  before: SiteSettings,
  change: SettingsChange,
): (FieldChange & { field: SettingName })[] {
  for (const day of change.holidays ?? []) checkDay(day);
  const wish = { ...change, ...(change.holidays ? { holidays: [...change.holidays].sort() } : {}) };
  return changesOf(before, { ...before, ...wish }) as (FieldChange & { field: SettingName })[];
}

/** What the audit log calls it: the texts of the site are texts. */
export function subjectOf(name: SettingName): 'setting' | 'text' {
  return (SITE_TEXTS as readonly string[]).includes(name) ? 'text' : 'setting';
}

function checkDay(day: string): void {
  // A day of every year may be the 29th of February.
  const full = day.length === 5 ? `2024-${day}` : day;
  const date = new Date(`${full}T00:00:00Z`);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(full)) return;
  throw problem('invalid_input', `holidays: ${day}`, { errors: [{ path: 'holidays', code: 'date_malformed' }] });
}
