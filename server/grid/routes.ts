import type { App } from '../app.ts';
import { GridAnswer, GridQuery } from '../contract/analysis.ts';
import { Problem } from '../contract/problem.ts';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { askGrid } from './store.ts';

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
    async (request, reply) =>
      sendRaw(reply, GEOJSON, await askGrid(app, request.query, (answer) => JSON.stringify(answer))),
  );
}
