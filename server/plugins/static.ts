import fastifyStatic from '@fastify/static';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { App } from '../app.ts';
import { siteTexts } from '../catalog/rules.ts';
import { encodingFor } from '../http/encoding.ts';
import { ROOT } from '../root.ts';
import { firstAnswers } from './first-answers.ts';
import { pageLinks, type BuildManifest } from './page-files.ts';

const WEB = path.join(ROOT, 'dist/web');
/** Each page and the component it is made of beyond the first script; the map's page is in that. */
const PAGES: Record<string, string | null> = {
  '/': null,
  '/new': 'src/report/ReportFlow.svelte',
  '/r/:code': 'src/report-page/ReportPage.svelte',
  '/track': 'src/follow/FollowPage.svelte',
  '/print': 'src/print/PrintPage.svelte',
  '/export': 'src/export/ExportPage.svelte',
  '/about': 'src/about/AboutPage.svelte',
  '/privacy': 'src/privacy/PrivacyPage.svelte',
  '/staff': 'src/staff/StaffPage.svelte',
  '/staff/*': 'src/staff/StaffPage.svelte',
};
/** A service worker that undoes itself: takes the place of the real one at once, forgets all pages and answers, and goes. */
export const NO_WORKER = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.map((name) => caches.delete(name))))
      .then(() => self.registration.unregister()),
  ),
);
`;
const YEAR_SECONDS = 31_536_000;
/** A fifth smaller than what is made anew for each answer; a page is packed once for each text, in some 50 ms. */
const PAGE_QUALITY = 11;
const brotliAsync = promisify(brotliCompress);

/** The built web pages, with the first answers in them. Files under /assets carry a hash in their name and are kept for ever; the pages are always asked for again. */
export async function staticFiles(app: App): Promise<void> {
  if (!app.config.serviceWorker) {
    app.get('/worker.js', { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(NO_WORKER),
    );
  }
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
  const bare = readFileSync(path.join(WEB, 'index.html'), 'utf8');
  const manifest = JSON.parse(readFileSync(path.join(WEB, '.vite/manifest.json'), 'utf8')) as BuildManifest;
  const answers = firstAnswers(app);
  // In Kyrgyz, as the template is.
  const siteName = async () => siteTexts((await app.catalog()).settings).siteName?.ky ?? null;
  for (const [page, source] of Object.entries(PAGES)) {
    const template = source === null ? bare : bare.replace('</head>', () => `${pageLinks(manifest, source)}</head>`);
    const packed = { all: packing(), sparing: packing() };
    app.get(page, { schema: { hide: true } }, async (request, reply) => {
      // Only there the figures are those of no filter, and asked for at once.
      const json = await answers({ figures: request.url === '/' });
      const full = json === null ? template : pageWith(titled(template, await siteName()), json);
      const sparing = request.headers['save-data']?.toString().toLowerCase() === 'on';
      const html = sparing ? sparingData(full) : full;
      reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('vary', 'accept-encoding, save-data');
      if (encodingFor(request.headers['accept-encoding']) !== 'br') return reply.send(html);
      return reply.header('content-encoding', 'br').send(await packed[sparing ? 'sparing' : 'all'](html));
    });
  }
}

/** The page under another title, which is what a link to it shows in a messenger. */
export function titled(template: string, name: string | null): string {
  if (name === null) return template;
  const text = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return template.replace(/<title>[^<]*<\/title>/, () => `<title>${text}</title>`);
}

/** The page told that its reader spares data: not every browser that asks the server for it tells the page as well. */
export function sparingData(html: string): string {
  return html.replace('<html', '<html data-save-data');
}

/** Packs the last text once, off the event loop: visitors between two changes get the same page. */
function packing(): (html: string) => Promise<Buffer> {
  let last: { html: string; bytes: Promise<Buffer> } | null = null;
  return (html) => {
    if (last?.html !== html) {
      last = { html, bytes: brotliAsync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: PAGE_QUALITY } }) };
    }
    return last.bytes;
  };
}

/**
 * A page with answers in it, at its end: by then scripts and styles are under way. As JSON they are data that is never run,
 * so the Content-Security-Policy has nothing to say about them; no text in them can end the element.
 */
export function pageWith(template: string, json: string): string {
  const data = `<script type="application/json" id="first-answers">${json.replaceAll('<', '\\u003c')}</script>`;
  return template.replace('</body>', () => `${data}</body>`);
}
