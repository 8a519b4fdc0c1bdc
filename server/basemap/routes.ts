import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../contract/problem.ts';
import { problem } from '../http/problem.ts';
import { Basemap } from './basemap.ts';
import type { BasemapOptions } from './basemap.ts';
import { acceptsGzip, matchesEtag, parseTileAddress } from './rules.ts';
import { BasemapTiles, TILE_RESPONSES, TileParams } from './schema.ts';
import { SourceUnavailable } from './source.ts';
import type { BasemapAnswer, BasemapDescription, BasemapTile } from './source.ts';
import { gunzipAsync } from './tile-bytes.ts';

/** The map waits for this answer before it draws anything, and gives up after three seconds. */
const DESCRIBE_WITHIN_MS = 2700;

const FOR_EVER = 'public, max-age=31536000, immutable';
/** Nothing there, but it may be mapped one day. */
const FOR_A_DAY = 'public, max-age=86400';
/** Asked without a version, or with one that is not today's. */
const FOR_A_WHILE = 'public, max-age=300';
/** An old tile, while a newer one is being fetched. */
const FOR_A_MOMENT = 'public, max-age=60';

/**
 * The ground under the map, from this server only: `GET /basemap/tiles.json` and `GET /basemap/{z}/{x}/{y}.mvt`.
 * Tile numbers are the places residents look at: these routes log no requests, and no header of a client goes further.
 */
export const basemapRoutes: FastifyPluginAsync<BasemapOptions> = async (app, options) => {
  const basemap = new Basemap(options, app.log);
  app.addHook('onClose', () => basemap.close());

  app.get(
    '/basemap/tiles.json',
    {
      logLevel: 'warn',
      schema: {
        tags: ['basemap'],
        summary: 'What ground map there is',
        response: { 200: BasemapTiles, '4xx': Problem, '5xx': Problem },
      },
    },
    async (_request, reply): Promise<BasemapTiles> => {
      const description = await within(DESCRIBE_WITHIN_MS, basemap.describe());
      reply.header('cache-control', description ? 'no-cache' : 'no-store');
      return tilesJson(description);
    },
  );

  app.get<{ Params: TileParams; Querystring: { v?: unknown } }>(
    '/basemap/:z/:x/:y.mvt',
    {
      logLevel: 'warn',
      schema: {
        tags: ['basemap'],
        summary: 'One vector tile of the ground map',
        params: TileParams,
        response: { ...TILE_RESPONSES, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const { z, x, y } = request.params;
      const address = parseTileAddress(z, x, y);
      if (address === null) throw problem('tile_out_of_range');
      try {
        return await send(request, reply, await basemap.tile(address.z, address.x, address.y), request.query.v);
      } catch (error) {
        if (!(error instanceof SourceUnavailable)) throw error;
        reply.header('cache-control', 'no-store');
        throw problem('basemap_unavailable', undefined, { retryAfterSeconds: error.retryAfterSeconds });
      }
    },
  );
};

async function send(request: FastifyRequest, reply: FastifyReply, answer: BasemapAnswer, asked: unknown) {
  const { tile } = answer;
  const packed = tile?.encoding === 'gzip' && acceptsGzip(request.headers['accept-encoding']);
  const known = tile !== null && matchesEtag(request.headers['if-none-match'], tile.etag);
  // Before any header is set: this may fail.
  const bytes = tile === null || known || packed ? tile?.bytes : await plainBytes(tile);

  reply.header('cache-control', cacheControl(answer, asked)).header('vary', 'Accept-Encoding');
  if (tile === null) return reply.code(204).send();
  reply.header('etag', tile.etag);
  if (known) return reply.code(304).send();
  if (packed) reply.header('content-encoding', 'gzip');
  return reply.type('application/vnd.mapbox-vector-tile').send(bytes);
}

async function plainBytes(tile: BasemapTile): Promise<Buffer> {
  if (tile.encoding === 'identity') return tile.bytes;
  return await gunzipAsync(tile.bytes).catch(() => {
    throw new SourceUnavailable('a tile is damaged', 60);
  });
}

function cacheControl({ tile, version }: BasemapAnswer, asked: unknown): string {
  if (version === null) return FOR_A_MOMENT;
  if (asked !== version) return FOR_A_WHILE;
  return tile === null ? FOR_A_DAY : FOR_EVER;
}

function tilesJson(description: BasemapDescription | null): BasemapTiles {
  if (description === null) {
    return { available: false, source: 'none', schema: null, tiles: [], minzoom: 0, maxzoom: 0, attribution: '' };
  }
  const { version, bounds, ...rest } = description;
  const tiles = [`/basemap/{z}/{x}/{y}.mvt?v=${version}`];
  return { available: true, ...rest, tiles, ...(bounds && { bounds: [...bounds] }) };
}

/** The value, or null when it takes longer; it goes on behind and is there for the next one who asks. */
async function within<T>(limitMs: number, value: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  return await Promise.race([value, late]).finally(() => clearTimeout(timer));
}
