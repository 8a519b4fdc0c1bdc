import type { App } from '../app.ts';
import { readNoticeToken, type Purpose } from '../notices/rules.ts';
import { sentence } from './form.ts';
import { frameOf, type Query } from './frame.ts';
import { html, type Html } from './html.ts';
import type { Saying } from './pages.ts';

/**
 * Where the links of letters lead. Opening one changes nothing, because programmes open links to look what is there; the button does,
 * and so does the button of a mail programme (RFC 8058), which posts to the same address without a page.
 */
export async function noticePages(app: App): Promise<void> {
  const { ask, saying, send } = frameOf(app);
  await app.register(async (scope) => {
    // All is in the address; what a mail programme puts in the body says nothing more.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume();
      done(null);
    });

    scope.get('/plain/notice', { schema: { hide: true } }, async (request, reply) => {
      const { token = '', lang } = request.query as Query;
      const said = await saying(lang);
      const purpose = purposeOf(token);
      if (purpose === null) reply.code(404);
      const page = purpose === null ? refusal(said) : pressPage(purpose, said);
      return send(reply, request, title(purpose ?? 'stop', said), page, said);
    });

    scope.post('/plain/notice', { schema: { hide: true } }, async (request, reply) => {
      const { token = '', lang } = request.query as Query;
      const said = await saying(lang);
      const purpose = purposeOf(token);
      const status = purpose === null ? 404 : (await ask(request, 'POST', `/api/notices/${token}`)).statusCode;
      const done = purpose !== null && status === 204;
      reply.code(done ? 200 : status);
      const page = done ? donePage(purpose, said) : refusal(said);
      return send(reply, request, title(purpose ?? 'stop', said), page, said);
    });
  });

  function purposeOf(token: string): Purpose | null {
    return readNoticeToken(app.config.secretKey, token)?.purpose ?? null;
  }
}

function title(purpose: Purpose, { words }: Saying): string {
  return purpose === 'confirm' ? words('notice_confirm_title') : words('notice_stop_title');
}

function pressPage(purpose: Purpose, said: Saying): Html {
  const { words } = said;
  return html`<h1>${title(purpose, said)}</h1>
    <p>${purpose === 'confirm' ? words('notice_confirm_text') : words('notice_stop_text')}</p>
    <form method="post">
      <button type="submit">${purpose === 'confirm' ? words('notice_confirm_yes') : words('notice_stop')}</button>
    </form>`;
}

function donePage(purpose: Purpose, said: Saying): Html {
  const { words } = said;
  return html`<h1>${title(purpose, said)}</h1>
    <p role="status">${purpose === 'confirm' ? words('notice_confirm_done') : words('notice_stop_done')}</p>`;
}

function refusal({ words }: Saying): Html {
  return html`<h1>${words('notice_stop_title')}</h1>
    <p class="fault" role="alert">${sentence(words, 'link_not_valid', 'not_found')}</p>`;
}
