import type { Catalog } from '../catalog/rules.ts';
import type { Precision } from '../contract/enums.ts';
import { DEVICE_TOKEN_LENGTH } from '../contract/reports.ts';
import type { NewReport } from '../contract/reports.ts';
import type { Box } from '../filters/polygon.ts';
import type { Filter } from '../filters/rules.ts';
import { parseNumber } from '../filters/number.ts';
import { parseInstant } from '../filters/time.ts';
import { problem, ProblemError } from '../http/problem.ts';

/** A report as it will be stored: checked, trimmed, in the names of reports/insert.sql. */
export interface ReportDraft {
  category: string;
  kind: string | null;
  lng: number | null;
  lat: number | null;
  askedArea: number | null;
  precision: Precision;
  landmark: string | null;
  description: string | null;
  households: number | null;
  observedAt: string | null;
  language: string;
  contact: { name: string | null; phone: string | null } | null;
}

const PHONE_DIGITS = { min: 3, max: 15 } as const;
/** A phone whose clock is wrong by less than this may still say "now". */
const CLOCK_TOLERANCE_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * Checks a new report against the catalog and decides what is stored. `softBounds` is west,south,east,north in degrees.
 * Throws a 400 problem: category_unknown, area_unknown, area_not_reportable, location_swapped, location_out_of_range,
 * contact_without_consent, contact_empty, phone_malformed, date_malformed, observed_in_future, or invalid_input when
 * there is neither a location nor an area.
 */
export function draftReport(body: NewReport, catalog: Catalog, now: Date): ReportDraft {
  const softBounds = catalog.settings.map_soft_bounds as Bounds | undefined;
  if (!body.location && body.area === undefined) {
    throw problem('invalid_input', 'a report needs a location or an area', {
      errors: [{ path: 'location', code: 'required' }],
    });
  }
  const [lng, lat] = body.location ? checkLocation(body.location.coordinates, softBounds) : [null, null];
  return {
    ...checkCategory(body.category, catalog),
    lng,
    lat,
    askedArea: body.area === undefined ? null : checkArea(body.area, catalog),
    precision: body.precision ?? 'exact',
    landmark: cleanText(body.landmark),
    description: cleanText(body.description),
    households: body.households ?? null,
    observedAt: body.observedAt === undefined ? null : checkObserved(body.observedAt, now),
    language: body.language ?? 'ky',
    contact: body.contact ? checkContact(body.contact) : null,
  };
}

type Bounds = [west: number, south: number, east: number, north: number];

/**
 * Longitude and latitude of a position, in degrees. Exchanged coordinates are refused rather than repaired: a program that
 * sends them that way will do it every time. Anywhere else in the world is accepted.
 */
export function checkLocation(
  position: readonly number[],
  softBounds: Bounds | undefined,
  path = 'location.coordinates',
): [number, number] {
  const [lng, lat] = position as [number, number];
  if (softBounds && !inside(lng, lat, softBounds) && inside(lat, lng, softBounds)) {
    throw problem('location_swapped', `[${lng}, ${lat}] is [latitude, longitude]`, {
      errors: [{ path, code: 'location_swapped' }],
    });
  }
  if (!(Math.abs(lng) <= 180 && Math.abs(lat) <= 90)) {
    throw problem('location_out_of_range', `[${lng}, ${lat}] is not [longitude, latitude] in degrees`, {
      errors: [{ path, code: 'location_out_of_range' }],
    });
  }
  return [lng, lat];
}

/**
 * Longitude and latitude of a query string, for a place that must not be echoed: the problems of checkLocation and
 * parseNumber, without the value.
 */
export function parsePlace(lng: string, lat: string, softBounds: Bounds | undefined): [number, number] {
  try {
    return checkLocation([parseNumber('lng', lng), parseNumber('lat', lat)], softBounds, 'lng,lat');
  } catch (error) {
    if (error instanceof ProblemError) throw problem(error.code, undefined, error.extra);
    throw error;
  }
}

function inside(lng: number, lat: number, [west, south, east, north]: Bounds): boolean {
  return lng >= west && lng <= east && lat >= south && lat <= north;
}

/** A category or kind code as both; throws category_unknown, also for retired ones. */
export function checkCategory(code: string, catalog: Catalog): { category: string; kind: string | null } {
  if (!catalog.reportable.has(code)) {
    throw problem('category_unknown', `category=${code.slice(0, 80)}`, {
      errors: [{ path: 'category', code: 'category_unknown' }],
    });
  }
  const categoryOfKind = catalog.categoryOfKind.get(code);
  return categoryOfKind === undefined ? { category: code, kind: null } : { category: categoryOfKind, kind: code };
}

/** What may be a duplicate of a new report: open ones of its category on the map, in a box around its place, not older than `since` (RFC 3339). */
export function duplicatesFilter(category: string, box: Box, since: string): Filter {
  return {
    areaIds: null,
    outside: false,
    categoryCodes: [category],
    kindCodes: null,
    statuses: ['new', 'verified', 'in_progress'],
    since,
    before: null,
    boxes: null,
    boxCorners: [box],
    polygon: null,
    polygonRing: null,
    words: null,
    demo: null,
  };
}

function checkArea(code: string, catalog: Catalog): number {
  const area = catalog.areas.get(code);
  if (!area) throw problem('area_unknown', `area=${code}`, { errors: [{ path: 'area', code: 'area_unknown' }] });
  if (area.kind !== 'settlement' && area.kind !== 'quarter') {
    throw problem('area_not_reportable', `area=${code} is a ${area.kind}`, {
      errors: [{ path: 'area', code: 'area_not_reportable' }],
    });
  }
  return area.id;
}

function checkObserved(text: string, now: Date): string {
  const observed = parseInstant('observedAt', text);
  if (Date.parse(observed) > now.getTime() + CLOCK_TOLERANCE_MILLISECONDS) {
    throw problem('observed_in_future', `observedAt=${text}`, {
      errors: [{ path: 'observedAt', code: 'observed_in_future' }],
    });
  }
  return observed;
}

// Neither problem shows the value: names and phones stay out of answers and logs.
function checkContact(contact: NonNullable<NewReport['contact']>): ReportDraft['contact'] {
  const name = cleanText(contact.name);
  const phone = cleanText(contact.phone);
  if (contact.consent !== true) {
    throw problem('contact_without_consent', undefined, {
      errors: [{ path: 'contact.consent', code: 'contact_without_consent' }],
    });
  }
  if (name === null && phone === null)
    throw problem('contact_empty', undefined, { errors: [{ path: 'contact', code: 'contact_empty' }] });
  if (phone !== null) {
    const digits = phone.replace(/\D/g, '').length;
    if (!/^\+?[\d\s()./-]+$/.test(phone) || digits < PHONE_DIGITS.min || digits > PHONE_DIGITS.max) {
      throw problem('phone_malformed', undefined, { errors: [{ path: 'contact.phone', code: 'phone_malformed' }] });
    }
  }
  return { name, phone };
}

/** Text as it is stored: NFC, halves of surrogate pairs replaced by U+FFFD, without control characters (but line breaks stay) and outer white space; null when nothing is left. */
export function cleanText(text: string | undefined): string | null {
  if (text === undefined) return null;
  const cleaned = text
    .normalize('NFC')
    // JSON can say half a character; PostgreSQL refuses it.
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n?/g, '\n')
    // eslint-disable-next-line no-control-regex -- control characters are exactly what must go: PostgreSQL refuses NUL
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f\u200b\u2028\u2029\ufeff]/g, ' ')
    .trim();
  return cleaned === '' ? null : cleaned;
}

/** Text in small letters without those that many keyboards lack, one for one: ё is е, ң н, ө о, ү у. */
export function folded(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replaceAll('ң', 'н').replaceAll('ө', 'о').replaceAll('ү', 'у');
}

/** A Device-Token header; throws device_token_malformed. */
export function deviceToken(text: string | undefined): string {
  if (text === undefined || text.length < DEVICE_TOKEN_LENGTH.min || text.length > DEVICE_TOKEN_LENGTH.max) {
    throw problem('device_token_malformed', undefined, {
      errors: [{ path: 'headers.Device-Token', code: 'device_token_malformed' }],
    });
  }
  return text;
}
