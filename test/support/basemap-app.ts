import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import compress from '@fastify/compress';
import etag from '@fastify/etag';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { BasemapOptions } from '../../server/basemap/basemap.ts';
import { basemapRoutes } from '../../server/basemap/routes.ts';
import { ProblemError } from '../../server/http/problem.ts';

export interface BasemapApp {
  readonly app: FastifyInstance;
  /** All that was logged, as one text. */
  logged(): string;
}

/** The basemap alone in an app; options as a server without an internet connection has them. */
export async function basemapApp(options: Partial<BasemapOptions> & { dataDir: string }): Promise<BasemapApp> {
  const lines: string[] = [];
  const app = Fastify({ logger: { level: 'info', stream: { write: (line: string) => void lines.push(line) } } });
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof ProblemError)) return reply.send(error);
    const { retryAfterSeconds } = error.extra;
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
    return reply.code(error.statusCode).send(error.document());
  });
  // As in the whole application: both must leave a tile as it is.
  await app.register(compress, { threshold: 0, encodings: ['br', 'gzip'] });
  await app.register(etag, { weak: true });
  await app.register(basemapRoutes, {
    basemapFile: path.join(options.dataDir, 'basemap.pmtiles'),
    basemapUrl: 'off',
    basemapCacheMegabytes: 16,
    ...options,
  });
  await app.ready();
  return { app, logged: () => lines.join('') };
}

/** A directory of its own that is removed by `remove`. */
export async function temporaryDirectory(): Promise<{ directory: string; remove: () => Promise<void> }> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'alai-basemap-'));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
