import type { Feature, FeatureCollection, Point, Polygon } from 'geojson';
import type { GridAnswer, HeatAnswer, HotspotsAnswer } from '../../../server/contract/analysis.ts';
import type { AreaCollection, AreaFeature, Category } from '../../../server/contract/catalog.ts';
import type { Language, Precision, Status } from '../../../server/contract/enums.ts';
import type { BasemapSchema } from './vocabulary.ts';

/** Answer of /basemap/tiles.json. */
export interface BasemapTiles {
  available: boolean;
  schema: BasemapSchema | null;
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  attribution: string;
  bounds?: number[];
}

/** One mark on the map: a report, or several that are published at the very same point. */
export interface MarkProperties {
  /** Of the first report; empty for a counted cell. */
  id: string;
  /** Every report here, comma list (GeoJSON inside MapLibre keeps no arrays); empty when only their number is known. */
  ids: string;
  /** How many reports. */
  n: number;
  category: string;
  status: Status;
  precision: Precision;
  supports: number;
}

/** How many reports are known only by their settlement, at its label point. */
export interface AreaMarkProperties {
  area: string;
  /** As in MarkProperties. */
  ids: string;
  n: number;
}

/** What the map draws of a set of reports. */
export interface MapReports {
  marks: FeatureCollection<Point, MarkProperties>;
  /** The dashed squares of coarse places. */
  cells: FeatureCollection<Polygon, { n: number }>;
  areaMarks: FeatureCollection<Point, AreaMarkProperties>;
}

/**
 * How reports are shown; heat also shows a few of them, `groups` gathers near ones, `pins` shows each, `areas` and `grid` a
 * number for each area or hexagon.
 */
export type Display = 'none' | 'heat' | 'groups' | 'pins' | 'areas' | 'grid';

/** An area that is filled by its number. */
export interface Region {
  code: string;
  geometry: AreaFeature['geometry'];
  /** Where the figure stands, [longitude, latitude]. */
  at: number[];
  /** 1 is the palest; 0: no number is known. */
  step: number;
  /** Written inside, over the name. */
  figure: string;
  name: string;
}

/** Reports as weighted points, and how dense nearly all of them lie (per hectare). */
export interface Density {
  points: FeatureCollection<Point, { weight: number }>;
  scale: number;
}

/** A smooth picture of the density. */
export interface Smooth {
  points: Density['points'];
  /** Per hectare, lower limit of each step. */
  limits: readonly number[];
  /** Of the kernel in metres; wider from afar. */
  radius: number;
  /** Degrees, for the scale. */
  latitude: number;
  /** Inside the settlements too, instead of the bands there. */
  everywhere: boolean;
}

/** The selected report as it is drawn; `area` shows no pin. */
export type SelectedMark = Feature<Point, Pick<MarkProperties, 'category' | 'status' | 'precision'>>;

/** Hot spots that are drawn, with their numbers. */
export interface Spots {
  features: HotspotsAnswer['features'];
  /** Rank of the one that is looked at. */
  chosen: number | null;
}

/** Everything that can be seen on the map; the style is a function of it. */
export interface Picture {
  theme: 'light' | 'dark';
  locale: Language;
  areas: AreaCollection;
  categories: readonly Category[];
  /** Codes of the areas in focus, the rest lies under the veil; empty: all. */
  chosen: readonly string[];
  /** Codes of the areas whose name is written beside them. */
  named: readonly string[];
  basemap: BasemapTiles | null;
  heat: HeatAnswer | null;
  grid: GridAnswer | null;
  smooth: Smooth | null;
  regions: readonly Region[];
  spots: Spots;
  reports: MapReports | null;
  display: Display;
  selected: SelectedMark | null;
  /** Where the device says it is, [longitude, latitude]. */
  me: readonly [number, number] | null;
}

export const NO_REPORTS: MapReports = {
  marks: { type: 'FeatureCollection', features: [] },
  cells: { type: 'FeatureCollection', features: [] },
  areaMarks: { type: 'FeatureCollection', features: [] },
};

export const EMPTY_PICTURE: Picture = {
  theme: 'light',
  locale: 'ky',
  areas: { type: 'FeatureCollection', features: [] },
  categories: [],
  chosen: [],
  named: [],
  basemap: null,
  heat: null,
  grid: null,
  smooth: null,
  regions: [],
  spots: { features: [], chosen: null },
  reports: null,
  display: 'none',
  selected: null,
  me: null,
};
