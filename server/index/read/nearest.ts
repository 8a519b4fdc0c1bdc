import type { Box } from '../../filters/polygon.ts';
import { worldX, worldY } from '../../geo/mercator.ts';
import { localProjection, MAX_CENTRE_LATITUDE_DEGREES, toMetres } from '../../geo/project.ts';
import { GRID_ZOOM, keyRange, type TileAddress } from '../../geo/tile.ts';
import { toDegrees, type Columns } from '../columns/columns.ts';
import { formatUuid } from '../columns/uuid.ts';
import type { CompiledFilter } from './compile-filter.ts';
import type { ReportIndex } from '../columns/report-index.ts';
import { rangeOf, scanRange, scanSections } from './scan.ts';

/** West, south, east, north in degrees of all that lies within so many metres of a place, and little more; null at the poles. */
export function boxAround(lng: number, lat: number, metres: number): Box | null {
  // No flat map of the surroundings exists there, and no street.
  if (Math.abs(lat) > MAX_CENTRE_LATITUDE_DEGREES) return null;
  const { metresPerDegreeLng, metresPerDegreeLat } = localProjection(lng, lat);
  const [width, height] = [(metres + 1) / metresPerDegreeLng, (metres + 1) / metresPerDegreeLat];
  return [lng - width, lat - height, lng + width, lat + height];
}

/**
 * Ids of the exact and coarse reports in a box that fit a filter, nearest to a place (degrees) first, those of one place by
 * id; at most `limit`. Distances on the flat map of geo/project.ts.
 *
 * @param filter compiled with the box among its conditions
 */
export function nearestIn(
  index: ReportIndex,
  box: Box,
  [lng, lat]: readonly [number, number],
  filter: CompiledFilter,
  limit: number,
): string[] {
  const around = localProjection(lng, lat);
  const found: { id: string; distance: number }[] = [];
  const visit = (columns: Columns, rows: Int32Array, count: number) => {
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const distance = Math.hypot(...toMetres(around, toDegrees(columns.lng[row]!), toDegrees(columns.lat[row]!)));
      found.push({ id: formatUuid(columns.ids, row), distance });
    }
  };
  const body = index.body.columns;
  for (const tile of tilesOver(box)) {
    const { from, to } = rangeOf(body, keyRange(tile));
    scanRange(body, filter, from, to, visit);
  }
  scanSections([index.tail], filter, visit);
  found.sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
  return found.slice(0, limit).map(({ id }) => id);
}

/** The one, two or four tiles over a small box, each about as large as the box. */
function tilesOver([west, south, east, north]: Box): TileAddress[] {
  const [x0, x1] = [worldX(west), worldX(east)];
  const [y0, y1] = [worldY(north), worldY(south)];
  const z = Math.max(Math.clz32(Math.max(x1 - x0, y1 - y0)), 1);
  const column = (cell: number) => cell >>> (GRID_ZOOM - z);
  const xs = [...new Set([column(x0), column(x1)])];
  const ys = [...new Set([column(y0), column(y1)])];
  return xs.flatMap((x) => ys.map((y) => ({ z, x, y })));
}
