/** Streets for pictures that stand still: the tiles of the background map, read once and kept as paths of a canvas. */
import { VectorTile } from '@mapbox/vector-tile';
import type { VectorTileFeature, VectorTileLayer } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import type { Language } from '../../../server/contract/enums.ts';
import { api } from '../api/client.ts';
import type { Bounds } from '../map/geometry.ts';
import type { PaletteColor } from '../map/palette.ts';
import type { BasemapTiles } from '../map/picture.ts';
import { coverTiles } from '../map/tile-cover.ts';
import type { TileAddress } from '../map/tile-cover.ts';
import { NAME_ORDER, VOCABULARIES } from '../map/vocabulary.ts';
import type { BasemapSchema, Choice } from '../map/vocabulary.ts';

/** Tiles of this zoom have every street; nearer ones would only be more of them. */
const TILE_ZOOM = 14;
const TILES_MAX = 9;

/** A street's name where the street is longest, in units of the tile. */
export interface StreetName {
  text: string;
  x: number;
  y: number;
  /** Radians clockwise from the east, never upside down. */
  angle: number;
  length: number;
}

type Line = 'main' | 'street' | 'path' | 'stream';
export interface StreetTile {
  address: TileAddress;
  /** Of its names. */
  language: Language;
  /** Units along its edge. */
  extent: number;
  fills: { color: PaletteColor; path: Path2D }[];
  lines: Record<Line, Path2D>;
  names: StreetName[];
}

export interface Streets {
  tiles: StreetTile[];
  /** Where they come from, as text: the licence asks for it. */
  attribution: string;
}

/** The tiles around a box that are not among the known ones; null where there is no background map. Tiles that do not come are left out. */
export async function loadStreets(
  bounds: Bounds,
  locale: Language,
  known: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Streets | null> {
  const basemap = (await api.basemap()) as unknown as BasemapTiles;
  const { schema } = basemap;
  const template = basemap.tiles?.[0];
  if (!basemap.available || !schema || !template || signal.aborted) return null;
  const wanted = coverTiles(bounds, Math.min(TILE_ZOOM, basemap.maxzoom)).filter((tile) => !known.has(keyOf(tile)));
  const loaded = await Promise.allSettled(
    wanted.slice(0, TILES_MAX).map(async (address) => {
      const { z, x, y } = address;
      const path = template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y));
      const { pathname, search } = new URL(path, location.origin);
      const bytes = await api.tile(pathname + search, signal);
      return readStreets(address, bytes, schema, locale);
    }),
  );
  const { body } = new DOMParser().parseFromString(basemap.attribution, 'text/html');
  return {
    tiles: loaded.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    attribution: body.textContent.trim(),
  };
}

export const keyOf = ({ z, x, y }: TileAddress): string => `${z}/${x}/${y}`;

function readStreets(
  address: TileAddress,
  bytes: ArrayBuffer | null,
  schema: BasemapSchema,
  locale: Language,
): StreetTile {
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(bytes ?? new ArrayBuffer(0))));
  const v = VOCABULARIES[schema];
  const path = (layer: string, closed: boolean, choice?: Choice): Path2D => {
    const drawn = new Path2D();
    for (const feature of featuresOf(layers[layer])) {
      if (choice && !choice.values.includes(String(feature.properties[choice.property] ?? ''))) continue;
      if (feature.type === (closed ? 3 : 2)) addTo(drawn, feature, closed);
    }
    return drawn;
  };
  const fill = (color: PaletteColor, choice: Choice) => ({ color, path: path(choice.layer, true, choice) });
  const line = (choice: Choice): Path2D => path(choice.layer, false, choice);
  return {
    address,
    language: locale,
    extent: Object.values(layers)[0]?.extent ?? 4096,
    fills: [
      fill('field', v.field),
      fill('green', v.green),
      fill('built', v.built),
      fill('park', v.park),
      { color: 'water', path: path(v.water, true) },
      { color: 'building', path: path(v.building, true) },
    ],
    lines: { main: line(v.main), street: line(v.street), path: line(v.path), stream: line(v.stream) },
    names: namesOf(layers[v.roadNames], locale),
  };
}

function featuresOf(layer: VectorTileLayer | undefined): VectorTileFeature[] {
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => layer!.feature(i));
}

function addTo(path: Path2D, feature: VectorTileFeature, closed: boolean): void {
  for (const points of feature.loadGeometry()) {
    points.forEach(({ x, y }, i) => (i === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
    if (closed) path.closePath();
  }
}

/** Each name once a tile, at its longest straight piece. */
function namesOf(layer: VectorTileLayer | undefined, locale: Language): StreetName[] {
  const best = new Map<string, StreetName>();
  for (const feature of featuresOf(layer)) {
    const text = NAME_ORDER[locale].map((key) => feature.properties[key]).find((name) => typeof name === 'string');
    if (typeof text !== 'string' || feature.type !== 2) continue;
    for (const points of feature.loadGeometry()) {
      for (let i = 1; i < points.length; i++) {
        const [from, to] = [points[i - 1]!, points[i]!];
        const length = Math.hypot(to.x - from.x, to.y - from.y);
        if (length <= (best.get(text)?.length ?? 0)) continue;
        const [left, right] = from.x <= to.x ? [from, to] : [to, from];
        const angle = Math.atan2(right.y - left.y, right.x - left.x);
        best.set(text, { text, x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, angle, length });
      }
    }
  }
  return [...best.values()];
}
