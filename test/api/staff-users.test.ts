import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { firstAdminLink, inviteUser } from '../../server/auth/users/store.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { addStaff, cookieOf, PASSWORD } from '../support/staff.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

const tokenOf = (path: string) => path.split('#')[1]!;
const use = (token: string, more: object = {}) =>
  context.ask('PUT', '/api/session/link', { token, password: PASSWORD, ...more });

describe('the first administrator', () => {
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
    await admin.ask('PATCH', `/api/staff/users/${user.id}`, { disabled: true });
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

  test('cannot remove the last one of them', async () => {
    const alone = await testApp();
    const admin = await addStaff(alone, 'admin');
    await addStaff(alone, 'moderator');
    for (const change of [{ disabled: true }, { role: 'planner' }])
      expect((await admin.ask('PATCH', `/api/staff/users/${admin.id}`, change)).body.code).toBe('last_admin');
    // One who never accepted the invitation administers nothing.
    await admin.ask('POST', '/api/staff/users', { login: 'later@example.kg', name: 'Кийин', role: 'admin' });
    expect((await admin.ask('PATCH', `/api/staff/users/${admin.id}`, { disabled: true })).body.code).toBe('last_admin');
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
