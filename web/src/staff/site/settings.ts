/** The settings as the page shows them: what each is called, how it reads, and what may stand in it. */
import { LANGUAGES, type Language } from '../../../../server/contract/enums.ts';
import type { Names } from '../../../../server/contract/catalog.ts';
import {
  OFFICE_ADDRESS_LENGTH_MAX,
  REPLY_WORKING_DAYS,
  TEXT_LENGTH_MAX,
  type SiteSettings,
  type SiteText,
} from '../../../../server/contract/site-settings.ts';
import { formatNumber } from '../../i18n/format.ts';
import { m } from '../../paraglide/messages.js';
import { locale } from '../../state/locale.svelte.ts';
import { allNames } from './words.ts';

export type Field = 'replyWorkingDays' | 'emergencyPhone' | 'safetyPhone' | 'officePhone' | 'officeEmail';
export type TextName = SiteText | 'officeAddress';

export const WORK_FIELDS: readonly Field[] = ['replyWorkingDays', 'emergencyPhone', 'safetyPhone'];
export const OFFICE_FIELDS: readonly Field[] = ['officePhone', 'officeEmail'];

const LABELS: Record<Field | TextName, () => string> = {
  replyWorkingDays: m.site_reply_days,
  emergencyPhone: m.site_emergency,
  safetyPhone: m.site_safety,
  officePhone: m.site_office_phone,
  officeEmail: m.site_office_email,
  officeAddress: m.site_office_address,
  siteName: m.site_text_site_name,
  notice: m.site_text_notice,
  thanks: m.site_text_thanks,
  notAppeal: m.site_text_not_appeal,
  about: m.site_text_about,
};
export const settingName = (field: string): string => LABELS[field as Field | TextName]?.() ?? field;

/** A setting that is one line, in words. */
export function settingWords(field: Field, settings: SiteSettings): string {
  const value = settings[field];
  if (value === null) return m.site_not_said();
  if (field === 'replyWorkingDays') {
    return m.site_reply_days_value({ shown: formatNumber(Number(value), locale.current, 0) });
  }
  return String(value);
}

/** A value in words, whatever it is. */
export function valueWords(value: unknown): string {
  if (value === null || value === '') return m.site_not_said();
  return typeof value === 'object' ? allNames(value as Names) : String(value);
}

const PHONE = /^\+?[0-9][0-9 ()-]{1,19}$/;
const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;
const { min, max } = REPLY_WORKING_DAYS;

/** What is wrong with what was typed; undefined for nothing. */
export function faultOf(field: Field, text: string): string | undefined {
  if (field === 'replyWorkingDays') {
    return /^\d{1,3}$/.test(text) && +text >= min && +text <= max ? undefined : m.site_reply_days_wrong();
  }
  if (text === '' && OFFICE_FIELDS.includes(field)) return undefined;
  if (field === 'officeEmail') return EMAIL.test(text) ? undefined : m.site_email_wrong();
  return PHONE.test(text) ? undefined : m.site_phone_wrong();
}

type Shipped = (inputs?: object, options?: { locale?: Language }) => string;
/** The texts that are shipped; of the others none is. */
const SHIPPED: Partial<Record<TextName, Shipped>> = {
  siteName: m.app_name,
  thanks: m.thanks,
  notAppeal: m.not_an_appeal,
  about: m.about_text,
};

/** The shipped text in every language, null where there is none. */
export function shippedText(name: TextName): Names | null {
  const text = SHIPPED[name];
  if (!text) return null;
  return Object.fromEntries(LANGUAGES.map((language) => [language, text({}, { locale: language })])) as Names;
}

export const textLengthMax = (name: TextName): number =>
  name === 'officeAddress' ? OFFICE_ADDRESS_LENGTH_MAX : TEXT_LENGTH_MAX[name];
