import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAudit } from '../../server/audit/command.ts';
import { runToken, runUser } from '../../server/auth/command.ts';
import { testApp, type TestApp } from '../support/database.ts';
import { cookieOf, PASSWORD } from '../support/staff.ts';

let context: TestApp;
const lines: string[] = [];
const say = (line: string) => void lines.push(line);
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

test('the command line makes an administrator who signs in by the link it prints', async () => {
  await runUser(context.database, 'add', 'Bermet@Example.kg', { role: 'admin', name: 'Бермет' }, say);
  const token = /#([\w-]+)$/.exec(lines.at(-1)!)![1];
  const accepted = await context.ask('PUT', '/api/session/link', { token, password: PASSWORD });
  expect(accepted.body).toMatchObject({ login: 'bermet@example.kg', name: 'Бермет', role: 'admin' });
  await runUser(context.database, 'list', undefined, {}, say);
  expect(lines.at(-1)).toBe('bermet@example.kg\tadmin\tactive\teverywhere\tБермет');
});

test('it makes tokens for programmes, shows them once, and ends them', async () => {
  const login = 'bermet@example.kg';
  await runToken(context.database, 'add', undefined, { login, name: 'QGIS', scopes: 'reports.read' }, say);
  const authorization = `Bearer ${/alai_[\w-]+/.exec(lines.at(-1)!)![0]}`;
  expect((await context.get('/api/session', { authorization })).status).toBe(403);
  await runToken(context.database, 'list', undefined, { login }, say);
  const id = /^\d+/.exec(lines.at(-1)!)![0];
  await runToken(context.database, 'revoke', id, { login }, say);
  expect((await context.get('/api/session', { authorization })).status).toBe(401);
});

test('it signs somebody out for good, but never the last administrator', async () => {
  await runUser(context.database, 'add', 'kanat', { role: 'moderator', areas: 'alai-1' }, say);
  const token = /#([\w-]+)$/.exec(lines.at(-1)!)![1];
  const cookie = cookieOf(await context.ask('PUT', '/api/session/link', { token, password: PASSWORD }));
  await runUser(context.database, 'disable', 'kanat', {}, say);
  expect((await context.get('/api/session', { cookie })).status).toBe(401);
  await expect(runUser(context.database, 'disable', 'bermet@example.kg', {}, say)).rejects.toMatchObject({
    code: 'last_admin',
  });
});

test('it takes the second factor of a lost phone away, for an administrator too who has no colleague', async () => {
  await runUser(context.database, 'add', 'nurlan', { role: 'admin' }, say);
  const invited = /#([\w-]+)$/.exec(lines.at(-1)!)![1];
  await context.ask('PUT', '/api/session/link', { token: invited, password: PASSWORD });
  await context.database.script(
    "update staff_users set totp_secret = 'x', totp_confirmed_at = now() where login = 'nurlan'",
  );
  await runUser(context.database, 'link', 'nurlan', {}, say);
  const token = /#([\w-]+)$/.exec(lines.at(-1)!)![1];
  const use = () => context.ask('PUT', '/api/session/link', { token, password: PASSWORD });
  expect((await use()).body.code).toBe('totp_required');
  await runUser(context.database, 'totp-off', 'nurlan', {}, say);
  expect((await use()).body).toMatchObject({ login: 'nurlan', totp: false });
});

test('it signs somebody out, lets somebody back in, and erases who it was', async () => {
  await runUser(context.database, 'add', 'temir', { role: 'planner', name: 'Темир' }, say);
  const token = /#([\w-]+)$/.exec(lines.at(-1)!)![1];
  const cookie = cookieOf(await context.ask('PUT', '/api/session/link', { token, password: PASSWORD }));
  await runUser(context.database, 'sign-out', 'temir', {}, say);
  expect((await context.get('/api/session', { cookie })).status).toBe(401);
  const signIn = () => context.post('/api/session', { login: 'temir', password: PASSWORD });
  await runUser(context.database, 'disable', 'temir', {}, say);
  expect((await signIn()).status).toBe(401);
  await runUser(context.database, 'enable', 'temir', {}, say);
  expect((await signIn()).status).toBe(200);
  await runUser(context.database, 'erase', 'temir', {}, say);
  expect(lines.at(-1)).toMatch(/^Erased: who temir was, for good\. .* number \d+;/);
  await expect(runUser(context.database, 'enable', 'temir', {}, say)).rejects.toThrow('There is no user temir.');
  const erased = `erased-${/number (\d+);/.exec(lines.at(-1)!)![1]}`;
  for (const verb of ['enable', 'link', 'erase'])
    await expect(runUser(context.database, verb, erased, {}, say)).rejects.toMatchObject({ code: 'user_erased' });
  expect(await runAudit(context.database, 'verify', {}, say)).toBe(0);
});

test('it says in a sentence what is missing or unknown', async () => {
  for (const [verb, login, flags, sentence] of [
    ['add', 'x1', {}, '--role is missing.'],
    ['add', 'x1', { role: 'king' }, /--role must be one of/],
    ['add', 'x1', { role: 'planner', areas: 'nowhere' }, 'areas=nowhere'],
    ['add', undefined, { role: 'planner' }, '--login is missing.'],
    ['link', 'nobody', {}, 'There is no user nobody.'],
    ['promote', 'kanat', {}, /the verbs are/],
  ] as const)
    await expect(runUser(context.database, verb, login, flags, say)).rejects.toThrow(sentence);
});

test('audit verify says that history is whole, and with exit code 2 where it is not', async () => {
  expect(await runAudit(context.database, 'verify', {}, say)).toBe(0);
  const anchor = /--anchor (\S+)$/.exec(lines.at(-1)!)![1]!;
  expect(await runAudit(context.database, 'verify', { anchor }, say)).toBe(0);
  await context.database.script(
    "alter table audit_log disable trigger user; update audit_log set action = 'user.nothing' where id = 1; alter table audit_log enable trigger user",
  );
  expect(await runAudit(context.database, 'verify', {}, say)).toBe(2);
  expect(lines.join('\n')).toContain('seal 1: entries_changed');
  await expect(runAudit(context.database, 'verify', { anchor: 'x' }, say)).rejects.toThrow(/--anchor must be/);
});
