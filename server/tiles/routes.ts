import { Type } from 'typebox';
import type { App } from '../app.ts';
import { FilterQuery } from '../contract/filters.ts';
import { Problem } from '../contract/problem.ts';
import { parseFilter } from '../filters/rules.ts';
import { queryIndex } from '../index/ask/query.ts';
import { tileOf } from '../index/rules.ts';
import { answerTile } from './answer.ts';
import { lacksForm, TileCache } from './cache.ts';
import { encodingFor } from '../http/encoding.ts';
import { encodeTile } from './encode.ts';
import { parseTile } from './rules.ts';

const TileParams = Type.Object({ z: Type.String(), x: Type.String(), y: Type.String() });

/**
 * Vector tiles from the index. A tile's ETag is of its own content, so that a new pin empties no cache but that of the
 * tiles it lies in; browsers ask again each time and mostly hear 304.
 */
export async function tileRoutes(app: App): Promise<void> {
  const cache = new TileCache();

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
      // An address that has been answered of this very revision was a good one: nothing of it is looked at again.
      preValidation: (request, reply, done) => {
        const tile = cache.get(request.raw.url!, app.live.revision);
        const encoding = encodingFor(request.headers['accept-encoding']);
        if (tile === undefined || lacksForm(tile, encoding)) done();
        else answerTile(request, reply, tile, encoding);
      },
    },
    async (request, reply) => {
      // Before anything is read: what changes meanwhile makes the tile an old one.
      const { revision } = app.live;
      const url = request.raw.url!;
      const { z, x, y } = request.params;
      const address = parseTile(z, x, y);
      const filter = parseFilter(request.query, await app.catalog());
      // Asked for again while it waited its turn, it may be there by now.
      let tile = await queryIndex(
        app,
        filter,
        (index, compiled) =>
          cache.get(url, revision) ?? cache.put(url, revision, encodeTile(tileOf(index, address, compiled))),
      );
      const encoding = encodingFor(request.headers['accept-encoding']);
      if (lacksForm(tile, encoding)) tile = await cache.withForm(url, tile, encoding);
      answerTile(request, reply, tile, encoding);
      return reply;
    },
  );
}
