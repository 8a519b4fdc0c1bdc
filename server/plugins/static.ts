import fastifyStatic from '@fastify/static';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { App } from '../app.ts';
import { ROOT } from '../root.ts';

const WEB = path.join(ROOT, 'dist/web');
const PAGES = ['/', '/new', '/r/:code', '/export'];
const YEAR_SECONDS = 31_536_000;

/** The built web pages. Files under /assets carry a hash in their name and are kept for ever; the pages are always asked for again. */
export async function staticFiles(app: App): Promise<void> {
  if (!existsSync(path.join(WEB, 'index.html'))) return;
  await app.register(fastifyStatic, {
    root: WEB,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, file) => {
      reply.setHeader(
        'cache-control',
        file.includes(`${path.sep}assets${path.sep}`) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
      );
    },
  });
  for (const page of PAGES)
    app.get(page, { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'));
}
