import type { App } from '../app.ts';
import { GRID_SIZE_METRES, GridAnswer, GridQuery } from '../contract/analysis.ts';
import { Problem } from '../contract/problem.ts';
import { areasOf } from '../filters/areas.ts';
import { parseMetres } from '../filters/metres.ts';
import { parseFilter } from '../filters/rules.ts';
import { parseWeight } from '../filters/weight.ts';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { hexagonsIn } from '../index/rules.ts';
import { queryIndex } from '../index/ask/query.ts';
import { gridAnswer } from './rules.ts';

/** Reports counted in hexagons of a stated size. */
export async function gridRoutes(app: App): Promise<void> {
  app.get(
    '/api/grid',
    {
      schema: {
        tags: ['analysis'],
        summary: 'Reports counted in hexagons of a fixed grid',
        querystring: GridQuery,
        response: { 200: GridAnswer, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const { size: sizeText, weight: weightText, ...filters } = request.query;
      const catalog = await app.catalog();
      const filter = parseFilter(filters, catalog);
      const size = parseMetres('size', sizeText, GRID_SIZE_METRES, 'size_out_of_range');
      const weight = parseWeight(weightText);
      const ids = areasOf(filters.area, catalog).flatMap((area) => area.idsWithin);
      const text = await queryIndex(app, filter, (index, compiled) =>
        JSON.stringify(gridAnswer(hexagonsIn(index, ids, compiled, size), size, weight)),
      );
      return sendRaw(reply, GEOJSON, text);
    },
  );
}
