import type { App } from '../app.ts';
import { HEAT_RADIUS_METRES, HeatAnswer, HeatQuery } from '../contract/analysis.ts';
import { Problem } from '../contract/problem.ts';
import { areasOf } from '../filters/areas.ts';
import { parseMetres } from '../filters/metres.ts';
import { parseFilter } from '../filters/rules.ts';
import { parseWeight } from '../filters/weight.ts';
import { queryIndex } from '../index/ask/query.ts';
import { pointsIn } from '../index/rules.ts';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { heatAnswer } from './answer.ts';
import { heatAreas, type HeatAreaRow } from './store.ts';

/** Kernel density in steps, clipped to the areas of the filter. */
export async function heatRoutes(app: App): Promise<void> {
  const known = new Map<number, HeatAreaRow>();
  // A change anywhere may be one of boundaries.
  app.live.listen(({ bbox }) => bbox === null && known.clear());

  /** Boundaries change a few times a year, and are needed while the database is away as well. */
  async function boundariesOf(ids: number[]): Promise<HeatAreaRow[]> {
    const missing = ids.filter((id) => !known.has(id));
    const { revision } = app.live;
    const read = missing.length === 0 ? [] : await heatAreas(app.database, missing);
    const rows = [...ids.flatMap((id) => known.get(id) ?? []), ...read];
    // Read while something changed, they may be those of before, and nothing would drop them again.
    if (app.live.revision === revision) for (const row of read) known.set(row.id, row);
    return rows;
  }

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
    async (request, reply) => {
      const { radius: radiusText, weight: weightText, ...filters } = request.query;
      const catalog = await app.catalog();
      const filter = parseFilter(filters, catalog);
      const radius = parseMetres('radius', radiusText, HEAT_RADIUS_METRES, 'radius_out_of_range');
      const weight = parseWeight(weightText);
      const clips = areasOf(filters.area, catalog);
      const boundaries = await boundariesOf(clips.map((clip) => clip.id));
      const groups = clips.map((clip) => clip.idsWithin);
      const text = await queryIndex(app, filter, (index, compiled) =>
        JSON.stringify(heatAnswer(pointsIn(index, groups, compiled), clips, boundaries, radius, weight)),
      );
      return sendRaw(reply, GEOJSON, text);
    },
  );
}
