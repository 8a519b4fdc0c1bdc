/** What administrators read of categories and settings. */
import type { CategoryIcon } from '../../../../server/contract/icons.ts';
import type { Names } from '../../../../server/contract/catalog.ts';
import { LANGUAGES, type Precision } from '../../../../server/contract/enums.ts';
import { precisionName } from '../../i18n/words.ts';
import { m } from '../../paraglide/messages.js';

export const ICON_NAMES: Record<CategoryIcon, () => string> = {
  WATER: m.icon_water,
  DRAIN: m.icon_drain,
  ROAD: m.icon_road,
  LIGHT: m.icon_light,
  ENERGY: m.icon_energy,
  TRANSPORT: m.icon_transport,
  EDU: m.icon_edu,
  HEALTH: m.icon_health,
  WASTE: m.icon_waste,
  LAND: m.icon_land,
  CIVIC: m.icon_civic,
  HAZARD: m.icon_hazard,
  PUBLIC: m.icon_public,
  SAFETY: m.icon_safety,
  TELECOM: m.icon_telecom,
  OTHER: m.icon_other,
  DOG: m.icon_dog,
  FIRE: m.icon_fire,
  NOISE: m.icon_noise,
  SNOW: m.icon_snow,
  MARKET: m.icon_market,
  HOUSE: m.icon_house,
  CHILD: m.icon_child,
  ACCESS: m.icon_access,
  SPORT: m.icon_sport,
  PARKING: m.icon_parking,
  SIGNAL: m.icon_signal,
  MAIL: m.icon_mail,
  BANK: m.icon_bank,
  PLANT: m.icon_plant,
  PEOPLE: m.icon_people,
  CULTURE: m.icon_culture,
};

export const PRECISION_TEXTS: Record<Precision, () => string> = {
  exact: m.site_precision_exact,
  coarse: m.site_precision_coarse,
  area: m.site_precision_area,
};

/** What the fields of a category or kind are called. */
const FIELDS: Record<string, () => string> = {
  name: m.column_name,
  shortName: m.site_short,
  icon: m.site_icon,
  color: m.site_color,
  precision: m.column_precision,
  urgent: m.site_urgent,
  nearbyMetres: m.site_nearby_metres,
  nearbyDays: m.site_nearby_days,
};
export const fieldName = (field: string): string => FIELDS[field]?.() ?? field;

/** A name in every language, as one text. */
export const allNames = (names: Names): string => LANGUAGES.map((language) => names[language]).join(' · ');

/** The value of a field of a category or kind in words. */
export function fieldWords(field: string, value: unknown): string {
  if (value === null) return m.site_icon_same();
  if (typeof value === 'boolean') return value ? m.site_yes() : m.site_no();
  if (field === 'icon') return ICON_NAMES[value as CategoryIcon]?.() ?? String(value);
  if (field === 'precision') return precisionName(value as Precision);
  return typeof value === 'object' ? allNames(value as Names) : String(value);
}
