import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import type { Metric } from '../http/metric.ts';

/** `GET /metrics`: numbers for a program that watches the server, asked of each feature that has given a way to (`app.measure`). */
export async function metrics(app: App): Promise<void> {
  const sources: (() => Promise<Metric[]>)[] = [];
  app.decorate('measure', (source: () => Promise<Metric[]>) => void sources.push(source));
  app.get(
    '/metrics',
    {
      logLevel: 'warn',
      schema: {
        tags: ['operations'],
        summary: 'Numbers for a program that watches the server (Prometheus text format)',
        response: {
          200: { description: 'one value a line', content: { 'text/plain': { schema: Type.String() } } },
          '4xx': Problem,
          '5xx': Problem,
        },
      },
    },
    async (_request, reply) => {
      const found = (await Promise.all(sources.map((source) => source()))).flat();
      return reply
        .type('text/plain; version=0.0.4; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(found.map(written).join(''));
    },
  );
}

/** Prometheus text format 0.0.4. Labels are words of ours: nothing in them needs escaping. */
function written({ name, help, type, values }: Metric): string {
  const lines = values.map(({ labels, value }) => {
    const said = Object.entries(labels).map(([label, word]) => `${label}="${word}"`);
    return `${name}${said.length === 0 ? '' : `{${said.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
