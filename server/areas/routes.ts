import type { App } from '../app.ts';
import { AreaCollection, AreasQuery } from '../contract/catalog.ts';
import { Problem } from '../contract/problem.ts';
import { parseFilter } from '../filters/rules.ts';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { parseAreaKinds } from './rules.ts';
import { listAreas } from './store.ts';

/** Boundaries, names and counts. */
export async function areaRoutes(app: App): Promise<void> {
  app.get(
    '/api/areas',
    {
      schema: {
        tags: ['areas'],
        summary: 'Areas with boundaries and counts',
        querystring: AreasQuery,
        response: { 200: AreaCollection, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const kinds = parseAreaKinds(request.query.kind);
      const features = await listAreas(app.database, parseFilter({}, await app.catalog()), kinds);
      return sendRaw(reply, GEOJSON, `{"type":"FeatureCollection","features":[${features.join(',')}]}`);
    },
  );
}
