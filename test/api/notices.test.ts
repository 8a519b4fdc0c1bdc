import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFollowing, type Following } from '../support/followers.ts';
import type { Arrived } from '../support/mailbox.ts';
import { send } from '../support/reports.ts';

let own: Following;
beforeAll(async () => {
  own = await startFollowing();
});
afterAll(() => own.close());

describe('asking', () => {
  test('sends one letter with a link, and nothing else before somebody has pressed its button', async () => {
    const report = await send(own.context.app);
    const address = 'aida@example.kg';
    expect(await own.standing(report)).toBe('off');
    expect((await own.ask(report, ` ${address} `)).status).toBe(204);
    expect(await own.standing(report)).toBe('asked');
    await own.round();
    const letter = await own.mailbox.arrived(address);
    expect(letter.to).toEqual([address]);
    await own.moved(report.id, 'verified');
    await own.round(10);
    expect(own.mailbox.to(address)).toHaveLength(1);
    // A programme that only looks where the link leads agrees to nothing.
    const link = letter.link('/plain/notice');
    const page = await own.context.get(link);
    expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(page.text).toContain('Ооба, кабарлап туруңуз');
    expect(await own.standing(report)).toBe('asked');
    expect((await own.press(link)).text).toContain('Өзгөрүүлөрдү ушул дарекке кабарлайбыз');
    expect(await own.standing(report)).toBe('on');
    expect((await own.press(link)).status).toBe(200);
    await own.moved(report.id, 'in_progress');
    await own.round(10);
    expect((await own.mailbox.arrived(address, 2)).text).toContain(`№ ${report.code}`);
  });

  test('needs the manage token and an address that is one; a strange one is never repeated', async () => {
    const report = await send(own.context.app);
    const other = await send(own.context.app);
    const thief = { ...report, manageToken: other.manageToken };
    expect((await own.ask(thief, 'aida@example.kg')).body.code).toBe('manage_token_refused');
    expect((await own.mine(thief, 'DELETE', '/notices/mail')).body.code).toBe('manage_token_refused');
    for (const bad of [
      'aida',
      'a@b',
      'a@example.kg, b@example.kg',
      'a@example.kg\r\nBcc: b@example.kg',
      '"a b"@example.kg',
      '<a@example.kg>',
      'a@[127.0.0.1]',
      `${'a'.repeat(65)}@example.kg`,
    ]) {
      const answer = await own.ask(report, bad);
      expect([answer.status, answer.body.code], bad).toEqual([400, 'mail_address_malformed']);
      expect(answer.text).not.toContain('example');
    }
    expect((await own.ask(report, 'aida@example.kg', 'xx')).body.code).toBe('invalid_input');
    expect((await own.ask(report, `${'a'.repeat(300)}@example.kg`)).body.code).toBe('invalid_input');
    expect(await own.kept(report)).toBe(0);
  });

  test('a stranger gets three such letters a day at most, from however many reports', async () => {
    const reports = await Promise.all([1, 2, 3, 4].map(() => send(own.context.app)));
    const answers = [];
    for (const report of reports) answers.push(await own.ask(report, 'stranger@example.kg'));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 429]);
    expect(answers[3]!.body.code).toBe('mail_limited');
    expect(Number(answers[3]!.headers['retry-after'])).toBeGreaterThan(23 * 3600);
    expect((await own.ask(reports[3]!, 'STRANGER@example.kg')).status).toBe(429);
    expect((await own.ask(reports[3]!, 'another@example.kg')).status).toBe(204);
  });

  test('with another address the one before is forgotten, and its links do nothing', async () => {
    const report = await send(own.context.app);
    await own.ask(report, 'first@example.kg');
    await own.round();
    const link = (await own.mailbox.arrived('first@example.kg')).link('/plain/notice');
    await own.ask(report, 'second@example.kg');
    const answer = await own.press(link);
    expect([answer.status, await own.standing(report)]).toEqual([404, 'asked']);
    expect(answer.text).toContain('Бул шилтеме колдонулган же мөөнөтү өткөн.');
    for (const token of ['x', 'A'.repeat(43), '']) {
      expect((await own.context.post(`/api/notices/${token}`)).status).toBe(404);
      expect((await own.context.get(`/plain/notice?token=${token}`)).status).toBe(404);
    }
  });
});

describe('a change', () => {
  test('and more within a few minutes are one letter, sent once, of what matters most', async () => {
    const report = await own.followed();
    await own.moved(report.id, 'verified');
    await own.act(report.id, 'POST', 'questions', { text: 'Кайсы жагында?' });
    await own.moved(report.id, 'in_progress');
    await own.round(2);
    expect(own.mailbox.to(report.address)).toHaveLength(1);
    await own.round(4);
    const letter = await own.mailbox.arrived(report.address, 2);
    expect(letter.text).toContain(`№ ${report.code} билдирүүңүз боюнча сизге суроо бар.`);
    expect(letter.link('/r/')).toBe(`/r/${report.code}`);
    await own.round(60);
    expect(own.mailbox.to(report.address)).toHaveLength(2);
    expect(await own.waiting()).toBe(0);
  });

  test.each([
    ['ky', 'расмий жооп келди', 'Алай картасы'],
    ['ru', 'пришёл официальный ответ', 'Карта Алая'],
    ['en', 'has an official reply', 'Alai map'],
  ])('is told in the language asked for: %s', async (language, sentence, site) => {
    const report = await own.followed({}, language);
    const { version } = (await own.staff.ask('GET', `/api/staff/reports/${report.id}`)).body;
    await own.staff.ask('POST', '/api/staff/replies', { text: 'Жооп', reports: [{ id: report.id, version }] });
    await own.round(4);
    const { text, subject } = await own.mailbox.arrived(report.address, 2);
    expect(text).toContain(sentence);
    expect(subject).toContain(site);
  });

  test('that was taken back before the letter left is not told', async () => {
    const report = await own.followed();
    await own.moved(report.id, 'verified');
    const { history } = (await own.staff.ask('GET', `/api/staff/reports/${report.id}/history`)).body;
    await own.act(report.id, 'POST', 'undo', { entry: history[0].entry });
    const hidden = await own.followed();
    await own.moved(hidden.id, 'verified');
    await own.act(hidden.id, 'PATCH', 'visibility', { hidden: true, reason: 'spam' });
    await own.round(4);
    expect([...own.mailbox.to(report.address), ...own.mailbox.to(hidden.address)]).toHaveLength(2);
    expect(await own.waiting()).toBe(0);
  });

  test('of the report it is counted with is told too, and so is the merging', async () => {
    const [report, other] = [await own.followed(), await send(own.context.app)];
    const seen = async (id: string) => ({
      id,
      version: (await own.staff.ask('GET', `/api/staff/reports/${id}`)).body.version,
    });
    await own.staff.ask('POST', '/api/staff/merges', { keep: await seen(other.id), reports: [await seen(report.id)] });
    await own.round(4);
    expect((await own.mailbox.arrived(report.address, 2)).text).toContain('бириктирилди');
    await own.moved(other.id, 'resolved');
    await own.round(4);
    expect((await own.mailbox.arrived(report.address, 3)).text).toContain(
      `№ ${report.code} билдирүүңүздүн абалы өзгөрдү: Чечилди`,
    );
  });

  test('nothing of the report stands in a letter but its number, nor who sent it, nor any token of theirs', async () => {
    const report = await own.followed({
      category: 'WATER_CUT',
      description: 'Үйүмдө суу жок',
      landmark: 'Көк дарбаза',
      contact: { name: 'Айгүл Үлгү', phone: '+996555000111', consent: true },
    });
    await own.act(report.id, 'POST', 'questions', { text: 'Кайсы көчөдө?' });
    await own.round(4);
    await own.mailbox.arrived(report.address, 2);
    for (const letter of own.mailbox.to(report.address)) {
      const all = `${letter.raw}\n${letter.subject}\n${letter.text}`;
      expect(all).not.toMatch(/Суу|суу|дарбаза|Айгүл|555000111|көчөдө|72\.8|40\.4|WATER|<img|http-equiv/);
      expect(all).not.toContain(report.manageToken);
      expect(all).not.toContain(report.id);
      expect([letter.header('x-mailer'), letter.header('auto-submitted')]).toEqual(['', 'auto-generated']);
    }
  });
});

describe('stopping', () => {
  test('is one press in the mail programme, which needs no page (RFC 8058)', async () => {
    const report = await own.followed();
    await own.moved(report.id, 'verified');
    await own.round(4);
    const letter: Arrived = await own.mailbox.arrived(report.address, 2);
    expect(letter.header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const url = new URL(/^<(https:.*)>$/.exec(letter.header('list-unsubscribe'))![1]!);
    expect(url.origin).toBe(own.mailbox.config.publicUrl);
    const path = url.pathname + url.search;
    expect((await own.context.get(path)).text).toContain('Кабарларды токтотуу');
    expect(await own.standing(report)).toBe('on');
    const boundary = 'multipart/form-data; boundary=x';
    const body = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    expect((await own.context.ask('POST', path, body, { 'content-type': boundary })).status).toBe(200);
    expect([await own.standing(report), await own.kept(report)]).toEqual(['off', 0]);
    expect((await own.press(path)).status).toBe(200);
    await own.moved(report.id, 'in_progress');
    await own.round(4);
    expect(own.mailbox.to(report.address)).toHaveLength(2);
  });

  test('is one tap on the phone, also with a letter still to be sent', async () => {
    const report = await own.followed();
    await own.moved(report.id, 'verified');
    expect((await own.mine(report, 'DELETE', '/notices/mail')).status).toBe(204);
    expect((await own.mine(report, 'DELETE', '/notices/mail')).status).toBe(204);
    await own.round(4);
    expect([await own.standing(report), await own.waiting()]).toEqual(['off', 0]);
    expect(own.mailbox.to(report.address)).toHaveLength(1);
  });
});
