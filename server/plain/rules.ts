import type { Language } from '../contract/enums.ts';

/** What the form sends; each field as it was typed. */
export type Typed = Readonly<Partial<Record<Field, string>>>;
export const FIELDS = [
  'key',
  'lang',
  'category',
  'area',
  'place',
  'landmark',
  'description',
  'households',
  'name',
  'phone',
  'consent',
] as const;
export type Field = (typeof FIELDS)[number];

/** Path of a fault in the body of POST /api/reports -> the form's field. */
const FIELD_OF_PATH: Readonly<Record<string, Field>> = {
  category: 'category',
  area: 'area',
  location: 'area',
  'location.coordinates': 'place',
  landmark: 'landmark',
  description: 'description',
  households: 'households',
  contact: 'name',
  'contact.name': 'name',
  'contact.phone': 'phone',
  'contact.consent': 'consent',
};

/** The fields of a form that was posted as application/x-www-form-urlencoded; what is no field of it is left out. */
export function typedIn(body: string): Typed {
  const sent = new URLSearchParams(body);
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = sent.get(field)?.trim();
      return value ? [[field, value]] : [];
    }),
  );
}

/**
 * The body of POST /api/reports that the form means; what is wrong in it is for that route to say. `place` is
 * "latitude, longitude" in degrees, as map programmes show it, and goes before the area.
 */
export function bodyOf(typed: Typed, language: Language): Record<string, unknown> {
  const position = typed.place === undefined ? null : positionOf(typed.place);
  const contact = typed.name !== undefined || typed.phone !== undefined;
  return {
    category: typed.category ?? '',
    language,
    ...(position === null ? {} : { location: { type: 'Point', coordinates: position } }),
    ...(typed.area === undefined ? {} : { area: typed.area }),
    ...(typed.landmark === undefined ? {} : { landmark: typed.landmark }),
    ...(typed.description === undefined ? {} : { description: typed.description }),
    ...(typed.households === undefined ? {} : { households: numberOr(typed.households) }),
    ...(contact ? { contact: { name: typed.name, phone: typed.phone, consent: typed.consent === 'yes' } } : {}),
  };
}

/** "40.49931, 72.83712" as [longitude, latitude]; anything else as a text, which the route refuses by its path. */
function positionOf(text: string): number[] | string {
  const numbers = /^(-?\d{1,3}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)$/.exec(text);
  return numbers === null ? text : [Number(numbers[2]), Number(numbers[1])];
}

function numberOr(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** The form's field that a fault belongs to; null where it belongs to none. */
export function fieldOf(path: string): Field | null {
  const known = FIELD_OF_PATH[path];
  if (known !== undefined) return known;
  const parent = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
  return parent === '' ? null : fieldOf(parent);
}
