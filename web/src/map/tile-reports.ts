/** The marks of more reports than can be loaded one by one: groups from counted cells, pins where there are few. */
import type { Feature, Point } from 'geojson';
import { cellAround, contains, grown } from './geometry.ts';
import type { Bounds } from './geometry.ts';
import type { AreaMarkProperties, MapReports, MarkProperties } from './picture.ts';
import { countInView, FEW } from './sources.ts';
import type { TileContent, TileReport } from './tile-content.ts';
import { coverTiles, groupTileZoom, POINTS_FROM_ZOOM } from './tile-cover.ts';
import type { TileStore } from './tile-store.ts';

/** Up to so many in view each stands for itself from POINTS_FROM_ZOOM on; more would only cover each other. */
const PINS_MAX = 1500;
/** Groups are there beyond the edges too, so that a short pan finds them; share of the view's edges on each side. */
const MARGIN = 0.25;
/** In tiles of a lower zoom different places become one: what seems to be one point there may fall apart nearer by. */
const TRUE_PLACE_ZOOM = 13;

/** The marks of a view; the store keeps what it has seen. Throws what TileStore.load throws. */
export async function loadTileReports(
  store: TileStore,
  filter: URLSearchParams,
  { bounds, zoom }: { bounds: Bounds; zoom: number },
  signal: AbortSignal,
): Promise<MapReports> {
  const around = coverTiles(grown(bounds, MARGIN), groupTileZoom(zoom));
  const groups = fromTiles(await store.load(around, filter, signal));
  const count = countInView(groups, bounds);
  const eachMax = zoom >= POINTS_FROM_ZOOM ? PINS_MAX : FEW - 1;
  if (count > eachMax || !hasCells(groups, bounds)) return groups;
  const near = fromTiles(await store.load(coverTiles(bounds, Math.floor(zoom)), filter, signal));
  return { ...near, areaMarks: groups.areaMarks };
}

/** Marks of what tiles of one zoom hold. A counted cell is a mark without ids: nearer by it falls apart. */
export function fromTiles(tiles: readonly TileContent[]): MapReports {
  const places = new Map<string, TileReport[]>();
  const marks: Feature<Point, MarkProperties>[] = [];
  const areas = new Map<string, Feature<Point, AreaMarkProperties>>();
  let truePlaces = false;
  for (const { tile, reports, cells, areas: known } of tiles) {
    truePlaces = tile.z >= TRUE_PLACE_ZOOM;
    for (const report of reports) {
      const key = report.at.join();
      const here = places.get(key);
      if (here) here.push(report);
      else places.set(key, [report]);
    }
    for (const { at, count, supports } of cells) {
      marks.push(point(at, { id: '', ids: '', n: count, category: '', status: 'new', precision: 'exact', supports }));
    }
    for (const { at, area, count } of known) areas.set(area, point(at, { area, ids: '', n: count }));
  }
  for (const here of places.values()) {
    const { id, at, category, status, precision } = here[0]!;
    const supports = Math.max(...here.map((report) => report.supports));
    const ids = here.length === 1 || truePlaces ? here.map((report) => report.id).join(',') : '';
    marks.push(point(at, { id, ids, n: here.length, category, status, precision, supports }));
  }
  const coarse = [...places.values()].filter((here) => here.some(({ precision }) => precision === 'coarse'));
  return {
    marks: { type: 'FeatureCollection', features: marks },
    cells: {
      type: 'FeatureCollection',
      features: coarse.map((here) => ({
        type: 'Feature',
        geometry: cellAround(here[0]!.at),
        properties: { n: here.length },
      })),
    },
    areaMarks: { type: 'FeatureCollection', features: [...areas.values()] },
  };
}

function hasCells({ marks }: MapReports, box: Bounds): boolean {
  return marks.features.some(
    ({ geometry, properties }) => properties.ids === '' && contains(box, geometry.coordinates),
  );
}

function point<P>(coordinates: [number, number], properties: P): Feature<Point, P> {
  return { type: 'Feature', geometry: { type: 'Point', coordinates }, properties };
}
