import type { App } from '../app.ts';
import { HotspotsAnswer, HotspotsQuery } from '../contract/analysis.ts';
import { Problem } from '../contract/problem.ts';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { askHotspots } from './store.ts';

/** Places where reports lie close together, inside each area of the filter. */
export async function hotspotRoutes(app: App): Promise<void> {
  app.get(
    '/api/hotspots',
    {
      schema: {
        tags: ['analysis'],
        summary: 'Hot spots: clusters of reports (DBSCAN) inside each area, the largest first',
        querystring: HotspotsQuery,
        response: { 200: HotspotsAnswer, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => sendRaw(reply, GEOJSON, JSON.stringify(await askHotspots(app, request.query))),
  );
}
