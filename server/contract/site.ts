import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Names } from './catalog.ts';
import { PRECISIONS } from './enums.ts';
import { CATEGORY_ICONS } from './icons.ts';

const strict = { additionalProperties: false } as const;
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
const names = (maxLength: number) =>
  Type.Object({ ky: text(maxLength), ru: text(maxLength), en: text(maxLength) }, strict);

/** Longest names, in characters: of a category or kind, and the short one on a tile. */
export const NAME_LENGTH_MAX = 120;
export const SHORT_NAME_LENGTH_MAX = 40;

const name = names(NAME_LENGTH_MAX);
const shortName = names(SHORT_NAME_LENGTH_MAX);
const color = Type.String({ pattern: '^#[0-9A-F]{6}$', description: '#RRGGBB in capitals' });
const iconColor = Type.String({
  pattern: '^#[0-9A-F]{6}$',
  description: '#RRGGBB in capitals; left out, the one of black and white that is seen better on the colour',
});
const icon = Type.Enum(CATEGORY_ICONS);
const kindIcon = Type.Union([icon, Type.Null()], { description: 'null: the picture of the category' });
const precision = Type.Enum(PRECISIONS, {
  description: 'the finest place of new reports; a coarser one counts for stored reports too, a finer one never',
});
/** How far a likely duplicate may be, and how many days ago it may have been reported. */
export const NEARBY_METRES = { minimum: 10, maximum: 1000 } as const;
export const NEARBY_DAYS = { minimum: 1, maximum: 3650 } as const;
const nearby = Type.Object(
  { metres: Type.Integer(NEARBY_METRES), days: Type.Integer(NEARBY_DAYS) },
  { ...strict, description: 'how far a likely duplicate may be, and how long ago it may have been reported' },
);
const retired = Type.Boolean({ description: 'new reports cannot have it; old ones keep it' });
const code = Type.String({ maxLength: 66 });
const codes = Type.Array(code, { minItems: 1, maxItems: 1000, uniqueItems: true });

export const CategoryChange = Type.Object(
  {
    name: Type.Optional(name),
    shortName: Type.Optional(shortName),
    icon: Type.Optional(icon),
    color: Type.Optional(color),
    iconColor: Type.Optional(iconColor),
    precision: Type.Optional(precision),
    urgent: Type.Optional(Type.Boolean()),
    nearby: Type.Optional(nearby),
    retired: Type.Optional(retired),
  },
  { ...strict, minProperties: 1 },
);
export type CategoryChange = Static<typeof CategoryChange>;

export const NewCategory = Type.Object(
  {
    name,
    shortName,
    icon,
    color,
    iconColor: Type.Optional(iconColor),
    precision,
    urgent: Type.Boolean(),
    nearby: Type.Optional(nearby),
  },
  strict,
);
export type NewCategory = Static<typeof NewCategory>;

export const KindChange = Type.Object(
  {
    name: Type.Optional(name),
    icon: Type.Optional(kindIcon),
    precision: Type.Optional(precision),
    retired: Type.Optional(retired),
  },
  { ...strict, minProperties: 1 },
);
export type KindChange = Static<typeof KindChange>;

export const NewKind = Type.Object({ category: code, name, precision, icon: Type.Optional(kindIcon) }, strict);
export type NewKind = Static<typeof NewKind>;

export const OrderChange = Type.Object(
  {
    seen: { ...codes, description: 'all codes in the order that was seen, retired ones too' },
    codes: { ...codes, description: 'the same codes in the order they are to have' },
  },
  strict,
);
export type OrderChange = Static<typeof OrderChange>;

const version = Type.Integer({ description: 'to be named by If-Match with a change' });
export const StaffKind = Type.Object({
  code: Type.String(),
  category: Type.String(),
  name: Names,
  icon: Type.Union([Type.String(), Type.Null()]),
  precision: Type.Enum(PRECISIONS),
  position: Type.Integer(),
  retired: Type.Boolean(),
  version,
});
export type StaffKind = Static<typeof StaffKind>;
export const StaffCategory = Type.Object({
  code: Type.String(),
  name: Names,
  shortName: Names,
  icon: Type.String(),
  color: Type.String(),
  iconColor: Type.String(),
  precision: Type.Enum(PRECISIONS),
  position: Type.Integer(),
  urgent: Type.Boolean(),
  nearby,
  retired: Type.Boolean(),
  version,
  kinds: Type.Array(StaffKind),
});
export type StaffCategory = Static<typeof StaffCategory>;
export const StaffCategories = Type.Object({ categories: Type.Array(StaffCategory) });
export const CategoryChanged = Type.Object({
  category: StaffCategory,
  coarsened: Type.Integer({ description: 'stored reports that are published more coarsely now' }),
});
export type CategoryChanged = Static<typeof CategoryChanged>;
