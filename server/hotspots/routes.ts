import type { App } from '../app.ts';
import { HOTSPOT_MINIMUM_REPORTS, HOTSPOT_RADIUS_METRES, HotspotsAnswer, HotspotsQuery } from '../contract/analysis.ts';
import { Problem } from '../contract/problem.ts';
import { areasOf } from '../filters/areas.ts';
import { parseMetres } from '../filters/metres.ts';
import { parseFilter } from '../filters/rules.ts';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { queryIndex } from '../index/ask/query.ts';
import { pointsIn } from '../index/rules.ts';
import { hotspotsAnswer, parseMinimum } from './rules.ts';

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
    async (request, reply) => {
      const { radius: radiusText, minimum: minimumText, ...filters } = request.query;
      const catalog = await app.catalog();
      const filter = parseFilter(filters, catalog);
      const radius = parseMetres('radius', radiusText, HOTSPOT_RADIUS_METRES, 'radius_out_of_range');
      const minimum = parseMinimum(minimumText, HOTSPOT_MINIMUM_REPORTS);
      const areas = areasOf(filters.area, catalog);
      const groups = areas.map((area) => area.idsWithin);
      const codes = areas.map((area) => area.code);
      const text = await queryIndex(app, filter, (index, compiled) => {
        const categoryOf = (slot: number) => index.dictionary.classes[slot]!.category;
        return JSON.stringify(hotspotsAnswer(pointsIn(index, groups, compiled), codes, categoryOf, radius, minimum));
      });
      return sendRaw(reply, GEOJSON, text);
    },
  );
}
