import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { areasSaid, type AreaSaid } from '../exports/store.ts';
import { namer, notices } from '../exports/rules.ts';
import { LANGUAGES, type Language } from '../contract/enums.ts';
import type { Problem } from '../contract/problem.ts';
import type { ReportCreated, ReportPage, TrackedReport } from '../contract/reports.ts';
import { ROOT } from '../root.ts';
import { formPage, framed, sentence, type FormParts } from './form.ts';
import { html, type Html } from './html.ts';
import { listPage, trackPage, type Saying } from './pages.ts';
import { bodyOf, typedIn, type Typed } from './rules.ts';
import { wordsIn } from './words.ts';

const TEMPLATE = path.join(ROOT, 'dist/web/plain.html');
const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Bytes: every letter of the longest text may be sent as six. */
const FORM_BYTES_MAX = 64 * 1024;
const ROWS = '50';
type Query = Readonly<Partial<Record<string, string>>>;

/**
 * The pages that need no JavaScript: send a report, follow one, read the list. They are a client of the public API inside
 * the server: what they show is what it answers, and what they send passes its door, limits included.
 */
export async function plainPages(app: App): Promise<void> {
  // Tests of the API alone have no built pages.
  const template = existsSync(TEMPLATE)
    ? readFileSync(TEMPLATE, 'utf8')
    : '<html lang="ky"><title></title><!-- page -->';
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(FORM_TYPE, { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) =>
      done(null, typedIn(body as string)),
    );

    scope.get('/plain', { schema: { hide: true } }, async (request, reply) => {
      const query = request.query as Query;
      const { lang: _, ...typed } = query;
      return send(reply, request, 'report_problem', formPage(await formParts(query, typed, null)));
    });

    scope.post('/plain', { schema: { hide: true } }, async (request, reply) => {
      const typed = (request.body ?? {}) as Typed;
      const language = languageOf(typed.lang);
      const answer = await ask(request, 'POST', '/api/reports', bodyOf(typed, language), typed.key);
      if (answer.statusCode === 201) {
        const { code } = answer.json<ReportCreated>();
        return reply.redirect(`/plain/track?${new URLSearchParams({ code, sent: 'yes', lang: language })}`, 303);
      }
      const { code, errors = [] } = answer.json<Problem>();
      const retryAfter = answer.headers['retry-after'];
      if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
      // A key that is spent or broken would be refused again; everything else of the form is kept.
      const kept = code.startsWith('idempotency_key') ? { ...typed, key: undefined } : typed;
      reply.code(answer.statusCode);
      return send(reply, request, 'report_problem', formPage(await formParts(typed, kept, { code, errors })));
    });

    scope.get('/plain/track', { schema: { hide: true } }, async (request, reply) => {
      const { code = '', sent, lang } = request.query as Query;
      const answer =
        code === '' ? null : await ask(request, 'GET', `/api/track/${encodeURIComponent(code.slice(0, 60))}`);
      const report = answer?.statusCode === 200 ? answer.json<TrackedReport>() : null;
      if (answer !== null) reply.code(answer.statusCode);
      return send(
        reply,
        request,
        'track_title',
        trackPage(code, report, sent === 'yes' && report !== null, await saying(lang)),
      );
    });

    scope.get('/plain/reports', { schema: { hide: true } }, async (request, reply) => {
      const { lang, ...filters } = request.query as Query;
      const answer = await ask(request, 'GET', `/api/reports?${search({ limit: ROWS, ...filters })}`);
      const said = await saying(lang);
      reply.code(answer.statusCode);
      if (answer.statusCode !== 200) {
        const text = sentence(said.words, answer.json<Problem>().code, 'invalid_input');
        return send(reply, request, 'plain_list', html`<h1>${text}</h1>`);
      }
      const page = answer.json<ReportPage>();
      const cursor = page.next === null ? null : new URL(page.next, 'http://localhost').searchParams.get('cursor');
      const next = cursor === null ? null : `/plain/reports?${search({ ...filters, cursor, lang: said.language })}`;
      const areas = await areasSaid(app.database);
      return send(reply, request, 'plain_list', listPage(page, next, placeholders(areas, said.language), said));
    });
  });

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

  async function formParts(asked: Query, typed: Typed, refusal: FormParts['refusal']): Promise<FormParts> {
    const language = languageOf(asked.lang);
    const { categories, areas, settings } = await app.catalog();
    const said = await areasSaid(app.database);
    return {
      language,
      words: wordsIn(language),
      categories,
      areas: said
        .filter(({ code }) => ['settlement', 'quarter'].includes(areas.get(code)?.kind ?? ''))
        .map(({ code, name }) => ({ code, name: name[language] })),
      emergencyPhone: String(settings.emergency_phone),
      safetyPhone: String(settings.safety_phone),
      notices: placeholders(said, language),
      typed,
      refusal,
    };
  }

  async function saying(lang: string | undefined): Promise<Saying> {
    const language = languageOf(lang);
    const nameOf = namer(await app.catalog(), await areasSaid(app.database), language);
    return { language, words: wordsIn(language), nameOf };
  }

  function send(
    reply: FastifyReply,
    request: FastifyRequest,
    title: 'report_problem' | 'track_title' | 'plain_list',
    page: Html,
  ) {
    const language = languageOf((request.query as Query).lang ?? (request.body as Typed | undefined)?.lang);
    const words = wordsIn(language);
    const here = request.method === 'POST' ? {} : (request.query as Query);
    const address = request.url.split('?', 1)[0]!;
    const body = framed(page, language, words, (other) => `${address}?${search({ ...here, lang: other })}`);
    const head = html`<title>${words(title)} · ${words('app_name')}</title>`;
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    return reply.send(
      template
        .replace('lang="ky"', `lang="${language}"`)
        .replace(/<title>.*<\/title>/, () => head.text)
        .replace('<!-- page -->', () => body.text),
    );
  }
}

function languageOf(lang: string | undefined): Language {
  return LANGUAGES.find((language) => language === lang) ?? LANGUAGES[0];
}

function placeholders(areas: readonly AreaSaid[], language: Language): string[] {
  return notices({ placeholder: areas.some(({ approximate }) => approximate), demo: false }, language);
}

/** A query string of the values that are there. */
function search(values: Query): string {
  return new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  ).toString();
}
