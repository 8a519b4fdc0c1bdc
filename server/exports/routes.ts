import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { AreaFeature } from '../contract/catalog.ts';
import { filterProperties, type FilterQuery } from '../contract/filters.ts';
import { Problem } from '../contract/problem.ts';
import { parseFilter } from '../filters/rules.ts';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { fileName, notices, parseLanguage, statusNames } from './rules.ts';
import { demoShownIn, exportAreas, exportReports } from './store.ts';

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
    return { filter, language, areas, notice: notices(facts, language) };
  };

  app.get(
    '/api/exports/reports.geojson',
    { schema: { tags: ['exports'], summary: 'Reports as GeoJSON, streamed', querystring: ExportQuery, response } },
    async (request, reply) => {
      const { filter, language, notice } = await prepare(request.query);
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
      const { language, areas, notice } = await prepare(request.query);
      const features = areas.map((area) => `,${JSON.stringify(flatArea(area, language))}\n`);
      return sendFile(reply, 'areas', notice, features);
    },
  );
}

/** Features, each after a comma; a piece may hold many of them, or end in the middle of one. */
type Pieces = AsyncIterable<Buffer | string> | Iterable<string>;

/** Waits for the first piece, so that what fails before it is answered with its own status. */
async function begun(pieces: AsyncGenerator<Buffer | string>): Promise<Pieces> {
  const first = await pieces.next();
  return (async function* () {
    try {
      if (!first.done) yield first.value;
      yield* pieces;
    } finally {
      await pieces.return(undefined);
    }
  })();
}

/**
 * Fastify pipes the stream with backpressure and destroys it when the client goes away, which ends the reading. An error on
 * the way cuts the connection: a file that ends early never looks whole.
 */
function sendFile(
  reply: { header(name: string, value: string): unknown; type(type: string): unknown },
  layer: string,
  notice: string[],
  pieces: Pieces,
) {
  reply.header('content-disposition', `attachment; filename="${fileName(layer, new Date())}"`);
  return sendRaw(reply, GEOJSON, Readable.from(collection(layer, notice, pieces), { objectMode: false }));
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
 * The text of a FeatureCollection. `notice` is a foreign member (RFC 7946, 6.1): GIS programs pass over it, people who
 * open the file read it first.
 */
async function* collection(name: string, notice: string[], pieces: Pieces): AsyncGenerator<Buffer | string> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(name)},"notice":${JSON.stringify(notice)},"features":[\n`;
  let first = true;
  for await (const piece of pieces) {
    // Before the first feature there is no comma.
    yield first ? withoutFirst(piece) : piece;
    first = false;
  }
  yield ']}\n';
}

function withoutFirst(piece: Buffer | string): Buffer | string {
  return typeof piece === 'string' ? piece.slice(1) : piece.subarray(1);
}
