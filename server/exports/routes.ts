import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { AreaFeature } from '../contract/catalog.ts';
import { filterProperties } from '../contract/filters.ts';
import { Problem } from '../contract/problem.ts';
import { begun } from '../http/raw.ts';
import { analysisRoutes } from './analysis-routes.ts';
import { pieceOf, sendFile } from './file.ts';
import { prepare } from './prepare.ts';
import { LANGUAGE_PROPERTY, statusNames } from './rules.ts';
import { exportAreas, exportReports } from './store.ts';

const ExportQuery = Type.Object({ ...filterProperties, ...LANGUAGE_PROPERTY }, { additionalProperties: false });
const response = {
  200: Type.String({ description: 'a GeoJSON FeatureCollection (RFC 7946), streamed' }),
  '4xx': Problem,
  '5xx': Problem,
};

/** Layers as files: what the mayor's office opens in a GIS. */
export async function exportRoutes(app: App): Promise<void> {
  await analysisRoutes(app);

  app.get(
    '/api/exports/reports.geojson',
    { schema: { tags: ['exports'], summary: 'Reports as GeoJSON, streamed', querystring: ExportQuery, response } },
    async (request, reply) => {
      const { filter, language, notice } = await prepare(app, request.query);
      // A head says what there would be; reading a million reports for it would be for nothing.
      if (request.method === 'HEAD') return sendFile(reply, 'reports', notice, []);
      const lines = exportReports(app.database, filter, { language, statusNames: statusNames(language) });
      return sendFile(reply, 'reports', notice, await begun(lines));
    },
  );

  app.get(
    '/api/exports/areas.geojson',
    { schema: { tags: ['exports'], summary: 'Areas with counts as GeoJSON', querystring: ExportQuery, response } },
    async (request, reply) => {
      const { filter, language, notice } = await prepare(app, request.query);
      const areas = await exportAreas(app.database, filter);
      const features = areas.map((text) => pieceOf(flatArea(JSON.parse(text) as AreaFeature, language)));
      return sendFile(reply, 'areas', notice, features);
    },
  );
}

/** Nested names and counts become columns, because a GIS shows one value a column. */
function flatArea({ properties, ...feature }: AreaFeature, language: 'ky' | 'ru' | 'en' | null) {
  const { name, shortName: _, labelPoint, counts, ...rest } = properties;
  const names = language === null ? { name_ky: name.ky, name_ru: name.ru, name_en: name.en } : { name: name[language] };
  const per100 = rest.households === null ? null : Math.round((counts.reports / rest.households) * 1000) / 10;
  return {
    ...feature,
    properties: {
      ...rest,
      ...names,
      label_lng: labelPoint[0],
      label_lat: labelPoint[1],
      ...counts,
      reports_per_100_households: per100,
    },
  };
}
