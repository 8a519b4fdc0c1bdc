import { Type } from 'typebox';
import type { Static } from 'typebox';
import { PRECISIONS } from './enums.ts';

const strict = { additionalProperties: false } as const;
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
const names = (maxLength: number) =>
  Type.Object({ ky: text(maxLength), ru: text(maxLength), en: text(maxLength) }, strict);
const color = Type.String({ pattern: '^#[0-9A-F]{6}$', description: '#RRGGBB in capitals' });
const precision = Type.Enum(PRECISIONS, {
  description: 'the finest place of new reports; a coarser one counts for stored reports too, a finer one never',
});
const position = Type.Integer({ minimum: 1, maximum: 1000 });
const nearby = Type.Object(
  { metres: Type.Integer({ minimum: 10, maximum: 1000 }), days: Type.Integer({ minimum: 1, maximum: 3650 }) },
  { ...strict, description: 'how far a likely duplicate may be, and how long ago it may have been reported' },
);
const phone = Type.String({ pattern: '^\\+?[0-9][0-9 ()-]{1,19}$' });

export const CategoryChange = Type.Object(
  {
    name: Type.Optional(names(120)),
    shortName: Type.Optional(names(40)),
    color: Type.Optional(color),
    iconColor: Type.Optional(color),
    precision: Type.Optional(precision),
    position: Type.Optional(position),
    urgent: Type.Optional(Type.Boolean()),
    nearby: Type.Optional(nearby),
    retired: Type.Optional(Type.Boolean({ description: 'new reports cannot have it; old ones keep it' })),
  },
  { ...strict, minProperties: 1 },
);
export type CategoryChange = Static<typeof CategoryChange>;

export const KindChange = Type.Object(
  {
    name: Type.Optional(names(120)),
    precision: Type.Optional(precision),
    position: Type.Optional(position),
    retired: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1 },
);
export type KindChange = Static<typeof KindChange>;
export const NewKind = Type.Object({ category: Type.String({ maxLength: 32 }), name: names(120), precision }, strict);
export type NewKind = Static<typeof NewKind>;

const seenNames = Type.Object({ ky: Type.String(), ru: Type.String(), en: Type.String() });
export const StaffKind = Type.Object({
  code: Type.String(),
  category: Type.String(),
  name: seenNames,
  precision: Type.Enum(PRECISIONS),
  position: Type.Integer(),
  retired: Type.Boolean(),
});
export type StaffKind = Static<typeof StaffKind>;
export const StaffCategory = Type.Object({
  code: Type.String(),
  name: seenNames,
  shortName: seenNames,
  color: Type.String(),
  iconColor: Type.String(),
  precision: Type.Enum(PRECISIONS),
  position: Type.Integer(),
  urgent: Type.Boolean(),
  nearby,
  retired: Type.Boolean(),
  kinds: Type.Array(StaffKind),
});
export type StaffCategory = Static<typeof StaffCategory>;
export const StaffCategories = Type.Object({ categories: Type.Array(StaffCategory) });
export const CategoryChanged = Type.Object({
  category: StaffCategory,
  coarsened: Type.Integer({ description: 'stored reports that are published more coarsely now' }),
});

const day = Type.String({
  pattern: '^(\\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
  description: 'YYYY-MM-DD, or MM-DD for every year',
});
/** How many days personal data is kept; docs/privacy.md says what each means. */
const days = (minimum: number, maximum: number, description: string) => Type.Integer({ minimum, maximum, description });
export const Retention = Type.Object(
  {
    contactDays: days(1, 3650, 'names and phones after their report is closed'),
    contactAtMostDays: days(1, 3650, 'names and phones after their report came, closed or not'),
    unpublishedDays: days(30, 36500, 'exact places and texts as they were sent, after their report is closed'),
    addressDays: days(1, 7, 'hashes of addresses that reports came from'),
    refusedPhotoDays: days(1, 365, 'photos after they were refused'),
    unblurredPhotoDays: days(1, 3650, 'pictures before blurring, after their report is closed'),
    flagNoteDays: days(1, 3650, 'what people write with a flag'),
  },
  { additionalProperties: false },
);
export type Retention = Static<typeof Retention>;

const settings = {
  emergencyPhone: phone,
  safetyPhone: phone,
  replyWorkingDays: Type.Integer({ minimum: 1, maximum: 250 }),
  holidays: Type.Array(day, { maxItems: 500, uniqueItems: true }),
  notice: Type.Union([names(300), Type.Null()], { description: 'a sentence on the map, for everybody; null: none' }),
  retention: Retention,
};
export const SettingsChange = Type.Partial(Type.Object(settings), { ...strict, minProperties: 1 });
export type SettingsChange = Static<typeof SettingsChange>;
export const SiteSettings = Type.Object({
  emergencyPhone: Type.String(),
  safetyPhone: Type.String(),
  replyWorkingDays: Type.Integer(),
  holidays: Type.Array(Type.String()),
  notice: Type.Union([seenNames, Type.Null()]),
  retention: Retention,
});
export type SiteSettings = Static<typeof SiteSettings>;
