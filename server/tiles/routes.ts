import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { FilterQuery } from '../contract/filters.ts';
import { Problem } from '../contract/problem.ts';
import { parseFilter, type Filter } from '../filters/rules.ts';
import { queryIndex } from '../index/query.ts';
import { tileOf } from '../index/rules.ts';
import { encodeTile } from './encode.ts';
import { parseTile } from './rules.ts';

const TileParams = Type.Object({ z: Type.String(), x: Type.String(), y: Type.String() });
const CACHE_BYTES = 64 * 1024 * 1024;
/** What an entry costs beside its bytes. */
const ENTRY_BYTES = 512;

interface CachedTile {
  version: number;
  bytes: Buffer;
  etag: string;
}

/**
 * Vector tiles from the index. A tile's ETag is of its own content, so that a new pin empties no cache but that of the
 * tiles it lies in; browsers ask again each time and mostly hear 304.
 */
export async function tileRoutes(app: App): Promise<void> {
  const cache = new LRUCache<string, CachedTile>({
    maxSize: CACHE_BYTES,
    sizeCalculation: (tile) => tile.bytes.length + ENTRY_BYTES,
  });

  const tile = async (z: string, x: string, y: string, filter: Filter): Promise<CachedTile> => {
    const address = parseTile(z, x, y);
    const key = `${address.z}/${address.x}/${address.y}?${JSON.stringify(filter)}`;
    const known = cache.get(key);
    if (known?.version === app.live.version) return known;
    return queryIndex(app, filter, (index, compiled) => {
      const bytes = Buffer.from(encodeTile(tileOf(index, address, compiled)));
      const etag = `"${createHash('sha1').update(bytes).digest('base64url')}"`;
      const made = { version: app.live.version, bytes, etag };
      cache.set(key, made);
      return made;
    });
  };

  app.get(
    '/tiles/reports/:z/:x/:y.mvt',
    {
      logLevel: 'warn',
      schema: {
        tags: ['analysis'],
        summary: 'Reports as a vector tile: points, or counted cells; area reports counted at the label point',
        params: TileParams,
        querystring: FilterQuery,
        response: {
          200: Type.String({ description: 'Mapbox Vector Tile 2.1, layers reports, cells, areas' }),
          204: Type.Null(),
          '4xx': Problem,
          '5xx': Problem,
        },
      },
    },
    async (request, reply) => {
      const { z, x, y } = request.params;
      const { bytes, etag } = await tile(z, x, y, parseFilter(request.query, await app.catalog()));
      reply.header('cache-control', 'public, no-cache').header('etag', etag);
      if (bytes.length === 0) return reply.code(204).send(null);
      if (request.headers['if-none-match'] === etag) return reply.code(304).send('' as never);
      return reply.type('application/vnd.mapbox-vector-tile').send(bytes as never);
    },
  );
}
