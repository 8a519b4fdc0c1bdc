import type { App } from '../app.ts';
import { HeatAnswer, HeatQuery } from '../contract/analysis.ts';
import { Problem } from '../contract/problem.ts';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { askHeat } from './store.ts';

/** Kernel density in steps, clipped to the areas of the filter. */
export async function heatRoutes(app: App): Promise<void> {
  app.get(
    '/api/heat',
    {
      schema: {
        tags: ['analysis'],
        summary: 'Density of reports per hectare, in bands inside boundaries',
        querystring: HeatQuery,
        response: { 200: HeatAnswer, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) =>
      sendRaw(reply, GEOJSON, await askHeat(app, request.query, (answer) => JSON.stringify(answer))),
  );
}
