import pg from 'pg';
import type { Step } from './load.ts';

const MAP_TILE_POINTS = `select st_x(location) as lng, st_y(location) as lat from published_reports
where precision <> 'area' and location is not null and status in ('new', 'verified', 'in_progress', 'resolved')
order by id limit $1`;

export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** Rows of one statement on a connection of its own. */
export async function queryOnce<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Up to `count` different tiles of each zoom, each with a report in it, most of them where there are many. */
export async function busyTiles(url: string, zooms: readonly number[], count: number): Promise<TileAddress[]> {
  const points = await queryOnce<{ lng: number; lat: number }>(url, MAP_TILE_POINTS, [count * 4]);
  return zooms.flatMap((z) => {
    const tiles = new Map(points.map(({ lng, lat }) => tileAt(z, lng, lat)).map((tile) => [tilePath(tile), tile]));
    return [...tiles.values()].slice(0, count);
  });
}

/** Column and row of the tile of a place: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames */
export function tileAt(z: number, lng: number, lat: number): TileAddress {
  const radians = (lat * Math.PI) / 180;
  const share = 0.5 - Math.asinh(Math.tan(radians)) / (2 * Math.PI);
  return { z, x: Math.floor(((lng + 180) / 360) * 2 ** z), y: Math.floor(share * 2 ** z) };
}

export function tilePath({ z, x, y }: TileAddress): string {
  return `/tiles/reports/${z}/${x}/${y}.mvt`;
}

/** Different sets of reports; `{unique}` is an instant that no other request has, before all reports: no cache can answer. */
export const COLD_FILTERS = [
  'from={unique}',
  'from={unique}&category=WATER,ROAD,LIGHT',
  'from={unique}&status=new,verified',
  'from={unique}&category=WASTE&status=new,in_progress,resolved',
  'from={unique}&to=2025-07-01',
  'from={unique}&status=new,verified,in_progress,resolved,rejected,duplicate',
  'from={unique}&bbox=72.80,40.46,72.86,40.52',
];

/** The tiles, each with every filter. */
export function coldSequences(tiles: readonly TileAddress[]): Step[][] {
  return tiles.flatMap((tile) => COLD_FILTERS.map((filter) => [{ path: `${tilePath(tile)}?${filter}` }]));
}

/** What a resident does: looks for duplicates, then sends the report. */
export const REPORT_KIND = { kind: 'ROAD_POTHOLE', category: 'ROAD' } as const;
export const LOOK_UP: Step = { path: `/api/reports/nearby?lng={lng}&lat={lat}&category=${REPORT_KIND.kind}` };
export const SEND: Step = {
  method: 'POST',
  path: '/api/reports',
  headers: { 'content-type': 'application/json', 'idempotency-key': '{key}' },
  body: `{"category":"${REPORT_KIND.kind}","location":{"type":"Point","coordinates":[{lng},{lat}]}}`,
};
