import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyHistory } from '../../server/audit/store.ts';
import { firstAdminLink, inviteUser } from '../../server/auth/users/store.ts';
import { inviteFirstAdmin } from '../../server/main.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';
import { addStaff, cookieOf, PASSWORD, staffOf } from '../support/staff.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

const tokenOf = (path: string) => path.split('#')[1]!;
const use = (token: string, more: object = {}) =>
  context.ask('PUT', '/api/session/link', { token, password: PASSWORD, ...more });

describe('the first administrator', () => {
  test('finds a link in the terminal at the first start; a file of the log gets the way to one, and no secret', async () => {
    const said: string[] = [];
    const start = (isTerminal: boolean) =>
      inviteFirstAdmin(context.database, 'http://127.0.0.1:3000', isTerminal, (line) => said.push(line));
    await start(false);
    expect(said).toEqual([expect.stringContaining('npx alai user add LOGIN --role admin')]);
    await start(true);
    const [, token] = /http:\/\/127\.0\.0\.1:3000\/staff\/link#([\w-]{43})$/.exec(said[1]!)!;
    expect((await context.post('/api/session/link', { token })).body).toMatchObject({ login: null, role: 'admin' });
  });

  test('comes by one link, once, and no link helps when somebody has an account', async () => {
    const earlier = tokenOf((await firstAdminLink(context.database))!.path);
    const token = tokenOf((await firstAdminLink(context.database))!.path);
    expect((await use(earlier, { login: 'first@example.kg', name: 'Биринчи' })).body.code).toBe('link_not_valid');
    expect((await context.post('/api/session/link', { token })).body).toMatchObject({ login: null, role: 'admin' });
    expect((await use(token)).body.code).toBe('invalid_input');
    expect((await use(token, { login: 'first@example.kg', name: 'Биринчи', password: 'short' })).body.code).toBe(
      'password_weak',
    );
    const answers = await Promise.all([
      use(token, { login: 'first@example.kg', name: 'Биринчи' }),
      use(token, { login: 'second@example.kg', name: 'Экинчи' }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404]);
    const admin = answers.find((answer) => answer.status === 200)!;
    expect((await context.get('/api/staff/users', { cookie: cookieOf(admin) })).body.users).toHaveLength(1);
    expect(await firstAdminLink(context.database)).toBeNull();
    await inviteFirstAdmin(context.database, '', true, (line) => expect.unreachable(line));
  });
});

describe('an invitation', () => {
  test('is shown once, sets a password once, and gives the role and areas the administrator chose', async () => {
    const admin = await addStaff(context, 'admin');
    const invited = await admin.ask('POST', '/api/staff/users', {
      login: 'Aida@Example.KG',
      name: 'Аида',
      role: 'moderator',
      areas: ['alai-2'],
    });
    expect(invited.body.user).toMatchObject({ login: 'aida@example.kg', state: 'invited', areas: ['alai-2'] });
    const token = tokenOf(invited.body.link.path);
    expect((await context.post('/api/session/link', { token })).body).toMatchObject({
      login: 'aida@example.kg',
      name: 'Аида',
    });
    // Nobody chooses another login or role with it.
    expect((await use(token, { role: 'admin' })).status).toBe(400);
    const accepted = await use(token, { login: 'other@example.kg', name: 'Башка' });
    expect(accepted.body).toMatchObject({ login: 'aida@example.kg', role: 'moderator', areas: ['alai-2'] });
    expect((await use(token)).body.code).toBe('link_not_valid');
    const stored = await query<{ text: string }>(context.database, 'select l::text as text from staff_links l');
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  test('ends with its time, with a newer one, and with the account', async () => {
    const admin = await addStaff(context, 'admin');
    const user = await addStaff(context, 'planner');
    const link = async () => tokenOf((await admin.ask('POST', `/api/staff/users/${user.id}/link`)).body.path);
    const [older, newer] = [await link(), await link()];
    expect((await use(older)).status).toBe(404);
    await context.database.script("update staff_links set expires_at = now() - interval '1 second'");
    expect((await use(newer)).status).toBe(404);
    const last = await link();
    const seen = async () => {
      const { users } = (await admin.ask('GET', '/api/staff/users')).body;
      return users.find(({ id }: { id: number }) => id === user.id).linkExpiresAt;
    };
    expect(Date.parse(await seen())).toBeGreaterThan(Date.now());
    await admin.ask('PATCH', `/api/staff/users/${user.id}`, { disabled: true });
    expect(await seen()).toBeNull();
    expect((await use(last)).status).toBe(404);
    expect((await admin.ask('POST', `/api/staff/users/${user.id}/link`)).status).toBe(404);
  });

  test('that is guessed, empty or endless is not valid, never an error of ours', async () => {
    for (const token of ['', 'x', 'ө'.repeat(200), "';--"])
      expect((await context.post('/api/session/link', { token })).status, token).toBe(404);
  });
});

describe('an administrator', () => {
  test('changes role and areas, and both count with the next request of whoever is signed in', async () => {
    const admin = await addStaff(context, 'admin');
    const user = await addStaff(context, 'admin');
    expect((await user.ask('GET', '/api/staff/users')).status).toBe(200);
    const changed = await admin.ask('PATCH', `/api/staff/users/${user.id}`, { role: 'official', areas: ['alai-1'] });
    expect(changed.body).toMatchObject({ role: 'official', areas: ['alai-1'] });
    expect((await user.ask('GET', '/api/staff/users')).body.code).toBe('not_allowed');
    expect((await user.ask('GET', '/api/session')).body).toMatchObject({ role: 'official', areas: ['alai-1'] });
  });

  test('removes somebody who is just working: the next request is refused', async () => {
    const admin = await addStaff(context, 'admin');
    const user = await addStaff(context, 'moderator');
    expect((await admin.ask('PATCH', `/api/staff/users/${user.id}`, { disabled: true })).body.state).toBe('disabled');
    expect((await user.ask('GET', '/api/session')).status).toBe(401);
    expect((await context.post('/api/session', { login: user.login, password: PASSWORD })).status).toBe(401);
    await admin.ask('PATCH', `/api/staff/users/${user.id}`, { disabled: false });
    expect((await user.ask('GET', '/api/session')).status).toBe(401);
    expect((await context.post('/api/session', { login: user.login, password: PASSWORD })).status).toBe(200);
  });

  test('removes a moderator who has a report in hand: it is free for others at once, and no programme of hers goes on, not even when she comes back', async () => {
    const admin = await addStaff(context, 'admin');
    const [leaving, staying] = [await addStaff(context, 'moderator'), await addStaff(context, 'moderator')];
    const { id } = await send(context.app, { description: 'Суу жок.' });
    await leaving.ask('PUT', `/api/staff/reports/${id}/claim`);
    expect((await staying.ask('PUT', `/api/staff/reports/${id}/claim`)).body.claimed).toBe(false);
    const wish = { name: 'QGIS', scopes: ['reports.read'], days: 30 };
    const { token } = (await leaving.ask('POST', '/api/staff/me/tokens', wish)).body;
    const programme = staffOf(context, leaving.id, leaving.login, { authorization: `Bearer ${token}` });
    expect((await programme.ask('GET', '/api/staff/counts')).status).toBe(200);
    await admin.ask('PATCH', `/api/staff/users/${leaving.id}`, { disabled: true });
    expect((await staying.ask('PUT', `/api/staff/reports/${id}/claim`)).body.claimed).toBe(true);
    expect((await programme.ask('GET', '/api/staff/counts')).status).toBe(401);
    await admin.ask('PATCH', `/api/staff/users/${leaving.id}`, { disabled: false });
    expect((await programme.ask('GET', '/api/staff/counts')).status).toBe(401);
  });

  test('signs somebody out everywhere: every cookie is worth nothing, the password still is, and it is in the log', async () => {
    const admin = await addStaff(context, 'admin');
    const user = await addStaff(context, 'planner');
    const other = cookieOf(await context.post('/api/session', { login: user.login, password: PASSWORD }));
    expect((await admin.ask('DELETE', `/api/staff/users/${user.id}/sessions`)).status).toBe(204);
    for (const cookie of [user.headers.cookie!, other])
      expect((await context.get('/api/session', { cookie })).body.code).toBe('sign_in_required');
    expect((await admin.ask('GET', '/api/session')).status).toBe(200);
    const { users } = (await admin.ask('GET', '/api/staff/users')).body;
    // When somebody was last here outlives the sessions.
    expect(users.find(({ id }: { id: number }) => id === user.id)).toMatchObject({
      state: 'active',
      seenAt: expect.any(String),
    });
    expect((await context.post('/api/session', { login: user.login, password: PASSWORD })).status).toBe(200);
    const { entries } = (await admin.ask('GET', '/api/staff/audit?action=user.signed_out')).body;
    expect(entries[0]).toMatchObject({ user: admin.login, subjectId: String(user.id) });
    for (const id of ['0', 'x']) {
      const answer = await admin.ask('DELETE', `/api/staff/users/${id}/sessions`);
      expect([answer.status, answer.body.code], id).toEqual([404, 'user_not_found']);
    }
  });

  test('cannot remove the last one of them', async () => {
    const alone = await testApp();
    const admin = await addStaff(alone, 'admin');
    await addStaff(alone, 'moderator');
    for (const change of [{ disabled: true }, { role: 'planner' }])
      expect((await admin.ask('PATCH', `/api/staff/users/${admin.id}`, change)).body.code).toBe('last_admin');
    // One who never accepted the invitation administers nothing.
    await admin.ask('POST', '/api/staff/users', { login: 'later@example.kg', name: 'Кийин', role: 'admin' });
    expect((await admin.ask('PATCH', `/api/staff/users/${admin.id}`, { disabled: true })).body.code).toBe('last_admin');
    const erased = await admin.ask('POST', `/api/staff/users/${admin.id}/erasure`);
    expect([erased.status, erased.body.code]).toEqual([409, 'last_admin']);
    await alone.close();
  });

  test('hears what is wrong with an account', async () => {
    const admin = await addStaff(context, 'admin');
    const add = (wish: object) =>
      admin.ask('POST', '/api/staff/users', { login: 'n@example.kg', name: 'Н', role: 'planner', ...wish });
    for (const [wish, code] of [
      [{ login: admin.login }, 'login_taken'],
      [{ login: 'Айгүл' }, 'invalid_input'],
      [{ areas: ['nowhere'] }, 'area_unknown'],
      [{ areas: [] }, 'invalid_input'],
      [{ role: 'admin', areas: ['alai-1'] }, 'invalid_input'],
      [{ role: 'god' }, 'invalid_input'],
      [{ name: '   ' }, 'invalid_input'],
      [{ id: 1 }, 'invalid_input'],
      [{ passwordHash: 'x' }, 'invalid_input'],
    ] as const)
      expect((await add(wish)).body.code, JSON.stringify(wish)).toBe(code);
    for (const id of ['0', '999999', 'x', '1e3', '99999999999999999999'])
      expect((await admin.ask('PATCH', `/api/staff/users/${id}`, { name: 'Х' })).body.code, id).toBe('user_not_found');
  });

  test('leaves a trace of every change, with who did it, and no password or link in it', async () => {
    const admin = await addStaff(context, 'admin');
    const user = await addStaff(context, 'planner');
    await admin.ask('PATCH', `/api/staff/users/${user.id}`, { name: 'Жаңы ат' });
    const link = await context.database.transact((sql) =>
      inviteUser(sql, { userId: admin.id, via: 'session' }, user.id),
    );
    const entries = await query<{ action: string; user_id: number; values: string }>(
      context.database,
      `select a.action, a.user_id, coalesce(json_agg(v)::text, '') as values from audit_log a
       left join audit_values v on v.entry_id = a.id where a.subject = 'user' and a.subject_id = $1 group by a.id order by a.id`,
      [String(user.id)],
    );
    expect(entries.map((entry) => entry.action)).toEqual([
      'user.added',
      'user.password',
      'user.signed_in',
      'user.changed',
      'user.link',
    ]);
    expect(entries.at(-2)).toMatchObject({ user_id: admin.id, values: expect.stringContaining('Жаңы ат') });
    expect(JSON.stringify(entries)).not.toMatch(/argon2/);
    expect(JSON.stringify(entries)).not.toContain(tokenOf(link.path));
  });
});

describe('somebody who leaves', () => {
  test('is erased: no name, login or password is left anywhere, what was done stays, and the chain is whole', async () => {
    const admin = await addStaff(context, 'admin');
    const invited = await admin.ask('POST', '/api/staff/users', {
      login: 'gulnara.erkinova@example.kg',
      name: 'Гүлнара Эркинова',
      role: 'official',
      areas: ['alai-1'],
    });
    const { id } = invited.body.user;
    const accepted = await use(tokenOf(invited.body.link.path));
    const gulnara = staffOf(context, id, 'gulnara.erkinova@example.kg', { cookie: cookieOf(accepted) });
    const report = await send(context.app, {});
    await gulnara.ask('POST', `/api/staff/reports/${report.id}/notes`, { text: 'Чалдым.' }, { 'if-match': '1' });
    const wish = { name: 'Гүлнаранын QGIS', scopes: ['reports.read'], days: 30 };
    const { token } = (await gulnara.ask('POST', '/api/staff/me/tokens', wish)).body;
    await admin.ask('PATCH', `/api/staff/users/${id}`, { name: 'Гүлнара Э.' });

    expect((await admin.ask('POST', `/api/staff/users/${id}/erasure`)).body).toMatchObject({
      id,
      login: `erased-${id}`,
      name: `№${id}`,
      state: 'erased',
      seenAt: null,
    });
    const everything = await query<{ text: string }>(
      context.database,
      `select coalesce(string_agg(t::text, ' '), '') as text from (
         select to_jsonb(u) as t from staff_users u union all select to_jsonb(v) from audit_values v
         union all select to_jsonb(a) from audit_log a union all select to_jsonb(k) from staff_tokens k
         union all select to_jsonb(h) from report_history h
       ) as all_rows`,
    );
    expect(everything[0]!.text).not.toMatch(/гүлнара|эркинов|gulnara|erkinova/i);
    const [account] = await query<{ secrets: number }>(
      context.database,
      'select num_nonnulls(password_hash, totp_secret) as secrets from staff_users where id = $1',
      [id],
    );
    expect(account!.secrets).toBe(0);

    const { history } = (await admin.ask('GET', `/api/staff/reports/${report.id}/history`)).body;
    expect(history.find(({ note }: { note: string }) => note === 'Чалдым.')).toMatchObject({ by: `№${id}` });
    expect((await verifyHistory(context.database)).faults).toEqual([]);
    expect((await gulnara.ask('GET', '/api/session')).status).toBe(401);
    expect((await context.get('/api/staff/counts', { authorization: `Bearer ${token}` })).status).toBe(401);
    const again = await context.post('/api/session', { login: 'gulnara.erkinova@example.kg', password: PASSWORD });
    expect(again.status).toBe(401);
  });

  test('never comes back: an erased account is not changed, invited, signed out or erased again', async () => {
    const admin = await addStaff(context, 'admin');
    const user = await addStaff(context, 'planner');
    await admin.ask('POST', `/api/staff/users/${user.id}/erasure`);
    const path = `/api/staff/users/${user.id}`;
    for (const [method, url, body] of [
      ['PATCH', path, { disabled: false }],
      ['PATCH', path, { name: 'Башка' }],
      ['POST', `${path}/link`, undefined],
      ['DELETE', `${path}/sessions`, undefined],
      ['POST', `${path}/erasure`, undefined],
    ] as const) {
      const answer = await admin.ask(method, url, body);
      expect([answer.status, answer.body.code], `${method} ${url}`).toEqual([409, 'user_erased']);
    }
    // The login is free for somebody else, who is somebody else.
    const wish = { login: user.login, name: 'Жаңы', role: 'planner' };
    expect((await admin.ask('POST', '/api/staff/users', wish)).body.user.id).not.toBe(user.id);
  });
});
