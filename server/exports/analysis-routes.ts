import { Type } from 'typebox';
import type { App } from '../app.ts';
import { GridQuery, HeatQuery, HOTSPOT_TOP_CATEGORIES, HotspotsQuery } from '../contract/analysis.ts';
import { Problem } from '../contract/problem.ts';
import { askGrid } from '../grid/store.ts';
import { askHeat } from '../heat/store.ts';
import { askHotspots } from '../hotspots/store.ts';
import { flatGrid, flatHeat, flatHotspots, madeOf, type Naming } from './analysis-rules.ts';
import { pieceOf, sendFile } from './file.ts';
import { prepare, type Prepared } from './prepare.ts';
import { LANGUAGE_PROPERTY } from './rules.ts';

const response = {
  200: Type.String({ description: 'a GeoJSON FeatureCollection (RFC 7946)' }),
  '4xx': Problem,
  '5xx': Problem,
};
const asked = <Properties extends Type.TProperties>({ properties }: Type.TObject<Properties>) =>
  Type.Object({ ...properties, ...LANGUAGE_PROPERTY }, { additionalProperties: false });

/** The layers that are computed from reports, as files: what the map shows, with its own numbers. */
export async function analysisRoutes(app: App): Promise<void> {
  app.get(
    '/api/exports/heat.geojson',
    { schema: { tags: ['exports'], summary: 'Heat as GeoJSON', querystring: asked(HeatQuery), response } },
    async (request, reply) => {
      const prepared = await prepare(app, request.query);
      const naming = namingOf(prepared);
      const { made, pieces } = await askHeat(app, without(request.query), (answer) => ({
        made: madeOf({ radius: answer.radius }, answer.weight, answer.reports, prepared.language),
        pieces: flatHeat(answer, naming).map(pieceOf),
      }));
      return sendFile(reply, 'heat', [...prepared.notice, made], pieces);
    },
  );

  app.get(
    '/api/exports/grid.geojson',
    { schema: { tags: ['exports'], summary: 'Hexagons as GeoJSON', querystring: asked(GridQuery), response } },
    async (request, reply) => {
      const prepared = await prepare(app, request.query);
      const { made, pieces } = await askGrid(app, without(request.query), (answer) => ({
        made: madeOf({ size: answer.size }, answer.weight, answer.reports, prepared.language),
        pieces: flatGrid(answer).map(pieceOf),
      }));
      return sendFile(reply, 'grid', [...prepared.notice, made], pieces);
    },
  );

  app.get(
    '/api/exports/hotspots.geojson',
    { schema: { tags: ['exports'], summary: 'Hot spots as GeoJSON', querystring: asked(HotspotsQuery), response } },
    async (request, reply) => {
      const prepared = await prepare(app, request.query);
      const answer = await askHotspots(app, without(request.query));
      const { radius: metres, minimum: least, found, features } = answer;
      const kind = { radius: metres, minimum: least, found, shown: features.length };
      const made = madeOf(kind, null, answer.reports, prepared.language);
      const pieces = flatHotspots(answer, namingOf(prepared), HOTSPOT_TOP_CATEGORIES).map(pieceOf);
      return sendFile(reply, 'hotspots', [...prepared.notice, made], pieces);
    },
  );
}

function without<Query extends { lang?: string }>({ lang: _, ...query }: Query): Omit<Query, 'lang'> {
  return query;
}

function namingOf({ language, areas, catalog }: Prepared): Naming | null {
  if (language === null) return null;
  const areaNames = new Map(areas.map(({ code, name }) => [code, name[language]]));
  const categoryNames = new Map(
    [...catalog.retired, ...catalog.categories].map(({ code, name }) => [code, name[language]]),
  );
  return {
    area: (code) => areaNames.get(code) ?? code,
    category: (code) => categoryNames.get(code) ?? code,
  };
}
