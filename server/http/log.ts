import type { FastifyRequest, FastifyServerOptions } from 'fastify';
import type { App } from '../app.ts';
import type { Config } from '../config.ts';

/** Where log lines go. */
export interface LogStream {
  write(line: string): void;
}

/**
 * Structured logs without personal data: a request is its method and route pattern. Never the query (it may hold a place),
 * the address of the client, headers or bodies.
 */
export function loggerOptions(
  config: Pick<Config, 'logLevel'>,
  stream: LogStream = process.stdout,
): FastifyServerOptions['logger'] {
  if (config.logLevel === 'silent') return false;
  return {
    level: config.logLevel,
    stream,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions?.url ?? null }),
      res: (reply) => ({ status: reply.statusCode ?? 0 }),
      err: (error) => ({
        type: error.name,
        code: error.code,
        message: error.message,
        stack: error.stack ?? '',
        ...(error.cause instanceof Error ? { cause: `${error.cause.name}: ${error.cause.message}` } : {}),
      }),
    },
  };
}

/** One line for each answer: method, route pattern, status, milliseconds. */
export function logAnswers(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({ req: request, res: reply, milliseconds: Math.round(reply.elapsedTime) }, 'answered');
  });
}
