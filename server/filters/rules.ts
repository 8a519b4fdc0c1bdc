import type { Catalog } from '../catalog/rules.ts';
import { STATUSES, STATUSES_HIDDEN_BY_DEFAULT, type Status } from '../contract/enums.ts';
import { QUERY_LENGTH_MAX, type FilterQuery } from '../contract/filters.ts';
import { problem } from '../http/problem.ts';
import { bboxCorners, boxesText, polygonText, withinRing, type Box, type Position } from './polygon.ts';
import { parseBound } from './time.ts';

/** A checked filter, in the names of filtered_reports' arguments; null means "any". */
export interface Filter {
  areaIds: number[] | null;
  /** Also reports outside every settlement. */
  outside: boolean;
  categoryCodes: string[] | null;
  kindCodes: string[] | null;
  statuses: Status[];
  /** RFC 3339, inclusive. */
  since: string | null;
  /** RFC 3339, exclusive. */
  before: string | null;
  /** EWKT of the box, or of two where it crosses the antimeridian. */
  boxes: string | null;
  /** The same boxes in degrees: one, or two where it crosses the antimeridian. */
  boxCorners: readonly Box[] | null;
  /** EWKT of `within`. */
  polygon: string | null;
  /** The same corners in degrees, not closed; no two edges cross. */
  polygonRing: readonly Position[] | null;
  /** A tsquery of prefixes, every word needed; after server/search also with words alike, or `code:` and a tracking code. */
  words: string | null;
  demo: boolean | null;
}

/**
 * Parses the filters of a query string against the catalog. Throws a 400 problem that names the parameter and shows its
 * value: area_unknown, category_unknown, status_unknown, date_malformed, date_order, bbox_malformed, polygon_*, ...
 */
export function parseFilter(query: FilterQuery, catalog: Catalog): Filter {
  const since = query.from === undefined ? null : parseBound('from', query.from);
  const before = query.to === undefined ? null : parseBound('to', query.to);
  if (since !== null && before !== null && since > before) {
    throw problem('date_order', `from=${query.from} is after to=${query.to}`, {
      errors: [{ path: 'to', code: 'date_order' }],
    });
  }
  const boxCorners = query.bbox === undefined ? null : bboxCorners(query.bbox);
  const polygonRing = query.within === undefined ? null : withinRing(query.within);
  return {
    ...parseAreas(query.area, catalog),
    ...parseCategories(query.category, catalog),
    statuses: parseStatuses(query.status),
    since,
    before,
    boxes: boxCorners && boxesText(boxCorners),
    boxCorners,
    polygon: polygonRing && polygonText(polygonRing),
    polygonRing,
    words: parseWords(query.q),
    demo: parseDemo(query.demo),
  };
}

/** The values of a comma list, without empty ones and repetitions. */
export function listOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((value) => value.trim())
        .filter((value) => value !== ''),
    ),
  ];
}

function parseAreas(text: string | undefined, catalog: Catalog): Pick<Filter, 'areaIds' | 'outside'> {
  const codes = listOf(text ?? '');
  if (codes.length === 0) return { areaIds: null, outside: false };
  const ids = codes
    .filter((code) => code !== 'none')
    .flatMap((code) => {
      const area = catalog.areas.get(code);
      if (!area) throw unknown('area', 'area_unknown', code);
      return area.idsWithin;
    });
  return { areaIds: [...new Set(ids)], outside: codes.includes('none') };
}

function parseCategories(text: string | undefined, catalog: Catalog): Pick<Filter, 'categoryCodes' | 'kindCodes'> {
  const codes = listOf(text ?? '');
  if (codes.length === 0) return { categoryCodes: null, kindCodes: null };
  for (const code of codes) {
    if (!catalog.categoryCodes.has(code) && !catalog.categoryOfKind.has(code))
      throw unknown('category', 'category_unknown', code);
  }
  return {
    categoryCodes: codes.filter((code) => catalog.categoryCodes.has(code)),
    kindCodes: codes.filter((code) => catalog.categoryOfKind.has(code)),
  };
}

function parseStatuses(text: string | undefined): Status[] {
  const codes = listOf(text ?? '');
  if (codes.length === 0) return STATUSES.filter((status) => !STATUSES_HIDDEN_BY_DEFAULT.includes(status));
  for (const code of codes)
    if (!(STATUSES as readonly string[]).includes(code)) throw unknown('status', 'status_unknown', code);
  return codes as Status[];
}

function parseWords(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (text.length > QUERY_LENGTH_MAX) {
    throw problem('query_too_long', `q has ${text.length} characters; ${QUERY_LENGTH_MAX} are possible`, {
      errors: [{ path: 'q', code: 'query_too_long' }],
    });
  }
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  // A prefix match finds the many endings of a Kyrgyz word by its beginning.
  return words.length === 0 ? null : words.map((word) => `${word}:*`).join(' & ');
}

function parseDemo(text: string | undefined): boolean | null {
  if (text === undefined) return null;
  if (text === 'true' || text === 'false') return text === 'true';
  throw problem('invalid_input', `demo=${text} is neither true nor false`, {
    errors: [{ path: 'demo', code: 'unknown_value' }],
  });
}

function unknown(path: string, code: 'area_unknown' | 'category_unknown' | 'status_unknown', value: string) {
  return problem(code, `${path}=${value.slice(0, 100)}`, { errors: [{ path, code }] });
}
