import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { AreaFeature } from '../contract/catalog.ts';
import { filterProperties, type FilterQuery } from '../contract/filters.ts';
import { Problem } from '../contract/problem.ts';
import { parseFilter } from '../filters/rules.ts';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { fileName, namedReport, nameTables, notices, parseLanguage } from './rules.ts';
import { demoShownIn, exportAreas, exportReportPages } from './store.ts';

const ExportQuery = Type.Object(
  { ...filterProperties, lang: Type.Optional(Type.String({ description: 'adds names in this language: ky, ru, en' })) },
  { additionalProperties: false },
);
const response = {
  200: Type.String({ description: 'a GeoJSON FeatureCollection (RFC 7946), streamed' }),
  '4xx': Problem,
  '5xx': Problem,
};

/** Layers as files: what the mayor's office opens in a GIS. */
export async function exportRoutes(app: App): Promise<void> {
  const prepare = async (query: FilterQuery & { lang?: string }) => {
    const { lang, ...filters } = query;
    const catalog = await app.catalog();
    const filter = parseFilter(filters, catalog);
    const language = parseLanguage(lang);
    const areas = (await exportAreas(app.database, filter)).map((text) => JSON.parse(text) as AreaFeature);
    const facts = {
      placeholder: areas.some((area) => area.properties.approximate),
      demo: await demoShownIn(app.database, filter),
    };
    return { catalog, filter, language, areas, notice: notices(facts, language) };
  };

  app.get(
    '/api/exports/reports.geojson',
    { schema: { tags: ['exports'], summary: 'Reports as GeoJSON, streamed', querystring: ExportQuery, response } },
    async (request, reply) => {
      const { catalog, filter, language, areas, notice } = await prepare(request.query);
      const names = nameTables(catalog, areas);
      const pages = (async function* () {
        for await (const page of exportReportPages(app.database, filter))
          yield page.map((feature) => JSON.stringify(namedReport(feature, language, names)));
      })();
      return sendFile(reply, 'reports', notice, pages);
    },
  );

  app.get(
    '/api/exports/areas.geojson',
    { schema: { tags: ['exports'], summary: 'Areas with counts as GeoJSON', querystring: ExportQuery, response } },
    async (request, reply) => {
      const { language, areas, notice } = await prepare(request.query);
      return sendFile(reply, 'areas', notice, [areas.map((area) => JSON.stringify(flatArea(area, language)))]);
    },
  );
}

type Pages = AsyncIterable<string[]> | Iterable<string[]>;

/** Fastify pipes the stream with backpressure and destroys it when the client goes away, which ends the reading of pages. */
function sendFile(
  reply: { header(name: string, value: string): unknown; type(type: string): unknown },
  layer: string,
  notice: string[],
  pages: Pages,
) {
  reply.header('content-disposition', `attachment; filename="${fileName(layer, new Date())}"`);
  return sendRaw(reply, GEOJSON, Readable.from(collection(layer, notice, pages)));
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

/**
 * The texts of a FeatureCollection, a page at a time. `notice` is a foreign member (RFC 7946, 6.1): GIS programs pass over
 * it, people who open the file read it first.
 */
async function* collection(name: string, notice: string[], pages: Pages): AsyncGenerator<string> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(name)},"notice":${JSON.stringify(notice)},"features":[`;
  let separator = '\n';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield separator + page.join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}
