import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Catalog } from '../catalog/rules.ts';
import { Problem } from '../contract/problem.ts';
import {
  ListQuery,
  NearbyQuery,
  NearbyReports,
  NewReport,
  PAGE_LIMIT,
  ReportCreated,
  ReportPage,
  ReportWithHistory,
  SupportAnswer,
  TrackedReport,
} from '../contract/reports.ts';
import { contactKeys } from '../contacts/rules.ts';
import { parseFilter } from '../filters/rules.ts';
import { parseLimit } from '../filters/number.ts';
import { clientOf } from '../http/client.ts';
import { sentKey, uuidOr } from '../http/ids.ts';
import { problem, ProblemError } from '../http/problem.ts';
import { addressHasher } from './floods/store.ts';
import { GEOJSON, JSON_TYPE, sendRaw } from '../http/raw.ts';
import { queryIndex } from '../index/ask/query.ts';
import { boxAround, nearestIn } from '../index/rules.ts';
import { forgiven } from '../search/store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { checkCategory, deviceToken, draftReport, duplicatesFilter, parsePlace } from './rules.ts';
import type { ReportDraft } from './rules.ts';
import { bodyHash, codesMeant, deviceHmac, manageToken, manageTokenHash } from './secrets.ts';
import { countVerdicts } from './verdicts/store.ts';
import {
  answeredBefore,
  findReport,
  findReportByCode,
  listReports,
  nearbyReports,
  reportHistory,
  reportReplies,
  reportWriter,
  setSupport,
} from './store.ts';

/** Twice what is answered: some of those that the index names may have changed in this moment. */
const CANDIDATES_MAX = 40;
const DAY_MILLISECONDS = 86_400_000;
const ById = Type.Object({ id: Type.String() });
const NoQuery = Type.Object({}, { additionalProperties: false });
const errors = { '4xx': Problem, '5xx': Problem };

/** Everything the public does with reports: send, list, read, follow by code, say "I have this too". */
export async function reportRoutes(app: App): Promise<void> {
  const { database, config, catalog } = app;
  const createReport = reportWriter(database, contactKeys(config));
  const addressHash = addressHasher(database);

  app.get(
    '/api/reports',
    {
      schema: {
        tags: ['reports'],
        summary: 'Published reports, newest first',
        querystring: ListQuery,
        response: { 200: ReportPage, ...errors },
      },
    },
    async (request, reply) => {
      const { limit, cursor, ...filters } = request.query;
      const page = await listReports(
        database,
        await forgiven(database, parseFilter(filters, await catalog())),
        cursor === undefined ? null : decodeCursor(cursor),
        parseLimit(limit, PAGE_LIMIT),
      );
      const next = page.next ? nextHref(request.query, encodeCursor(page.next)) : null;
      const links = next ? [{ rel: 'next', href: next, type: 'application/geo+json' }] : [];
      const tail = JSON.stringify({ next, links }).slice(1);
      // Bytes, because a text of half a megabyte would be encoded twice: for its ETag and for the socket.
      const body = Buffer.from(`{"type":"FeatureCollection","features":[${page.features}],${tail}`);
      return sendRaw(reply, GEOJSON, body);
    },
  );

  app.post(
    '/api/reports',
    {
      bodyLimit: 64 * 1024,
      preHandler: app.limitWrites,
      schema: {
        tags: ['reports'],
        summary: 'Send a report',
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String()) }),
        body: NewReport,
        response: { 201: ReportCreated, ...errors },
      },
    },
    async (request, reply) => {
      const key = sentKey(request.headers['idempotency-key']) ?? randomUUID();
      const token = manageToken(config.secretKey, key);
      const sent = { key, bodyHash: bodyHash(config.secretKey, canonicalJson(request.body)) };
      const draft = draftOrRefusal(request.body, await catalog());
      const answer =
        draft instanceof ProblemError
          ? await answeredBefore(database, sent)
          : await createReport({
              ...sent,
              draft,
              manageTokenHash: manageTokenHash(token),
              addressHash: await addressHash(clientOf(request.ip)),
            });
      if (answer === null) throw draft;
      // Whoever sent it finds it counted in the next answer.
      await app.live.wake();
      const { id } = JSON.parse(answer) as Omit<ReportCreated, 'manageToken'>;
      reply.code(201).header('location', `/api/reports/${id}`);
      return sendRaw(reply, JSON_TYPE, `{"manageToken":${JSON.stringify(token)},${answer.slice(1)}`);
    },
  );

  app.get(
    '/api/reports/nearby',
    {
      schema: {
        tags: ['reports'],
        summary: 'Likely duplicates, nearest first; how near and how old they may be depends on the category',
        querystring: NearbyQuery,
        response: { 200: NearbyReports, ...errors },
      },
    },
    async (request, reply) => {
      const { lng, lat } = request.query;
      const loaded = await catalog();
      const [x, y] = parsePlace(lng, lat, loaded.settings.map_soft_bounds as never);
      const { category } = checkCategory(request.query.category, loaded);
      const { metres, days } = loaded.nearby.get(category)!;
      const since = daysAgo(days);
      const box = boxAround(x, y, metres);
      const ids =
        box === null
          ? []
          : await queryIndex(app, duplicatesFilter(category, box, since), (index, filter) =>
              nearestIn(index, box, [x, y], filter, CANDIDATES_MAX),
            );
      const features = await nearbyReports(database, { ids, lng: x, lat: y, category, metres, since });
      return sendRaw(reply, GEOJSON, `{"type":"FeatureCollection","features":[${features}]}`);
    },
  );

  app.get(
    '/api/reports/:id',
    {
      schema: {
        tags: ['reports'],
        summary: 'One report with its history',
        params: ById,
        querystring: NoQuery,
        response: { 200: ReportWithHistory, ...errors },
      },
    },
    async (request) => reportWithHistory(reportId(request.params.id)),
  );

  app.get(
    '/api/track/:code',
    {
      schema: {
        tags: ['reports'],
        summary: 'Status and history by tracking code',
        params: Type.Object({ code: Type.String() }),
        querystring: NoQuery,
        response: { 200: TrackedReport, ...errors },
      },
    },
    async (request) => {
      const id = await findReportByCode(database, codesMeant(request.params.code));
      if (id === null) throw problem('report_not_found');
      const { properties } = await reportWithHistory(id);
      const {
        code: found,
        status,
        category,
        kind,
        area,
        reportedAt,
        updatedAt,
        supports,
        demo,
        history,
        replies,
        verdicts,
      } = properties;
      const said = { history, replies, verdicts };
      return { code: found, id, status, category, kind, area, reportedAt, updatedAt, supports, demo, ...said };
    },
  );

  for (const [method, supported] of [
    ['POST', true],
    ['DELETE', false],
  ] as const) {
    app.route({
      method,
      url: '/api/reports/:id/support',
      preHandler: app.limitWrites,
      schema: {
        tags: ['reports'],
        summary: supported ? 'I have this too' : 'Take the support back',
        params: ById,
        headers: Type.Object({ 'device-token': Type.Optional(Type.String()) }),
        response: { 200: SupportAnswer, ...errors },
      },
      handler: async (request) => {
        const id = reportId(request.params.id);
        const device = deviceToken(request.headers['device-token']);
        const supports = await setSupport(
          database,
          id,
          (reportId) => deviceHmac(config.secretKey, reportId, device),
          supported,
        );
        if (supports === null) throw problem('report_not_found');
        await app.live.wake();
        return { supports, supported };
      },
    });
  }

  async function reportWithHistory(id: string): Promise<ReportWithHistory> {
    const text = await findReport(database, id);
    if (text === null) throw problem('report_not_found');
    const feature = JSON.parse(text) as ReportWithHistory;
    // Of a merged report it is the one it is counted with.
    feature.properties.history = await reportHistory(database, feature.properties.id);
    feature.properties.replies = await reportReplies(database, feature.properties.id);
    feature.properties.verdicts = await countVerdicts(database, feature.properties.id);
    return feature;
  }
}

/** A report's id of a path; throws report_not_found. */
export function reportId(text: string): string {
  return uuidOr(text, 'report_not_found');
}

/** The time so many days ago, RFC 3339. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MILLISECONDS).toISOString();
}

function nextHref(query: ListQuery, cursor: string): string {
  return `/api/reports?${new URLSearchParams({ ...query, cursor }).toString()}`;
}

/** The report as it is to be stored, or why it cannot be now. */
function draftOrRefusal(body: NewReport, catalog: Catalog): ReportDraft | ProblemError {
  try {
    return draftReport(body, catalog, new Date());
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
}
