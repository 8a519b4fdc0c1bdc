import { shown, type AreaFault } from './faults.ts';

/** Rings of polygons; positions are longitude, latitude in degrees WGS 84. */
export type Polygons = [lng: number, lat: number][][][];

/** The database refuses larger boundaries, because every report is compared with them. */
export const VERTICES_MAX = 20_000;
const RING_POSITIONS_MIN = 4;

/**
 * Reads a Polygon or MultiPolygon of GeoJSON, heights left out. Gives its polygons, or what is wrong with it; its text
 * is `code: where and what`. `softBounds` is west,south,east,north in degrees. Crossing edges are not looked for here: the database does.
 */
export function readBoundary(
  geometry: unknown,
  softBounds: readonly number[] | null,
): { polygons: Polygons } | { fault: AreaFault } {
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    const value = geometry === null || geometry === undefined ? 'null' : String(type).slice(0, 60);
    return faulty(
      'geometry_not_a_polygon',
      '',
      value,
      `geometry_not_a_polygon: a Polygon or MultiPolygon is needed, not ${value}`,
    );
  }
  const polygons = (type === 'Polygon' ? [coordinates] : coordinates) as unknown;
  if (!isNested(polygons))
    return faulty(
      'coordinates_malformed',
      '.coordinates',
      undefined,
      'malformed: coordinates are not rings of positions',
    );
  const vertices = polygons.reduce((sum, rings) => sum + rings.reduce((inner, ring) => inner + ring.length, 0), 0);
  if (vertices > VERTICES_MAX)
    return faulty(
      'polygon_too_large',
      '.coordinates',
      String(vertices),
      `polygon_too_large: ${vertices} vertices; ${VERTICES_MAX} are possible`,
    );
  const read: Polygons = [];
  for (const [p, rings] of polygons.entries()) {
    const outline: Polygons[number] = [];
    for (const [r, ring] of rings.entries()) {
      const where = `polygon ${p + 1}, ring ${r + 1}`;
      const path = type === 'Polygon' ? `.coordinates.${r}` : `.coordinates.${p}.${r}`;
      const positions: Polygons[number][number] = [];
      for (const [i, position] of ring.entries()) {
        const fault = positionFault(position, softBounds);
        if (fault !== null)
          return faulty(fault.code, `${path}.${i}`, shown(position), `${fault.text} (${where}, position ${i + 1})`);
        const [lng, lat] = position as [number, number];
        positions.push([lng, lat]);
      }
      const [first, last] = [positions[0], positions.at(-1)];
      if (positions.length < RING_POSITIONS_MIN)
        return faulty(
          'ring_too_short',
          path,
          String(positions.length),
          `malformed: a ring needs ${RING_POSITIONS_MIN} positions (${where})`,
        );
      if (first![0] !== last![0] || first![1] !== last![1]) {
        return faulty(
          'ring_not_closed',
          path,
          shown(last),
          `ring_not_closed: the last position ${JSON.stringify(last)} is not the first, ${JSON.stringify(first)} (${where})`,
        );
      }
      outline.push(positions);
    }
    read.push(outline);
  }
  return { polygons: read };
}

/** `path` goes on from the geometry. */
function faulty(code: AreaFault['code'], path: string, value: string | undefined, text: string): { fault: AreaFault } {
  return { fault: { code, path, value, text } };
}

function isNested(value: unknown): value is unknown[][][] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (rings) =>
        Array.isArray(rings) && rings.length > 0 && rings.every((ring) => Array.isArray(ring) && ring.length > 0),
    )
  );
}

function positionFault(
  position: unknown,
  softBounds: readonly number[] | null,
): Pick<AreaFault, 'code' | 'text'> | null {
  const [lng, lat] = (Array.isArray(position) ? position : []) as unknown[];
  const found = JSON.stringify(position)?.slice(0, 60);
  if (typeof lng !== 'number' || typeof lat !== 'number' || !Number.isFinite(lng) || !Number.isFinite(lat)) {
    return { code: 'coordinates_malformed', text: `malformed: ${found} is not [longitude, latitude]` };
  }
  if (softBounds && !inside(lng, lat, softBounds) && inside(lat, lng, softBounds)) {
    return { code: 'location_swapped', text: `location_swapped: ${found} is [latitude, longitude]` };
  }
  if (Math.abs(lng) <= 180 && Math.abs(lat) <= 90) return null;
  return { code: 'location_out_of_range', text: `location_out_of_range: ${found} is not in degrees WGS 84` };
}

function inside(lng: number, lat: number, [west, south, east, north]: readonly number[]): boolean {
  return lng >= west! && lng <= east! && lat >= south! && lat <= north!;
}
