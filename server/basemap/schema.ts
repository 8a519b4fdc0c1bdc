import { Type } from 'typebox';
import type { Static } from 'typebox';

/** Layer vocabularies the map style knows. */
const BASEMAP_SCHEMAS = ['protomaps', 'openmaptiles'] as const;
export type BasemapSchema = (typeof BASEMAP_SCHEMAS)[number];

/** Where the tiles come from: the operator's PMTiles file, another server through our cache, or nowhere. */
const BASEMAP_SOURCES = ['file', 'proxy', 'none'] as const;

/** Answer of `GET /basemap/tiles.json`: what MapLibre needs for a vector source, and whether there is one at all. */
export const BasemapTiles = Type.Object({
  available: Type.Boolean(),
  source: Type.Enum([...BASEMAP_SOURCES] as unknown as typeof BASEMAP_SOURCES),
  schema: Type.Union([Type.Enum([...BASEMAP_SCHEMAS] as unknown as typeof BASEMAP_SCHEMAS), Type.Null()]),
  tiles: Type.Array(Type.String()),
  minzoom: Type.Integer({ minimum: 0 }),
  maxzoom: Type.Integer({ minimum: 0 }),
  attribution: Type.String({ description: 'HTML that holds nothing but text and http(s) links' }),
  bounds: Type.Optional(
    Type.Array(Type.Number(), { minItems: 4, maxItems: 4, description: 'west, south, east, north in degrees WGS 84' }),
  ),
});
export type BasemapTiles = Static<typeof BasemapTiles>;

/** Kept as plain strings so that every impossible address gets the same problem code from the route. */
export const TileParams = Type.Object({ z: Type.String(), x: Type.String(), y: Type.String() });
export type TileParams = Static<typeof TileParams>;

const tileBytes = Type.String({ format: 'binary', description: 'Mapbox Vector Tile 2.1' });
export const TILE_RESPONSES = {
  200: { description: 'the tile', content: { 'application/vnd.mapbox-vector-tile': { schema: tileBytes } } },
  204: Type.Null({ description: 'nothing there' }),
  304: Type.Null({ description: 'the tile you have is the tile' }),
};
