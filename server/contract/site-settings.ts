import { Type } from 'typebox';
import type { Static, TSchema } from 'typebox';
import { Names } from './catalog.ts';

const strict = { additionalProperties: false } as const;
const PHONE = '^\\+?[0-9][0-9 ()-]{1,19}$';
const orNull = <T extends TSchema>(schema: T, description: string) =>
  Type.Union([schema, Type.Null()], { description });

/** A text in every language, some of it visible in each; line breaks are kept where the length leaves room for them. */
const words = (maxLength: number) => {
  const text = Type.String({ minLength: 1, maxLength, pattern: '\\S' });
  return Type.Object({ ky: text, ru: text, en: text }, strict);
};

/** Most characters of each text of the site in one language. */
export const TEXT_LENGTH_MAX = {
  siteName: 40,
  notice: 300,
  notAppeal: 400,
  thanks: 200,
  about: 3000,
} as const;
/** The texts of the site that an administrator may set; null stands for the shipped text (of a notice: none). */
export const SITE_TEXTS = Object.keys(TEXT_LENGTH_MAX) as readonly SiteText[];
export type SiteText = keyof typeof TEXT_LENGTH_MAX;
export const OFFICE_ADDRESS_LENGTH_MAX = 200;
export const REPLY_WORKING_DAYS = { min: 1, max: 250 } as const;

const day = Type.String({
  pattern: '^(\\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  description: 'YYYY-MM-DD, or MM-DD for every year',
});
/** How many days each kind of personal data may be kept. */
export const RETENTION_DAYS = {
  contactDays: { minimum: 1, maximum: 3650 },
  contactAtMostDays: { minimum: 1, maximum: 3650 },
  unpublishedDays: { minimum: 30, maximum: 36_500 },
  addressDays: { minimum: 1, maximum: 7 },
  refusedPhotoDays: { minimum: 1, maximum: 365 },
  unblurredPhotoDays: { minimum: 1, maximum: 3650 },
  flagNoteDays: { minimum: 1, maximum: 3650 },
} as const;
const days = (name: keyof typeof RETENTION_DAYS, description: string) =>
  Type.Integer({ ...RETENTION_DAYS[name], description });
/** How many days personal data is kept; docs/privacy.md says what each means. */
export const Retention = Type.Object(
  {
    contactDays: days('contactDays', 'names and phones after their report is closed'),
    contactAtMostDays: days('contactAtMostDays', 'names and phones after their report came, closed or not'),
    unpublishedDays: days('unpublishedDays', 'exact places and texts as they were sent, after their report is closed'),
    addressDays: days('addressDays', 'hashes of addresses that reports came from'),
    refusedPhotoDays: days('refusedPhotoDays', 'photos after they were refused'),
    unblurredPhotoDays: days('unblurredPhotoDays', 'pictures before blurring, after their report is closed'),
    flagNoteDays: days('flagNoteDays', 'what people write with a flag'),
  },
  strict,
);
export type Retention = Static<typeof Retention>;
const number = (description: string) => Type.Integer({ minimum: 0, description });
/** What would be erased under some periods at the next run of the job, which comes within the hour. */
export const RetentionPreview = Type.Object({
  contacts: number('names and phones, one for each report'),
  reports: number('reports of which only what is published is left'),
  addresses: number('hashes of addresses'),
  refusedPhotos: number('photos that were refused'),
  unblurredPhotos: number('pictures from before blurring'),
  flagNotes: number('notes of flags'),
});
export type RetentionPreview = Static<typeof RetentionPreview>;

const shipped = 'null: the shipped text';
const settings = {
  emergencyPhone: Type.String({ pattern: PHONE }),
  safetyPhone: Type.String({ pattern: PHONE }),
  replyWorkingDays: Type.Integer({ minimum: REPLY_WORKING_DAYS.min, maximum: REPLY_WORKING_DAYS.max }),
  holidays: Type.Array(day, { maxItems: 500, uniqueItems: true }),
  officePhone: orNull(Type.String({ pattern: PHONE }), 'of whoever looks after the map; null: not said'),
  officeEmail: orNull(
    Type.String({ pattern: '^[^\\s@<>]+@[^\\s@<>]+\\.[^\\s@<>]+$', maxLength: 120 }),
    'null: not said',
  ),
  officeAddress: orNull(words(OFFICE_ADDRESS_LENGTH_MAX), 'null: not said'),
  notice: orNull(words(TEXT_LENGTH_MAX.notice), 'a sentence on the map, for everybody; null: none'),
  siteName: orNull(words(TEXT_LENGTH_MAX.siteName), shipped),
  notAppeal: orNull(words(TEXT_LENGTH_MAX.notAppeal), shipped),
  thanks: orNull(words(TEXT_LENGTH_MAX.thanks), shipped),
  about: orNull(words(TEXT_LENGTH_MAX.about), shipped),
  retention: Retention,
};
export const SettingsChange = Type.Partial(Type.Object(settings), { ...strict, minProperties: 1 });
export type SettingsChange = Static<typeof SettingsChange>;

const seenText = Type.Union([Names, Type.Null()]);
const seenWord = Type.Union([Type.String(), Type.Null()]);
export const SiteSettings = Type.Object({
  version: Type.Integer({ description: 'to be named by If-Match with a change' }),
  emergencyPhone: Type.String(),
  safetyPhone: Type.String(),
  replyWorkingDays: Type.Integer(),
  holidays: Type.Array(Type.String()),
  officePhone: seenWord,
  officeEmail: seenWord,
  officeAddress: seenText,
  notice: seenText,
  siteName: seenText,
  notAppeal: seenText,
  thanks: seenText,
  about: seenText,
  retention: Retention,
});
export type SiteSettings = Static<typeof SiteSettings>;

export const AboutAnswer = Type.Object({
  about: Type.Union([Names, Type.Null()], { description: 'who is behind the map; null: the shipped text' }),
  office: Type.Object({ phone: seenWord, email: seenWord, address: seenText }),
});
export type AboutAnswer = Static<typeof AboutAnswer>;
