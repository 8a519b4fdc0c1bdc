import type { Point } from 'geojson';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { STATUSES } from '../../server/contract/enums.ts';
import type { StatisticsAnswer } from '../../server/contract/analysis.ts';
import { BOX } from './generate.ts';
import { queryOnce, tileAt, tilePath } from './places.ts';

/** Single reports from here on, whatever a tile holds. */
const ZOOM = 15;
const ALL = `demo=true&status=${STATUSES.join(',')}`;
/** A tile of zoom 15 has 4096 steps of some 0.23 m; twice that, in degrees of longitude. */
const PLACE_DEGREES = 6e-6;
const SHOWN_MAX = 5;

const GROUPS = `select concat_ws('|', coalesce(area_code, '-'), category_code, status) as key,
  concat_ws('|', count(*), sum(supports), sum(coalesce(households, 0))) as value
from published_reports group by 1`;
const POINTS = `select id::text as key, concat_ws('|', category_code, kind_code, status, coalesce(area_code, '-'), precision, supports) as value,
  st_x(location) as lng, st_y(location) as lat
from published_reports where precision <> 'area' and location is not null`;

interface Shown {
  value: string;
  lng: number;
  lat: number;
}

/**
 * Compares everything a server process answers from its index with the database: statistics of every area, category and
 * status, and every single report of the tiles of zoom 15. Answers with how many of both were compared, and what differs, a line each. The load must be over.
 */
export async function compare(url: string, origin: string): Promise<{ compared: number; differences: string[] }> {
  const groups = await queryOnce<{ key: string; value: string }>(url, GROUPS);
  const points = await queryOnce<{ key: string } & Shown>(url, POINTS);
  const differences = [
    ...unequal('statistics', new Map(groups.map(({ key, value }) => [key, value])), await statistics(origin)),
    ...unequalPoints(new Map(points.map(({ key, ...point }) => [key, point])), await tilePoints(origin)),
  ];
  return { compared: groups.length + points.length, differences };
}

async function statistics(origin: string): Promise<Map<string, string>> {
  const response = await fetch(`${origin}/api/statistics?by=area,category,status&${ALL}`);
  if (!response.ok) throw new Error(`statistics were answered with ${response.status}`);
  const { groups } = (await response.json()) as StatisticsAnswer;
  return new Map(
    groups.map(({ area, category, status, count, supports, households }) => [
      [area ?? '-', category, status].join('|'),
      [count, supports, households].join('|'),
    ]),
  );
}

async function tilePoints(origin: string): Promise<Map<string, Shown>> {
  const found = new Map<string, Shown>();
  const [from, to] = [tileAt(ZOOM, BOX[0], BOX[3]), tileAt(ZOOM, BOX[2], BOX[1])];
  // One tile more on each side: hot spots at the edge of the box reach over it.
  for (let x = from.x - 1; x <= to.x + 1; x++) {
    for (let y = from.y - 1; y <= to.y + 1; y++) {
      const response = await fetch(`${origin}${tilePath({ z: ZOOM, x, y })}?${ALL}`);
      if (!response.ok) throw new Error(`a tile was answered with ${response.status}`);
      const { layers } = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
      for (let n = 0; n < (layers.reports?.length ?? 0); n++) {
        const feature = layers.reports!.feature(n);
        const { id, category, kind, status, area, precision, supports } = feature.properties;
        const [lng = NaN, lat = NaN] = (feature.toGeoJSON(x, y, ZOOM).geometry as Point).coordinates;
        const value = [category, ...(kind ? [kind] : []), status, area || '-', precision, supports].join('|');
        found.set(String(id), { value, lng, lat });
      }
    }
  }
  return found;
}

function unequal(what: string, stored: Map<string, string>, served: Map<string, string>): string[] {
  const keys = [...new Set([...stored.keys(), ...served.keys()])].filter((key) => stored.get(key) !== served.get(key));
  const lines = keys.slice(0, SHOWN_MAX).map((key) => {
    return `${what} ${key}: ${stored.get(key) ?? 'nothing'} in the database, ${served.get(key) ?? 'nothing'} served`;
  });
  return keys.length > SHOWN_MAX ? [...lines, `${what}: ${keys.length - SHOWN_MAX} more`] : lines;
}

function unequalPoints(stored: Map<string, Shown>, served: Map<string, Shown>): string[] {
  const text = (points: Map<string, Shown>) => new Map([...points].map(([id, { value }]) => [id, value]));
  const moved = [...stored].filter(([id, { lng, lat }]) => {
    const shown = served.get(id);
    return shown && (Math.abs(shown.lng - lng) > PLACE_DEGREES || Math.abs(shown.lat - lat) > PLACE_DEGREES);
  });
  return [
    ...unequal('report', text(stored), text(served)),
    ...moved.slice(0, SHOWN_MAX).map(([id]) => `report ${id} is shown at another place`),
  ];
}
