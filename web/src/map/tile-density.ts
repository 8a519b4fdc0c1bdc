/** The density of reports over a whole city, from counted cells, for a smooth picture of it. */
import type { Feature, Point } from 'geojson';
import { grown, metresPerPixel } from './geometry.ts';
import type { HeatWeight } from '../../../server/contract/enums.ts';
import type { Bounds } from './geometry.ts';
import type { Density } from './picture.ts';
import type { TileContent } from './tile-content.ts';
import { coverTiles, POINTS_FROM_ZOOM } from './tile-cover.ts';
import type { TileStore } from './tile-store.ts';

/** A cell is 16 to 32 pixels wide then: closer than the kernel is wide, so that no pattern of the cells shows. */
const ZOOMS_LESS = 1;
const MARGIN = 0.25;
const CELLS_ACROSS = 64;
/** CSS pixels across a tile of the view's own zoom. */
const TILE_PIXELS = 512;
const SQUARE_METRES_PER_HECTARE = 10_000;
/** The scale is one for all places but the densest twentieth of the cells. */
const SHARE_IN_SCALE = 0.95;

export async function loadTileDensity(
  store: TileStore,
  filter: URLSearchParams,
  weight: HeatWeight,
  { bounds, zoom }: { bounds: Bounds; zoom: number },
  signal: AbortSignal,
): Promise<Density> {
  const tileZoom = Math.min(Math.max(Math.floor(zoom) - ZOOMS_LESS, 0), POINTS_FROM_ZOOM - 1);
  const tiles = await store.load(coverTiles(grown(bounds, MARGIN), tileZoom), filter, signal);
  return { points: pointsOf(tiles, weight), scale: scaleOf(tiles, weight, (bounds[1] + bounds[3]) / 2) };
}

/** Every report counts once, in one cell or by itself. */
export function pointsOf(tiles: readonly TileContent[], weight: HeatWeight): Density['points'] {
  const features: Feature<Point, { weight: number }>[] = [];
  const add = (coordinates: [number, number], value: number): void => {
    if (value > 0)
      features.push({ type: 'Feature', geometry: { type: 'Point', coordinates }, properties: { weight: value } });
  };
  for (const { cells, reports } of tiles) {
    for (const cell of cells) add(cell.at, valueOf(cell, weight));
    for (const report of reports) add(report.at, valueOf({ ...report, count: 1 }, weight));
  }
  return { type: 'FeatureCollection', features };
}

function valueOf(
  { count, supports, households }: Pick<TileContent['cells'][number], 'count' | 'supports' | 'households'>,
  weight: HeatWeight,
): number {
  return weight === 'reports' ? count : weight === 'supports' ? supports : households;
}

/**
 * Reports (or supports, or households) per hectare that nearly all counted cells stay below, at a latitude in degrees; 0 without cells.
 */
export function scaleOf(tiles: readonly TileContent[], weight: HeatWeight, latitude: number): number {
  const densities = tiles.flatMap(({ tile, cells }) => {
    const edge = (metresPerPixel(latitude, tile.z) * TILE_PIXELS) / CELLS_ACROSS;
    const hectares = edge ** 2 / SQUARE_METRES_PER_HECTARE;
    return cells.map((cell) => valueOf(cell, weight) / hectares);
  });
  densities.sort((a, b) => a - b);
  return densities[Math.floor(densities.length * SHARE_IN_SCALE)] ?? 0;
}
