import type { MultiPolygon } from 'geojson';

/** A settlement, quarter or other boundary; geometry in degrees WGS 84, [longitude, latitude], valid. */
export interface HeatArea {
  code: string;
  geometry: MultiPolygon;
}

/** Columns of equal length, degrees WGS 84; `weight` >= 0, 1 each when absent. */
export interface HeatPoints {
  lng: ArrayLike<number>;
  lat: ArrayLike<number>;
  weight?: ArrayLike<number>;
}

export interface HeatInput {
  area: HeatArea;
  /** Published points whose area is this one; area-precision reports have none and never come here. */
  points: HeatPoints;
  /** Radius of the kernel in metres. */
  radiusMetres: number;
  /** Lower limits of the bands per hectare, ascending and above 0. */
  limits: readonly number[];
}

/** Where the density is at least `min` and below `max` per hectare; the last band has no upper limit. */
export interface HeatBand {
  min: number;
  max: number | null;
  /** Code of the area. */
  area: string;
  /** Degrees WGS 84, [longitude, latitude], 6 decimals, wound as RFC 7946 says. */
  geometry: MultiPolygon;
}
