import { timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import type { Metric } from '../http/metric.ts';
import { problem } from '../http/problem.ts';

/**
 * `GET /metrics`: numbers for a program that watches the server, asked of each feature that has given a way to (`app.measure`). How many
 * names and phones went within an hour can tell that a single report had them, so only this machine is answered, or with METRICS_TOKEN whoever has
 * that; for everybody else there is no such page.
 */
export async function metrics(app: App): Promise<void> {
  const sources: (() => Promise<Metric[]>)[] = [];
  app.decorate('measure', (source: () => Promise<Metric[]>) => void sources.push(source));
  app.get(
    '/metrics',
    {
      logLevel: 'warn',
      schema: {
        tags: ['operations'],
        summary:
          'Numbers for a program that watches the server (Prometheus text format); on this machine, or with METRICS_TOKEN',
        response: {
          200: { description: 'one value a line', content: { 'text/plain': { schema: Type.String() } } },
          '4xx': Problem,
          '5xx': Problem,
        },
      },
    },
    async (request, reply) => {
      if (!mayRead(request, app.config.metricsToken)) throw problem('not_found');
      const asked = await Promise.allSettled(sources.map((source) => source()));
      // What cannot be told just now, such as while the database is away, keeps nothing else back.
      const found = asked.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      return reply
        .type('text/plain; version=0.0.4; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(found.map(written).join(''));
    },
  );
}

/** Without a token whoever asks from this machine itself. What came by way of a proxy did not, and may say any address of itself. */
function mayRead({ headers, socket }: FastifyRequest, token: string | null): boolean {
  if (token === null)
    return isLoopback(socket.remoteAddress ?? '') && !('x-forwarded-for' in headers || 'forwarded' in headers);
  const [given, wanted] = [Buffer.from(headers.authorization ?? ''), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}

/** Prometheus text format 0.0.4. Labels are words of ours: nothing in them needs escaping. */
function written({ name, help, type, values }: Metric): string {
  const lines = values.map(({ labels, value }) => {
    const said = Object.entries(labels).map(([label, word]) => `${label}="${word}"`);
    return `${name}${said.length === 0 ? '' : `{${said.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
