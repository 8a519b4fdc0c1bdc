import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { siteTexts } from '../catalog/rules.ts';
import { wordsIn } from '../catalog/words.ts';
import { LANGUAGES } from '../contract/enums.ts';
import { namer, notices } from '../exports/rules.ts';
import { areasSaid } from '../exports/store.ts';
import { ROOT } from '../root.ts';
import { framed } from './form.ts';
import { html, type Html } from './html.ts';
import type { Saying } from './pages.ts';

const TEMPLATE = path.join(ROOT, 'dist/web/plain.html');
export type Query = Readonly<Partial<Record<string, string>>>;

/** What every page without JavaScript is made with: questions to the API, words, and the frame around it. */
export function frameOf(app: App) {
  // Tests of the API alone have no built pages.
  const template = existsSync(TEMPLATE)
    ? readFileSync(TEMPLATE, 'utf8')
    : '<html lang="ky"><title></title><!-- page -->';
  return { ask, saying, send };

  /** Asks a route of the API as the client of this request would. */
  function ask(request: FastifyRequest, method: 'GET' | 'POST', url: string, body?: object, key?: string) {
    const forwarded = request.headers['x-forwarded-for'];
    return app.inject({
      method,
      url,
      remoteAddress: request.socket.remoteAddress ?? request.ip,
      headers: {
        ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { payload: body }),
    });
  }

  async function saying(lang: string | undefined): Promise<Saying> {
    const language = LANGUAGES.find((one) => one === lang) ?? LANGUAGES[0];
    const catalog = await app.catalog();
    const areas = await areasSaid(app.database);
    return {
      language,
      words: wordsIn(language, siteTexts(catalog.settings)),
      nameOf: namer(catalog, areas, language),
      notices: notices({ placeholder: areas.some(({ approximate }) => approximate), demo: false }, language),
    };
  }

  function send(reply: FastifyReply, request: FastifyRequest, title: string, page: Html, said: Saying) {
    const here = request.method === 'POST' ? {} : (request.query as Query);
    const address = request.url.split('?', 1)[0]!;
    const body = framed(page, said, (other) => `${address}?${search({ ...here, lang: other })}`);
    const head = html`<title>${title} · ${said.words('app_name')}</title>`;
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    return reply.send(
      template
        .replace('lang="ky"', `lang="${said.language}"`)
        .replace(/<title>.*<\/title>/, () => head.text)
        .replace('<!-- page -->', () => body.text),
    );
  }
}

/** A query string of the values that are there. */
export function search(values: Query): string {
  return new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  ).toString();
}
