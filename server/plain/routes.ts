import type { App } from '../app.ts';
import type { Problem } from '../contract/problem.ts';
import type { ReportCreated, ReportPage, TrackedReport } from '../contract/reports.ts';
import { formPage, sentence, type FormParts } from './form.ts';
import { frameOf, search, type Query } from './frame.ts';
import { html } from './html.ts';
import { noticePages } from './notice.ts';
import { listPage, trackPage } from './pages.ts';
import { bodyOf, typedIn, type Typed } from './rules.ts';

const FORM_TYPE = 'application/x-www-form-urlencoded';
/** Bytes: every letter of the longest text may be sent as six. */
const FORM_BYTES_MAX = 64 * 1024;
const ROWS = '50';

/**
 * The pages that need no JavaScript: send a report, follow one, read the list. They are a client of the public API inside
 * the server: what they show is what it answers, and what they send passes its door, limits included.
 */
export async function plainPages(app: App): Promise<void> {
  const { ask, saying, send } = frameOf(app);
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(FORM_TYPE, { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (_request, body, done) =>
      done(null, typedIn(body as string)),
    );

    scope.get('/plain', { schema: { hide: true } }, async (request, reply) => {
      const { lang, ...typed } = request.query as Query;
      const said = await saying(lang);
      return send(reply, request, said.words('report_problem'), formPage(await formParts(typed, null), said), said);
    });

    scope.post('/plain', { schema: { hide: true } }, async (request, reply) => {
      const typed = (request.body ?? {}) as Typed;
      const said = await saying(typed.lang);
      const answer = await ask(request, 'POST', '/api/reports', bodyOf(typed, said.language), typed.key);
      if (answer.statusCode === 201) {
        const { code } = answer.json<ReportCreated>();
        return reply.redirect(`/plain/track?${search({ code, sent: 'yes', lang: said.language })}`, 303);
      }
      const { code, errors = [] } = answer.json<Problem>();
      const retryAfter = answer.headers['retry-after'];
      if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
      // A key that is spent or broken would be refused again; everything else of the form is kept.
      const kept = code.startsWith('idempotency_key') ? { ...typed, key: undefined } : typed;
      reply.code(answer.statusCode);
      return send(
        reply,
        request,
        said.words('report_problem'),
        formPage(await formParts(kept, { code, errors }), said),
        said,
      );
    });

    scope.get('/plain/track', { schema: { hide: true } }, async (request, reply) => {
      const { code = '', sent, lang } = request.query as Query;
      const said = await saying(lang);
      const answer =
        code === ''
          ? null
          : await ask(request, 'GET', `/api/track/${encodeURIComponent([...code].slice(0, 60).join(''))}`);
      const report = answer?.statusCode === 200 ? answer.json<TrackedReport>() : null;
      if (answer !== null) reply.code(answer.statusCode);
      const page = trackPage(code, report, sent === 'yes' && report !== null, said);
      return send(reply, request, said.words('track_title'), page, said);
    });

    scope.get('/plain/reports', { schema: { hide: true } }, async (request, reply) => {
      const { lang, ...filters } = request.query as Query;
      const said = await saying(lang);
      const answer = await ask(request, 'GET', `/api/reports?${search({ limit: ROWS, ...filters })}`);
      reply.code(answer.statusCode);
      if (answer.statusCode !== 200) {
        const text = sentence(said.words, answer.json<Problem>().code, 'invalid_input');
        return send(reply, request, said.words('plain_list'), html`<h1>${text}</h1>`, said);
      }
      const page = answer.json<ReportPage>();
      const cursor = page.next === null ? null : new URL(page.next, 'http://localhost').searchParams.get('cursor');
      const next = cursor === null ? null : `/plain/reports?${search({ ...filters, cursor, lang: said.language })}`;
      return send(reply, request, said.words('plain_list'), listPage(page, next, said), said);
    });
  });

  await noticePages(app);

  async function formParts(typed: Typed, refusal: FormParts['refusal']): Promise<FormParts> {
    const { categories, areas, settings } = await app.catalog();
    return {
      categories,
      areas: [...areas.values()]
        .filter(({ kind }) => kind === 'settlement' || kind === 'quarter')
        .map(({ code }) => code),
      emergencyPhone: String(settings.emergency_phone),
      safetyPhone: String(settings.safety_phone),
      typed,
      refusal,
    };
  }
}
