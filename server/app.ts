import etag from '@fastify/etag';
import compress from '@fastify/compress';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type preHandlerHookHandler,
  type RawServerDefault,
} from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { areaRoutes } from './areas/routes.ts';
import { accountRoutes } from './auth/account/routes.ts';
import { guard, keepStaffRoutesInside } from './auth/guard.ts';
import { sessionRoutes } from './auth/routes.ts';
import { tokenRoutes } from './auth/tokens/routes.ts';
import { userRoutes } from './auth/users/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { erasureRoutes } from './audit/erase/routes.ts';
import { sealHistory } from './audit/sealer.ts';
import { basemapRoutes } from './basemap/routes.ts';
import { bodyRoutes } from './bodies/routes.ts';
import { catalogCache, type CatalogCache } from './catalog/cache.ts';
import { catalogRoutes } from './catalog/routes.ts';
import { contactRoutes } from './contacts/routes.ts';

import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import { exportRoutes } from './exports/routes.ts';
import { feedRoutes } from './feeds/routes.ts';
import { gridRoutes } from './grid/routes.ts';
import { hotspotRoutes } from './hotspots/routes.ts';
import { heatRoutes } from './heat/routes.ts';
import { earlyErrors, handleErrors } from './http/errors.ts';
import type { Metric } from './http/metric.ts';
import { logAnswers, loggerOptions, type LogStream } from './http/log.ts';
import { docs } from './plugins/docs.ts';
import { keepNotices } from './notices/job.ts';
import { noticeRoutes } from './notices/routes.ts';
import { areaProposalRoutes } from './import/areas/proposals/routes.ts';
import type { IndexFollower } from './index/follow/follower.ts';
import { plainPages } from './plain/routes.ts';
import { health } from './plugins/health.ts';
import { metrics } from './plugins/metrics.ts';
import { limits } from './plugins/limits.ts';
import { liveIndex } from './plugins/live-index.ts';
import { security } from './plugins/security.ts';
import { staticFiles } from './plugins/static.ts';
import type { Photos } from './photos/photos.ts';
import { photoRoutes } from './photos/routes.ts';
import { staffPhotoRoutes } from './photos/staff.ts';
import { flagRoutes, floodRoutes } from './reports/floods/routes.ts';
import { entryRoutes } from './reports/entry/routes.ts';
import { mergeRoutes } from './reports/merges/routes.ts';
import { operationRoutes } from './reports/operations/routes.ts';
import { ownReportRoutes } from './reports/own/routes.ts';
import { queueRoutes } from './reports/queue/routes.ts';
import { questionRoutes } from './reports/questions/routes.ts';
import { publicReplyRoutes, replyRoutes } from './reports/replies/routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { keepRetention } from './retention/job.ts';
import { staffChangeRoutes } from './reports/staff/changes.ts';
import { photoChangeRoutes } from './reports/staff/photos.ts';
import { workRoutes } from './reports/staff/work.ts';
import { staffReportRoutes } from './reports/staff/routes.ts';
import { verdictRoutes } from './reports/verdicts/routes.ts';
import { siteRoutes } from './site/routes.ts';
import { settingsRoutes } from './site/settings/routes.ts';
import { eventRoutes } from './events/routes.ts';
import { tileRoutes } from './tiles/routes.ts';
import { statisticsRoutes } from './statistics/routes.ts';

/** The application with what every feature may use. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
> & {
  config: Config;
  database: Database;
  /** Taxonomy, area tree and settings, at most two seconds old. */
  catalog: CatalogCache;
  /** What is published, in memory, and its changes. */
  live: IndexFollower;
  /** preHandler of every public write: rate limit, and proof of work under pressure. */
  limitWrites: preHandlerHookHandler;
  /** Gives GET /metrics a way to numbers of a feature. */
  measure: (source: () => Promise<Metric[]>) => void;
  /** Pictures: how they come in and where they lie. */
  photos: Photos;
};

/** Loading a million reports into the index may take a while on a slow machine. */
const READY_TIMEOUT_MILLISECONDS = 300_000;
/** Longest time a client may take to send its headers; a body, such as a photo on a slow line, may take longer. */
const HEADERS_TIMEOUT_MILLISECONDS = 30_000;
/** How often requests that take too long to arrive are looked for. */
const SLOW_REQUESTS_EVERY_MILLISECONDS = 1000;

/**
 * Builds the application; nothing listens yet. Read top to bottom it is the table of contents: what every request passes,
 * then the features. The database stays the caller's: it is not closed with the app.
 */
export async function buildApp(config: Config, database: Database, logStream?: LogStream): Promise<App> {
  const requestMilliseconds = config.requestTimeoutSeconds * 1000;
  const app = fastify({
    logger: loggerOptions(config, logStream),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy:
      typeof config.trustProxy === 'number'
        ? (_address, hop) => hop < (config.trustProxy as number)
        : config.trustProxy,
    ...earlyErrors,
    pluginTimeout: READY_TIMEOUT_MILLISECONDS,
    requestTimeout: requestMilliseconds,
    http: {
      // Node never ends a body that is too slow when headers alone may take longer than the whole request.
      headersTimeout: Math.min(requestMilliseconds, HEADERS_TIMEOUT_MILLISECONDS),
      requestTimeout: requestMilliseconds,
      connectionsCheckingInterval: SLOW_REQUESTS_EVERY_MILLISECONDS,
    },
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // Values are parsed, never coerced: "12" is not a number of households.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true } },
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App;

  app.decorate('config', config);
  app.decorate('database', database);
  app.decorate('catalog', catalogCache(database));

  liveIndex(app);
  handleErrors(app);
  logAnswers(app);
  await security(app);
  await limits(app);
  keepStaffRoutesInside(app);
  await app.register(compress, { threshold: 1024, encodings: ['br', 'gzip'] });
  await app.register(etag, { weak: true });
  await docs(app);

  await health(app);
  await metrics(app);
  await catalogRoutes(app);
  await areaRoutes(app);
  await reportRoutes(app);
  await questionRoutes(app);
  await ownReportRoutes(app);
  await noticeRoutes(app);
  await verdictRoutes(app);
  await flagRoutes(app);
  await publicReplyRoutes(app);
  await photoRoutes(app);
  await statisticsRoutes(app);
  await heatRoutes(app);
  await gridRoutes(app);
  await hotspotRoutes(app);
  await tileRoutes(app);
  await eventRoutes(app);
  await exportRoutes(app);
  await feedRoutes(app);
  await app.register(basemapRoutes, {
    dataDir: config.dataDir,
    basemapFile: config.basemapFile,
    basemapUrl: config.basemapUrl,
    basemapCacheMegabytes: config.basemapCacheMegabytes,
  });

  await app.register(async (context) => staffRoutes(context as unknown as App));
  sealHistory(app);
  keepRetention(app);
  keepNotices(app);

  await plainPages(app);
  await staticFiles(app);
  return app;
}

/** The staff's side: a context of its own, in which every request is asked who it is. */
async function staffRoutes(app: App): Promise<void> {
  guard(app);
  await sessionRoutes(app);
  await accountRoutes(app);
  await tokenRoutes(app);
  await userRoutes(app);
  await areaProposalRoutes(app);
  await siteRoutes(app);
  await settingsRoutes(app);
  await erasureRoutes(app);
  await staffReportRoutes(app);
  await contactRoutes(app);
  await entryRoutes(app);
  await staffChangeRoutes(app);
  await staffPhotoRoutes(app);
  await photoChangeRoutes(app);
  await workRoutes(app);
  await replyRoutes(app);
  await operationRoutes(app);
  await mergeRoutes(app);
  await floodRoutes(app);
  await bodyRoutes(app);
  await auditRoutes(app);
  await queueRoutes(app);
}
