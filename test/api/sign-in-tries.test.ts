import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp, type App } from '../../server/app.ts';
import { forgetTries } from '../../server/auth/tries/store.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { addStaff, PASSWORD } from '../support/staff.ts';

let context: TestApp;
/** A second server process on the same database. */
let other: App;
beforeAll(async () => {
  context = await testApp({ config: { trustProxy: true } });
  other = await buildApp(context.config, context.database);
  await other.ready();
});
afterAll(async () => {
  await other.close();
  await context.close();
});

interface From {
  address: string;
  password?: string;
  cookie?: string;
  app?: App;
}
async function signIn(login: string, { address, password = PASSWORD, cookie, app = context.app }: From) {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'x-forwarded-for': address, ...(cookie !== undefined && { cookie }) },
    payload: { login, password },
  });
  const cookies = [answer.headers['set-cookie'] ?? []].flat().map((text) => text.split(';')[0]!);
  return {
    status: answer.statusCode,
    code: answer.json().code as string | undefined,
    retryAfter: Number(answer.headers['retry-after']),
    device: cookies.find((text) => text.startsWith('alai_device=')),
  };
}
const wrong = (login: string, address: string, more: Partial<From> = {}) =>
  signIn(login, { address, password: 'not the password', ...more });
const letWaitsPass = () => context.database.script('update sign_in_tries set wait_until = now()');

describe('wrong tries at signing in', () => {
  test('are slowed down at their address, whichever server process is asked', async () => {
    const { login } = await addStaff(context, 'moderator');
    const at = '203.0.113.9';
    for (let i = 0; i < 5; i++)
      expect((await wrong(login, at, { app: i % 2 ? other : context.app })).code).toBe('sign_in_refused');
    for (const app of [context.app, other]) {
      const slowed = await signIn(login, { address: at, app });
      expect([slowed.status, slowed.code]).toEqual([429, 'sign_in_slowed']);
      expect(slowed.retryAfter).toBeGreaterThan(0);
    }
    await letWaitsPass();
    expect((await signIn(login, { address: at, app: other })).status).toBe(200);
    // Whoever got in has all free tries again.
    for (let i = 0; i < 5; i++) expect((await wrong(login, at)).code).toBe('sign_in_refused');
  });

  test('lock nobody out: the right password is let in from another address, and from a known browser at the same', async () => {
    const { login } = await addStaff(context, 'official');
    const office = '203.0.113.20';
    const { device } = await signIn(login, { address: office });
    for (let i = 0; i < 6; i++) await wrong(login, office);
    expect((await signIn(login, { address: office })).code).toBe('sign_in_slowed');
    expect((await signIn(login, { address: office, cookie: device! })).status).toBe(200);
    expect((await signIn(login, { address: '203.0.113.21' })).status).toBe(200);
  });

  test('of an account from everywhere leave each address one try, so that the right password still gets in', async () => {
    const { login } = await addStaff(context, 'admin');
    const { device } = await signIn(login, { address: '198.51.100.200' });
    const addresses = Array.from({ length: 50 }, (_, i) => `198.51.100.${i}`);
    const answers = await Promise.all(addresses.map((address) => wrong(login, address)));
    expect(answers.every(({ code }) => code === 'sign_in_refused')).toBe(true);
    expect((await signIn(login, { address: '198.51.100.100' })).status).toBe(200);
    expect((await wrong(login, '198.51.100.101')).code).toBe('sign_in_refused');
    expect((await signIn(login, { address: '198.51.100.101' })).code).toBe('sign_in_slowed');
    // A known browser has its own five, whatever others do.
    for (let i = 0; i < 4; i++)
      expect((await wrong(login, '198.51.100.102', { cookie: device! })).code).toBe('sign_in_refused');
    expect((await signIn(login, { address: '198.51.100.102', cookie: device! })).status).toBe(200);
    // Another account is as it was.
    const { login: colleague } = await addStaff(context, 'planner');
    for (let i = 0; i < 4; i++) await wrong(colleague, '198.51.100.101');
    expect((await signIn(colleague, { address: '198.51.100.101' })).status).toBe(200);
  });

  test('in a known browser are slowed down as well, and the mark of another account or a made-up one is none', async () => {
    const { login } = await addStaff(context, 'moderator');
    const { login: thief } = await addStaff(context, 'planner');
    const { device } = await signIn(login, { address: '203.0.113.30' });
    for (let i = 0; i < 5; i++) await wrong(login, `203.0.113.${40 + i}`, { cookie: device! });
    expect((await signIn(login, { address: '203.0.113.50', cookie: device! })).code).toBe('sign_in_slowed');
    const own = (await signIn(thief, { address: '203.0.113.60' })).device!;
    const madeUp = `alai_device=${'A'.repeat(22)}.${'A'.repeat(43)}`;
    const marks = [own, madeUp, 'alai_device=', 'alai_device=.', own];
    const answers = [];
    for (const cookie of marks) answers.push((await wrong(login, '203.0.113.60', { cookie })).code);
    expect(answers).toEqual(Array(5).fill('sign_in_refused'));
    // All five were one address's.
    expect((await signIn(login, { address: '203.0.113.60', cookie: madeUp })).code).toBe('sign_in_slowed');
  });

  test('at the same moment are counted one by one: of twenty five are heard', async () => {
    const { login } = await addStaff(context, 'moderator');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => wrong(login, '203.0.113.70', { app: i % 2 ? other : context.app })),
    );
    const codes = answers.map(({ code }) => code);
    expect(codes.filter((code) => code === 'sign_in_refused')).toHaveLength(5);
    expect(codes.filter((code) => code === 'sign_in_slowed')).toHaveLength(15);
  });

  test('of a login that nobody has are slowed down alike, so that nobody learns which there are', async () => {
    for (let i = 0; i < 5; i++) expect((await wrong('nobody-here', '203.0.113.80')).code).toBe('sign_in_refused');
    expect((await wrong('nobody-here', '203.0.113.80')).code).toBe('sign_in_slowed');
  });

  test('from one household are one, whatever end of its network is used', async () => {
    const { login } = await addStaff(context, 'moderator');
    for (let i = 0; i < 5; i++) await wrong(login, `2001:db8:1:2::${i}`);
    expect((await signIn(login, { address: '2001:db8:1:2:ffff::1' })).code).toBe('sign_in_slowed');
    expect((await signIn(login, { address: '2001:db8:1:3::1' })).status).toBe(200);
  });

  test('leave no login and no address behind, and are forgotten after an hour', async () => {
    await wrong('somebody@example.kg', '203.0.113.90');
    const rows = await query<{ row: string }>(context.database, 'select t::text as row from sign_in_tries t');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/somebody|203\.0\.113|example/);
    await context.database.script("update sign_in_tries set tried_at = now() - interval '61 minutes'");
    for (let i = 0; i < 4; i++) await wrong('somebody@example.kg', '203.0.113.91');
    await forgetTries(context.database);
    const [left] = await query<{ count: number }>(
      context.database,
      'select count(*)::integer as count from sign_in_tries',
    );
    // Of the four tries just made: that of the address, and that of the account.
    expect(left!.count).toBe(2);
  });
});

test('the password again for a change of the account is counted apart from signing in', async () => {
  const staff = await addStaff(context, 'official');
  const from = { 'x-forwarded-for': '203.0.113.99' };
  for (let i = 0; i < 6; i++) await wrong(staff.login, '203.0.113.99');
  const change = (password: string) => staff.ask('POST', '/api/staff/me/totp', { password }, from);
  expect((await change(PASSWORD)).status).toBe(200);
  for (let i = 0; i < 5; i++) expect((await change('not the password')).body.code).toBe('sign_in_refused');
  const slowed = await change(PASSWORD);
  expect([slowed.status, slowed.body.code]).toEqual([429, 'sign_in_slowed']);
});
