import { randomBytes } from 'node:crypto';
import { TOTP, Secret } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, query, type TestApp } from '../support/database.ts';
import { addStaff, cookieOf, cookiesOf, PASSWORD } from '../support/staff.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

const signIn = (login: string, password: string, more: object = {}, headers: Record<string, string> = {}) =>
  context.post('/api/session', { login, password, ...more }, headers);
const codeOf = async (answer: Promise<{ status: number; body: any }>) => {
  const { status, body } = await answer;
  return [status, body?.code];
};

describe('signing in', () => {
  test('gives a cookie no script and no other site can use, and says what one may do', async () => {
    const { login } = await addStaff(context, 'moderator', ['alai-1']);
    const answer = await signIn(` ${login.toUpperCase()} `, PASSWORD);
    expect(answer.body).toMatchObject({ login, role: 'moderator', areas: ['alai-1'], totp: false });
    expect(answer.body.rights).toContain('reports.moderate');
    expect(answer.body.rights).not.toContain('users.manage');
    const [cookie, device] = cookiesOf(answer);
    // The browser shows later that it is known; the mark opens nothing.
    expect(device).toMatch(/^alai_device=[\w-]{22}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=15552000$/);
    expect(await codeOf(context.get('/api/session', { cookie: device!.split(';')[0]! }))).toEqual([
      401,
      'sign_in_required',
    ]);
    expect(cookie).toMatch(/^alai_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/);
    expect(answer.headers['cache-control']).toBe('no-store');
    const me = await context.get('/api/session', { cookie: cookieOf(answer) });
    expect([me.status, me.body]).toEqual([200, answer.body]);
  });

  test('over https makes the cookie Secure and of this host only', async () => {
    const behindProxy = await testApp({ config: { trustProxy: true } });
    const { login } = await addStaff(behindProxy, 'planner');
    const https = { 'x-forwarded-proto': 'https', host: 'karta.example.kg' };
    const answer = await behindProxy.post('/api/session', { login, password: PASSWORD }, https);
    const [session, device] = cookiesOf(answer);
    expect(session).toMatch(/^__Host-alai_session=.*; Secure$/);
    expect(device).toMatch(/^__Host-alai_device=.*; Secure$/);
    const me = await behindProxy.get('/api/session', { ...https, cookie: cookieOf(answer) });
    expect(me.status).toBe(200);
    // The same secret under the name for plain http is nothing here.
    const renamed = cookieOf(answer).replace('__Host-', '');
    expect(await codeOf(behindProxy.get('/api/session', { ...https, cookie: renamed }))).toEqual([
      401,
      'sign_in_required',
    ]);
    await behindProxy.close();
  });

  test('over plain http from another machine is refused: the hall would read the password', async () => {
    const { login, headers } = await addStaff(context, 'admin');
    const hall = { host: '192.168.1.7:3000' };
    expect(await codeOf(signIn(login, PASSWORD, {}, hall))).toEqual([403, 'insecure_connection']);
    expect(await codeOf(context.get('/api/staff/users', { ...headers, ...hall }))).toEqual([
      403,
      'insecure_connection',
    ]);
    // Residents go on there.
    expect((await context.get('/api/config', hall)).status).toBe(200);
  });

  test('answers a wrong password, an unknown login and somebody who never accepted alike', async () => {
    const { login } = await addStaff(context, 'moderator');
    const admin = await addStaff(context, 'admin');
    await admin.ask('POST', '/api/staff/users', { login: 'invited@example.kg', name: 'А', role: 'planner' });
    const answers = await Promise.all([
      signIn(login, 'not the password'),
      signIn('nobody@example.kg', PASSWORD),
      signIn('invited@example.kg', PASSWORD),
    ]);
    for (const answer of answers) {
      expect([answer.status, answer.body]).toEqual([401, answers[0]!.body]);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  test('ignores a session somebody else prepared: the secret is always new', async () => {
    const { login } = await addStaff(context, 'moderator');
    const planted = randomBytes(32).toString('base64url');
    const answer = await signIn(login, PASSWORD, {}, { cookie: `alai_session=${planted}` });
    expect(cookieOf(answer)).not.toContain(planted);
    expect(await codeOf(context.get('/api/session', { cookie: `alai_session=${planted}` }))).toEqual([
      401,
      'sign_in_required',
    ]);
  });

  test('refuses fields it does not know, so that nobody signs in as something', async () => {
    const { login } = await addStaff(context, 'planner');
    expect(await codeOf(signIn(login, PASSWORD, { role: 'admin' }))).toEqual([400, 'invalid_input']);
  });
});

describe('a session', () => {
  test('ends when one signs out, and its cookie is worth nothing afterwards', async () => {
    const { headers } = await addStaff(context, 'moderator');
    const out = await context.ask('DELETE', '/api/session', undefined, headers);
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']).toMatch(/^alai_session=; .*Max-Age=0/);
    expect(await codeOf(context.get('/api/session', headers))).toEqual([401, 'sign_in_required']);
  });

  test('that one had in this browser ends when one signs in there again: no cookie is left behind that still works', async () => {
    const { login, headers } = await addStaff(context, 'moderator');
    const answer = await signIn(login, PASSWORD, {}, headers);
    expect(await codeOf(context.get('/api/session', headers))).toEqual([401, 'sign_in_required']);
    expect((await context.get('/api/session', { cookie: cookieOf(answer) })).status).toBe(200);
  });

  test('ends everywhere at once when asked to', async () => {
    const { login, headers } = await addStaff(context, 'moderator');
    const other = cookieOf(await signIn(login, PASSWORD));
    expect((await context.ask('DELETE', '/api/staff/me/sessions', undefined, headers)).status).toBe(204);
    for (const cookie of [headers.cookie!, other])
      expect(await codeOf(context.get('/api/session', { cookie }))).toEqual([401, 'sign_in_required']);
  });

  test('ends when it was idle too long, and when its time is over', async () => {
    for (const change of ["seen_at = now() - interval '9 hours'", "expires_at = now() - interval '1 second'"]) {
      const { id, headers } = await addStaff(context, 'moderator');
      await context.database.script(`update staff_sessions set ${change} where user_id = ${id}`);
      expect(await codeOf(context.get('/api/session', headers)), change).toEqual([401, 'sign_in_required']);
    }
  });

  test('stays awake while it is used', async () => {
    const { id, headers } = await addStaff(context, 'moderator');
    await context.database.script(
      `update staff_sessions set seen_at = now() - interval '7 hours' where user_id = ${id}`,
    );
    expect((await context.get('/api/session', headers)).status).toBe(200);
    const [row] = await query<{ fresh: boolean }>(
      context.database,
      "select seen_at > now() - interval '1 minute' as fresh from staff_sessions where user_id = $1",
      [id],
    );
    expect(row!.fresh).toBe(true);
  });

  test('is nothing when it is forged, empty, cut, doubled, or the hash that is stored', async () => {
    const { id, headers } = await addStaff(context, 'admin');
    const secret = headers.cookie!.split('=')[1]!;
    const [stored] = await query<{ hash: string }>(
      context.database,
      "select encode(token_hash, 'hex') as hash from staff_sessions where user_id = $1",
      [id],
    );
    expect(stored!.hash).not.toContain(secret);
    for (const wrong of ['', secret.slice(1), secret + secret, stored!.hash, 'x'.repeat(5000), "' or 1=1 --", '%00']) {
      expect(await codeOf(context.get('/api/staff/users', { cookie: `alai_session=${wrong}` })), wrong).toEqual([
        401,
        'sign_in_required',
      ]);
    }
  });

  test('writes nothing for a page of another site', async () => {
    const { headers } = await addStaff(context, 'admin');
    const body = { login: 'x@example.kg', name: 'X', role: 'admin' };
    const foreigners: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const foreign of foreigners) {
      expect(await codeOf(context.post('/api/staff/users', body, { ...headers, ...foreign }))).toEqual([
        403,
        'cross_site',
      ]);
      expect(await codeOf(context.post('/api/session', { login: 'a@b', password: PASSWORD }, foreign))).toEqual([
        403,
        'cross_site',
      ]);
    }
    const own = { origin: 'http://localhost:80', 'sec-fetch-site': 'same-origin', host: 'localhost:80' };
    expect((await context.post('/api/staff/users', body, { ...headers, ...own })).status).toBe(201);
  });
});

describe('a second factor', () => {
  const codeFor = (secret: string, seconds = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + seconds * 1000 });

  test('is asked for once its first code came; each code counts once', async () => {
    const staff = await addStaff(context, 'official');
    const made = await staff.ask('POST', '/api/staff/me/totp', { password: PASSWORD });
    expect(made.body.uri).toMatch(/^otpauth:\/\/totp\//);
    // Not confirmed yet: nobody locks himself out by looking at a QR code.
    expect((await signIn(staff.login, PASSWORD)).status).toBe(200);
    expect((await staff.ask('PUT', '/api/staff/me/totp', { code: '000000' })).status).toBe(401);
    expect((await staff.ask('PUT', '/api/staff/me/totp', { code: codeFor(made.body.secret, -30) })).status).toBe(204);
    expect(await codeOf(signIn(staff.login, PASSWORD))).toEqual([401, 'totp_required']);
    expect(await codeOf(signIn(staff.login, 'wrong password', { code: codeFor(made.body.secret) }))).toEqual([
      401,
      'sign_in_refused',
    ]);
    const code = codeFor(made.body.secret);
    expect((await signIn(staff.login, PASSWORD, { code })).body).toMatchObject({ totp: true });
    expect(await codeOf(signIn(staff.login, PASSWORD, { code }))).toEqual([401, 'sign_in_refused']);
    const [row] = await query<{ sealed: string }>(
      context.database,
      "select encode(totp_secret, 'escape') as sealed from staff_users where id = $1",
      [staff.id],
    );
    expect(row!.sealed).not.toContain(made.body.secret);
    expect((await staff.ask('DELETE', '/api/staff/me/totp', { password: PASSWORD })).status).toBe(204);
    expect((await signIn(staff.login, PASSWORD)).status).toBe(200);
  });

  test('is asked for by a link that sets a new password, too: whoever got hold of the link alone has no phone', async () => {
    const staff = await addStaff(context, 'official');
    const admin = await addStaff(context, 'admin');
    const { secret } = (await staff.ask('POST', '/api/staff/me/totp', { password: PASSWORD })).body;
    await staff.ask('PUT', '/api/staff/me/totp', { code: codeFor(secret, -30) });
    const { path } = (await admin.ask('POST', `/api/staff/users/${staff.id}/link`)).body;
    const use = (more: object = {}) =>
      context.ask('PUT', '/api/session/link', { token: path.split('#')[1], password: 'бийик тоолор 78', ...more });
    expect(await codeOf(use())).toEqual([401, 'totp_required']);
    expect(await codeOf(use({ code: '000000' }))).toEqual([401, 'sign_in_refused']);
    // Nothing has changed, and the link is still there.
    expect((await staff.ask('GET', '/api/session')).status).toBe(200);
    expect((await use({ code: codeFor(secret) })).body).toMatchObject({ login: staff.login, totp: true });
    expect((await staff.ask('GET', '/api/session')).status).toBe(401);
  });

  test('is not changed by a stolen session without the password', async () => {
    const staff = await addStaff(context, 'official');
    for (const method of ['POST', 'DELETE'] as const)
      expect(await codeOf(staff.ask(method, '/api/staff/me/totp', { password: 'not the password' }))).toEqual([
        401,
        'sign_in_refused',
      ]);
  });
});

describe('the own password', () => {
  test('changes with the old one, refuses what is guessed first, and ends every other session', async () => {
    const staff = await addStaff(context, 'moderator');
    const other = cookieOf(await signIn(staff.login, PASSWORD));
    const change = (password: string, newPassword: string) =>
      staff.ask('PUT', '/api/staff/me/password', { password, newPassword });
    expect(await codeOf(change('not the password', 'бийик тоолор 77'))).toEqual([401, 'sign_in_refused']);
    for (const weak of ['short', 'aaaaaaaaaaaa', staff.login, `${staff.login}1`])
      expect(await codeOf(change(PASSWORD, weak)), weak).toEqual([400, 'password_weak']);
    expect((await change(PASSWORD, 'бийик тоолор 77')).status).toBe(204);
    expect((await staff.ask('GET', '/api/session')).status).toBe(200);
    expect((await context.get('/api/session', { cookie: other })).status).toBe(401);
    expect((await signIn(staff.login, PASSWORD)).status).toBe(401);
    expect((await signIn(staff.login, 'бийик тоолор 77')).status).toBe(200);
  });
});
