import { AREA_KINDS, type AreaKind } from '../../contract/enums.ts';
import { foreignCrs } from '../crs.ts';
import { parseDate } from '../reports/dates.ts';
import { shown, type AreaFault } from './faults.ts';
import { readBoundary, type Polygons } from './geometry.ts';

/** An area as the file says it. `null` means that the file does not say; the area then keeps what it has. */
export interface AreaFeature {
  /** How the file's faults call it: number and code. */
  label: string;
  /** Where it is in the file; '' when no file says it. */
  path: string;
  code: string;
  kind: AreaKind | null;
  parent: string | null;
  nameKy: string | null;
  nameRu: string | null;
  nameEn: string | null;
  shortNameKy: string | null;
  shortNameRu: string | null;
  shortNameEn: string | null;
  households: number | null;
  approximate: boolean;
  source: string | null;
  /** YYYY-MM-DD */
  validFrom: string | null;
  validTo: string | null;
  /** Degrees WGS 84. */
  labelPoint: [lng: number, lat: number] | null;
  polygons: Polygons;
}

const CODE = /^[a-z0-9][a-z0-9-]{0,62}$/;
const NAME_LENGTH_MAX = 200;
const HOUSEHOLDS_MAX = 10_000_000;

/**
 * Reads a FeatureCollection of boundaries. Gives its areas, or everything that is wrong with it. Pure; what
 * only the database can tell is looked for later.
 */
export function readAreas(
  document: unknown,
  softBounds: readonly number[] | null,
): { areas: AreaFeature[] } | { faults: AreaFault[] } {
  const { type, features, crs } = (document ?? {}) as { type?: unknown; features?: unknown; crs?: unknown };
  if (type !== 'FeatureCollection' || !Array.isArray(features))
    return whole('not_a_collection', 'the file is not a GeoJSON FeatureCollection');
  const foreign = foreignCrs(crs);
  if (foreign !== null)
    return whole(
      'crs_foreign',
      `the file is in the coordinate system ${foreign}; WGS 84 (EPSG:4326) is needed`,
      foreign,
    );
  if (features.length === 0) return whole('no_features', 'the file has no features');
  const faults: AreaFault[] = [];
  const areas: AreaFeature[] = [];
  const seen = new Map<string, string>();
  for (const [index, feature] of (features as unknown[]).entries()) {
    const area = readFeature(index, feature, softBounds, faults);
    if (!area) continue;
    const earlier = seen.get(area.code);
    if (earlier)
      faults.push({
        code: 'duplicate_code',
        path: area.path,
        area: area.code,
        value: earlier,
        text: `${area.label}: duplicate_code: ${earlier} has this code too`,
      });
    seen.set(area.code, area.label);
    areas.push(area);
  }
  return faults.length > 0 ? { faults } : { areas };
}

function whole(code: AreaFault['code'], text: string, value?: string): { faults: AreaFault[] } {
  return { faults: [{ code, path: '', value, text }] };
}

/** Notes a fault of a feature; `path` goes on from the feature, '' is the feature itself. */
type Note = (code: AreaFault['code'], path: string, value: unknown, text: string) => void;

function readFeature(
  index: number,
  value: unknown,
  softBounds: readonly number[] | null,
  faults: AreaFault[],
): AreaFeature | null {
  const feature = value as { type?: unknown; id?: unknown; properties?: unknown; geometry?: unknown } | null;
  const properties = (feature?.properties ?? {}) as Record<string, unknown>;
  const code = properties.code ?? properties.id ?? feature?.id;
  const label = `feature ${index + 1}${code === undefined || code === null ? '' : ` (${String(code).slice(0, 80)})`}`;
  const before = faults.length;
  const path = `features.${index}`;
  const named = typeof code === 'string' ? { area: code.slice(0, 80) } : {};
  const fault: Note = (wrong, at, value, text) =>
    void faults.push({ code: wrong, path: path + at, ...named, value: shown(value), text: `${label}: ${text}` });
  if (feature?.type !== 'Feature') fault('not_a_feature', '', feature?.type, 'malformed: it is not a Feature');
  if (typeof code !== 'string' || !CODE.test(code) || code === 'none') {
    fault(
      'code_malformed',
      '.properties.code',
      code,
      'malformed: "code" must be small letters a-z, digits and hyphens',
    );
  }
  const read = reader(properties, fault);
  const boundary = readBoundary(feature?.geometry, softBounds);
  if ('fault' in boundary) {
    const { code: wrong, path: at, value: found, text } = boundary.fault;
    fault(wrong, `.geometry${at}`, found, text);
  }
  const area = {
    label,
    path,
    code: String(code),
    kind: read.kind(),
    parent: read.text('parent'),
    nameKy: read.text('name_ky', 'name.ky'),
    nameRu: read.text('name_ru', 'name.ru'),
    nameEn: read.text('name_en', 'name.en'),
    shortNameKy: read.text('short_name_ky', 'shortName.ky'),
    shortNameRu: read.text('short_name_ru', 'shortName.ru'),
    shortNameEn: read.text('short_name_en', 'shortName.en'),
    households: read.households(),
    approximate: read.approximate(),
    source: read.text('source'),
    validFrom: read.date('valid_from'),
    validTo: read.date('valid_to'),
    labelPoint: read.labelPoint(),
    polygons: 'polygons' in boundary ? boundary.polygons : [],
  };
  return faults.length > before ? null : area;
}

/** Readers of properties; empty text and null count as not said. */
function reader(properties: Record<string, unknown>, note: Note) {
  const fault = (code: AreaFault['code'], name: string, value: unknown, text: string) =>
    note(code, `.properties.${name}`, value, text);
  const said = (...names: string[]): unknown => {
    for (const name of names) {
      const [outer, inner] = name.split('.') as [string, string | undefined];
      const value =
        inner === undefined
          ? properties[outer]
          : (properties[outer] as Record<string, unknown> | null | undefined)?.[inner];
      if (value !== undefined && value !== null && value !== '') return value;
    }
    return null;
  };
  const text = (...names: [string, ...string[]]): string | null => {
    const value = said(...names);
    if (value === null) return null;
    const trimmed = typeof value === 'string' ? value.normalize('NFC').trim() : '';
    if (trimmed !== '' && trimmed.length <= NAME_LENGTH_MAX && !/\p{Cc}|\p{Cs}/u.test(trimmed)) return trimmed;
    fault('text_malformed', names[0], value, `malformed: "${names[0]}" must be 1 to ${NAME_LENGTH_MAX} characters`);
    return null;
  };
  return {
    text,
    kind(): AreaKind | null {
      const value = said('kind');
      const kind = AREA_KINDS.find((known) => known === value) ?? null;
      if (value !== null && kind === null)
        fault(
          'kind_unknown',
          'kind',
          value,
          `kind_unknown: ${JSON.stringify(value).slice(0, 60)}; the kinds are ${AREA_KINDS.join(', ')}`,
        );
      return kind;
    },
    households(): number | null {
      const value = said('households');
      if (value === null || (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= HOUSEHOLDS_MAX))
        return value as number | null;
      fault(
        'households_malformed',
        'households',
        value,
        `out_of_range: "households" must be a whole number from 1 to ${HOUSEHOLDS_MAX}`,
      );
      return null;
    },
    approximate(): boolean {
      const value = said('approximate');
      // GIS programs write true and false as numbers.
      if (value === null || value === false || value === 0) return false;
      if (value !== true && value !== 1)
        fault('approximate_malformed', 'approximate', value, 'wrong_type: "approximate" must be true or false');
      return true;
    },
    date(name: string): string | null {
      const value = said(name);
      if (value === null) return null;
      if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && parseDate(value) !== null) return value;
      fault('date_malformed', name, value, `date_malformed: "${name}" must be YYYY-MM-DD`);
      return null;
    },
    labelPoint(): [number, number] | null {
      const [lng, lat] = [said('label_lng'), said('label_lat')];
      if (lng === null && lat === null) return null;
      if (typeof lng === 'number' && typeof lat === 'number' && Math.abs(lng) <= 180 && Math.abs(lat) <= 90)
        return [lng, lat];
      fault('label_malformed', 'label_lng', [lng, lat], 'malformed: "label_lng" and "label_lat" must be degrees');
      return null;
    },
  };
}
