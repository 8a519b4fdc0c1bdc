/** Which vector tiles a view needs. Web Mercator (EPSG:3857); a tile of the view's own zoom covers 512 CSS pixels. */
import type { Bounds } from './geometry.ts';

export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** From this zoom on a tile holds every report, however many. */
export const POINTS_FROM_ZOOM = 15;
/** A tile has 64 x 64 cells: of this many zooms less than the view a cell is 32 to 64 pixels, about one group. */
const GROUP_ZOOMS_LESS = 2;
/** From CLOSE_UP_ZOOM on marks are not gathered any further, so the cells have to be as wide apart as groups. */
const GROUP_ZOOMS_LESS_CLOSE = 3;
const CLOSE_UP_ZOOM = 16;
/** Where the square of Web Mercator ends. */
export const LATITUDE_MAX_DEGREES = 85.0511;

/** Path and query of a tile; the same filter always gives the same address, so that the browser's cache knows it. */
export function tilePath({ z, x, y }: TileAddress, filter: URLSearchParams): string {
  const query = filter.toString();
  return `/tiles/reports/${z}/${x}/${y}.mvt${query === '' ? '' : `?${query}`}`;
}

/** Zoom of the tiles whose cells become the groups of a view. */
export function groupTileZoom(zoom: number): number {
  const less = zoom >= CLOSE_UP_ZOOM ? GROUP_ZOOMS_LESS_CLOSE : GROUP_ZOOMS_LESS;
  return Math.min(Math.max(Math.floor(zoom) - less, 0), POINTS_FROM_ZOOM - 1);
}

/** The tiles of a zoom that touch a box, row by row from the north-west. */
export function coverTiles([west, south, east, north]: Bounds, z: number): TileAddress[] {
  const last = 2 ** z - 1;
  const index = (share: number): number => Math.min(Math.max(Math.floor(share * 2 ** z), 0), last);
  const tiles: TileAddress[] = [];
  for (let y = index(shareSouthward(north)); y <= index(shareSouthward(south)); y++) {
    for (let x = index(shareEastward(west)); x <= index(shareEastward(east)); x++) tiles.push({ z, x, y });
  }
  return tiles;
}

/** The box of a tile in degrees. */
export function tileBounds({ z, x, y }: TileAddress): Bounds {
  const [west, north] = placeInTile({ z, x, y }, 0, 0);
  const [east, south] = placeInTile({ z, x, y }, 1, 1);
  return [west, south, east, north];
}

/** [longitude, latitude] of a place in a tile, given as shares (0..1) of its edge eastward and southward. */
export function placeInTile({ z, x, y }: TileAddress, right: number, down: number): [number, number] {
  const tiles = 2 ** z;
  const angle = Math.PI * (1 - (2 * (y + down)) / tiles);
  return [((x + right) / tiles) * 360 - 180, (Math.atan(Math.sinh(angle)) * 180) / Math.PI];
}

/** Where a longitude lies in the world's square: 0 at its western edge, 1 at its eastern. */
export function shareEastward(lng: number): number {
  return (lng + 180) / 360;
}

/** Where a latitude lies in the world's square: 0 at its northern edge, 1 at its southern. */
export function shareSouthward(lat: number): number {
  const sine = Math.sin((Math.min(Math.max(lat, -LATITUDE_MAX_DEGREES), LATITUDE_MAX_DEGREES) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}
