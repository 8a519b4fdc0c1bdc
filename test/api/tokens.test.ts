import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { addStaff, staffOf } from '../support/staff.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

const codeOf = async (answer: Promise<{ status: number; body: any }>) => {
  const { status, body } = await answer;
  return [status, body?.code];
};

describe('an API token', () => {
  const make = async (role: 'moderator' | 'admin', wish: object = {}) => {
    const staff = await addStaff(context, role);
    const made = await staff.ask('POST', '/api/staff/me/tokens', {
      name: 'QGIS',
      scopes: ['reports.read'],
      days: 30,
      ...wish,
    });
    return {
      staff,
      made,
      token: staffOf(context, staff.id, staff.login, { authorization: `Bearer ${made.body?.token}` }),
    };
  };

  test('is shown once, stored as a hash, and carries its scopes only', async () => {
    const { staff, made, token } = await make('admin', { scopes: ['audit.read'] });
    expect([made.status, made.body.token]).toEqual([201, expect.stringMatching(/^alai_[\w-]{43}$/)]);
    const listed = await staff.ask('GET', '/api/staff/me/tokens');
    expect(listed.body.tokens).toMatchObject([{ name: 'QGIS', scopes: ['audit.read'] }]);
    expect(listed.text).not.toContain(made.body.token);
    // An administrator's token is no administrator.
    for (const url of ['/api/staff/users', '/api/staff/me/tokens', '/api/session'])
      expect(await codeOf(token.ask('GET', url)), url).toEqual([403, 'not_allowed']);
  });

  test('cannot get a right its maker lacks, nor the account, nor other people', async () => {
    expect(await codeOf(make('moderator', { scopes: ['audit.read'] }).then(({ made }) => made))).toEqual([
      403,
      'not_allowed',
    ]);
    for (const scope of ['account.own', 'users.manage', 'everything'])
      expect((await make('admin', { scopes: [scope] })).made.status, scope).toBe(400);
  });

  test('ends when it is revoked, when its time is over, and with its user', async () => {
    const ends: ((staff: { id: number }, made: { body: any }) => string)[] = [
      (_staff, made) => `update staff_tokens set expires_at = now() where id = ${made.body.id}`,
      (staff) => `update staff_users set disabled_at = now() where id = ${staff.id}`,
    ];
    for (const end of ends) {
      const { staff, made, token } = await make('admin');
      expect((await token.ask('GET', '/api/session')).status).toBe(403);
      await context.database.script(end(staff, made));
      expect((await token.ask('GET', '/api/session')).status).toBe(401);
    }
    const { staff, made, token } = await make('admin');
    expect((await staff.ask('DELETE', `/api/staff/me/tokens/${made.body.id}`)).status).toBe(204);
    expect((await token.ask('GET', '/api/session')).status).toBe(401);
    const other = await addStaff(context, 'admin');
    const { made: theirs } = await make('admin');
    expect((await other.ask('DELETE', `/api/staff/me/tokens/${theirs.body.id}`)).status).toBe(404);
  });

  test('is nothing in a cookie, and a session secret is nothing as a token', async () => {
    const { staff, made } = await make('admin');
    expect((await context.get('/api/session', { cookie: `alai_session=${made.body.token}` })).status).toBe(401);
    const secret = staff.headers.cookie!.split('=')[1]!;
    for (const authorization of [`Bearer ${secret}`, `Basic ${secret}`, 'Bearer', `Bearer ${made.body.token}x`])
      expect((await context.get('/api/session', { authorization })).status, authorization).toBe(401);
  });

  test('of anybody is seen and ended by an administrator, who never sees its text, and by nobody else', async () => {
    const { staff, made, token } = await make('moderator');
    const admin = await addStaff(context, 'admin');
    const listed = await admin.ask('GET', '/api/staff/tokens');
    expect(listed.body.tokens.find(({ id }: { id: number }) => id === made.body.id)).toMatchObject({
      name: 'QGIS',
      scopes: ['reports.read'],
      usedAt: null,
      user: { id: staff.id, login: staff.login },
    });
    expect(listed.text).not.toContain(made.body.token);
    expect((await token.ask('GET', '/api/staff/counts')).status).toBe(200);
    const used = (await admin.ask('GET', '/api/staff/tokens')).body.tokens;
    expect(used.find(({ id }: { id: number }) => id === made.body.id).usedAt).toEqual(expect.any(String));
    expect(await codeOf(staff.ask('DELETE', `/api/staff/tokens/${made.body.id}`))).toEqual([403, 'not_allowed']);
    expect((await admin.ask('DELETE', `/api/staff/tokens/${made.body.id}`)).status).toBe(204);
    expect((await token.ask('GET', '/api/staff/counts')).status).toBe(401);
    for (const id of [made.body.id, 'x', '99999999999'])
      expect(await codeOf(admin.ask('DELETE', `/api/staff/tokens/${id}`)), id).toEqual([404, 'not_found']);
  });
});
