import type { Config } from '../config.ts';
import type { Body, Category, ConfigAnswer } from '../contract/catalog.ts';
import type { AboutAnswer } from '../contract/site-settings.ts';
import { LANGUAGES, STATUSES } from '../contract/enums.ts';
import { HEAT_RADIUS_METRES } from '../contract/analysis.ts';
import { WITHIN_CORNERS_MAX } from '../contract/filters.ts';
import { DESCRIPTION_LENGTH_MAX, HOUSEHOLDS_MAX, LANDMARK_LENGTH_MAX, PAGE_LIMIT } from '../contract/reports.ts';
import type { AreaRow, CategoryRow, Nearby } from './store.ts';
import { retentionOf } from '../retention/rules.ts';

/** What requests are checked against: taxonomy and area tree, as last read from the database. */
export interface Catalog {
  readonly categories: readonly Category[];
  /** Retired categories with their kinds, and those in use with their retired kinds alone: for the names of old reports. */
  readonly retired: readonly Category[];
  readonly bodies: readonly Body[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** Every category code, retired ones too: old reports keep them and filters must find them. */
  readonly categoryCodes: ReadonlySet<string>;
  /** Kind code -> its category's code, retired ones too. */
  readonly categoryOfKind: ReadonlyMap<string, string>;
  /** Categories and kinds that a new report may have. */
  readonly reportable: ReadonlySet<string>;
  readonly areas: ReadonlyMap<string, CatalogArea>;
  /** What counts as a likely duplicate, by category code. */
  readonly nearby: ReadonlyMap<string, Nearby>;
}

export interface CatalogArea extends AreaRow {
  /** Ids of the area and of everything under it. */
  readonly idsWithin: readonly number[];
}

/** Puts the rows together. Pure. */
export function buildCatalog(
  rows: readonly CategoryRow[],
  bodies: readonly Body[],
  areaRows: readonly AreaRow[],
  settings: Record<string, unknown>,
): Catalog {
  const categories = rows.filter((row) => !row.retired).map((row) => withKinds(row, (kind) => !kind.retired));
  const retired = rows
    .filter((row) => row.retired || row.kinds.some((kind) => kind.retired))
    .map((row) => withKinds(row, (kind) => row.retired || kind.retired));
  return {
    categories,
    retired,
    bodies,
    settings,
    categoryCodes: new Set(rows.map((row) => row.code)),
    categoryOfKind: new Map(rows.flatMap((row) => row.kinds.map((kind) => [kind.code, row.code] as const))),
    reportable: new Set(categories.flatMap((category) => [category.code, ...category.kinds.map((kind) => kind.code)])),
    areas: areaTree(areaRows),
    nearby: new Map(rows.map((row) => [row.code, row.nearby])),
  };
}

function withKinds(
  { retired: _, nearby: _nearby, kinds, ...category }: CategoryRow,
  wanted: (kind: CategoryRow['kinds'][number]) => boolean,
): Category {
  return { ...category, kinds: kinds.filter(wanted).map(({ retired: _retired, ...kind }) => kind) };
}

function areaTree(rows: readonly AreaRow[]): Map<string, CatalogArea> {
  const children = groupByParent(rows);
  const idsWithin = (row: AreaRow): number[] => [row.id, ...(children.get(row.code) ?? []).flatMap(idsWithin)];
  return new Map(rows.map((row) => [row.code, { ...row, idsWithin: idsWithin(row) }]));
}

// Node 20 has no Map.groupBy.
function groupByParent(rows: readonly AreaRow[]): Map<string | null, AreaRow[]> {
  const groups = new Map<string | null, AreaRow[]>();
  for (const row of rows) groups.set(row.parent, [...(groups.get(row.parent) ?? []), row]);
  return groups;
}

/** The setting map_soft_bounds: west, south, east, north in degrees of where places are expected; null where it is not set. */
export function softBoundsOf(settings: Catalog['settings']): number[] | null {
  return (settings.map_soft_bounds as number[] | undefined) ?? null;
}

/** Short texts that the administrator has set; the others are the client's own. */
export function siteTexts(settings: Catalog['settings']): ConfigAnswer['texts'] {
  const set = {
    siteName: settings.text_site_name,
    notAppeal: settings.text_not_appeal,
    thanks: settings.text_thanks,
  };
  return Object.fromEntries(Object.entries(set).filter(([, names]) => names)) as ConfigAnswer['texts'];
}

/** The answer of GET /api/about: long, and read by few, so no part of what every page needs. */
export function aboutAnswer({ settings }: Catalog): AboutAnswer {
  return {
    about: (settings.text_about as AboutAnswer['about'] | undefined) ?? null,
    office: {
      phone: (settings.office_phone as string | undefined) ?? null,
      email: (settings.office_email as string | undefined) ?? null,
      address: (settings.office_address as AboutAnswer['office']['address'] | undefined) ?? null,
    },
  };
}

/** The answer of GET /api/config. `mail` and `push` are what the operator has set up. */
export function configAnswer(
  catalog: Catalog,
  state: { dataVersion: number; demoPresent: boolean; demoShown: boolean },
  { mail, push }: Pick<Config, 'mail' | 'push'>,
): ConfigAnswer {
  const { settings } = catalog;
  const { contactDays, addressDays, unpublishedDays } = retentionOf(settings);
  return {
    languages: [...LANGUAGES],
    categories: [...catalog.categories],
    retired: [...catalog.retired],
    statuses: [...STATUSES],
    bodies: [...catalog.bodies],
    basemap: { tiles: '/basemap/tiles.json' },
    map: {
      center: settings.map_center as number[],
      zoom: settings.map_zoom as number,
      softBounds: settings.map_soft_bounds as number[],
    },
    emergency: { phone: String(settings.emergency_phone), safetyPhone: String(settings.safety_phone) },
    notice: (settings.site_notice as ConfigAnswer['notice'] | undefined) ?? null,
    retention: { contactDays, addressDays, unpublishedDays },
    ...(mail || push ? { notices: { mail: mail !== null, pushKey: push?.publicKey ?? null } } : {}),
    texts: siteTexts(settings),
    limits: {
      pageLimit: PAGE_LIMIT.max,
      descriptionLength: DESCRIPTION_LENGTH_MAX,
      landmarkLength: LANDMARK_LENGTH_MAX,
      households: HOUSEHOLDS_MAX,
      withinCorners: WITHIN_CORNERS_MAX,
      heatRadiusMetres: { ...HEAT_RADIUS_METRES },
    },
    dataVersion: state.dataVersion,
    demo: { present: state.demoPresent, shown: state.demoShown },
  };
}
