import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../server/config.ts';
import { newPushKeys } from '../../server/notices/rules.ts';
import { startFollowing, type Following, type Mine } from '../support/followers.ts';
import { startPushService, type Phone, type PushService } from '../support/push-service.ts';
import { send } from '../support/reports.ts';

let service: PushService;
let own: Following;
beforeAll(async () => {
  service = await startPushService();
  own = await startFollowing({ push: service.config });
});
afterAll(async () => {
  await own.close();
  await service.close();
});
beforeEach(() => service.answer(201));

const put = (report: Mine, subscription: object, language = 'ky') =>
  own.mine(report, 'PUT', '/notices/push', { ...subscription, language });
const standing = async (report: Mine) => (await own.mine(report, 'GET')).body.notices.push;
async function followed(body: object = {}, language = 'ky'): Promise<{ report: Mine; phone: Phone }> {
  const [report, phone] = [await send(own.context.app, body), service.phone()];
  expect((await put(report, phone.subscription, language)).status).toBe(204);
  return { report, phone };
}

test('the phone is told of a change, encrypted for it, signed by this server, and of nothing but the number', async () => {
  expect((await own.context.get('/api/config')).body.notices).toEqual({
    mail: true,
    pushKey: service.config.publicKey,
  });
  const { report, phone } = await followed({
    category: 'WATER_CUT',
    description: 'Үйүмдө суу жок',
    contact: { name: 'Айгүл Үлгү', consent: true },
  });
  expect(await standing(report)).toBe('on');
  await own.moved(report.id, 'verified');
  await own.moved(report.id, 'in_progress');
  await own.round(4);
  expect(phone.told).toEqual([
    {
      title: 'Алай картасы',
      body: `№ ${report.code} билдирүүңүздүн абалы өзгөрдү: Аткарылууда.`,
      code: report.code,
      language: 'ky',
    },
  ]);
  const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = phone.raw;
  expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: String(3 * 24 * 3600), urgency: 'normal' });
  expect(headers.topic).toMatch(/^[\w-]{32}$/);
  expect(body.includes(report.code)).toBe(false);
  await own.round(60);
  expect(phone.told).toHaveLength(1);
});

test('in the language asked for; a later phone takes the place of the first; one tap ends it', async () => {
  const { report, phone } = await followed({}, 'en');
  const second = service.phone();
  await put(report, second.subscription, 'ru');
  await own.act(report.id, 'POST', 'questions', { text: 'Кайсы жагында?' });
  await own.round(4);
  expect([phone.told, second.told]).toMatchObject([
    [],
    [{ title: 'Карта Алая', body: `По вашему сообщению № ${report.code} есть вопрос к вам.` }],
  ]);
  await own.moved(report.id, 'verified');
  expect((await own.mine(report, 'DELETE', '/notices/push')).status).toBe(204);
  await own.round(4);
  expect([second.told.length, await standing(report), await own.kept(report)]).toEqual([1, 'off', 0]);
});

test('a phone that is gone is forgotten; a service that is away is asked again, and leads nowhere else', async () => {
  for (const status of [404, 410]) {
    const { report } = await followed();
    await own.moved(report.id, 'verified');
    service.answer(status);
    await own.round(4);
    expect([status, await own.kept(report), await own.waiting()]).toEqual([status, 0, 0]);
    service.answer(201);
  }
  const { report, phone } = await followed();
  await own.moved(report.id, 'verified');
  own.logged.length = 0;
  service.answer(503);
  await own.round(4);
  service.answer(307);
  await own.round(6);
  expect(own.logged).toMatchObject([
    { channel: 'push', tries: 1, code: 'push_refused', response: 503 },
    { channel: 'push', tries: 2, response: null },
  ]);
  expect(JSON.stringify(own.logged)).not.toContain(phone.subscription.endpoint.split('/').at(-1));
  expect(service.strays).toEqual([]);
  service.answer(201);
  await own.round(10);
  expect(phone.told).toHaveLength(1);
});

test('a change is told by mail and on the phone, each for itself', async () => {
  const report = await own.followed();
  const phone = service.phone();
  await put(report, phone.subscription);
  await own.moved(report.id, 'verified');
  own.mailbox.behave('busy');
  await own.round(4);
  expect(phone.told).toHaveLength(1);
  own.mailbox.behave('normal');
  await own.round(6);
  await own.mailbox.arrived(report.address, 2);
  expect(phone.told).toHaveLength(1);
});

test('no address that a client makes up is ever asked', async () => {
  const report = await send(own.context.app);
  const { keys } = service.phone().subscription;
  for (const endpoint of [
    'http://fcm.googleapis.com/fcm/send/x',
    'https://example.kg/push',
    'https://127.0.0.1/push',
    'https://[::1]/push',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/push',
    `${service.origin}.example.kg/push`,
    service.origin.replace('http:', 'https:'),
    `${service.origin.replace('//', '//fcm.googleapis.com@')}/push`,
    service.origin.replace(/\d+$/, '1'),
    'file:///etc/passwd',
    'fcm.googleapis.com',
    '',
  ]) {
    const answer = await put(report, { endpoint, keys });
    expect([answer.status, answer.body.code], endpoint).toEqual([400, 'push_service_unknown']);
  }
  const { endpoint } = service.phone().subscription;
  const auth = keys.auth;
  for (const wrong of [
    { p256dh: keys.p256dh, auth: 'AAAA' },
    { p256dh: keys.p256dh, auth: '=' },
    { p256dh: 'AAAA', auth },
    { p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url'), auth },
    { p256dh: `${keys.p256dh}=`, auth },
  ])
    expect((await put(report, { endpoint, keys: wrong })).body.code).toBe('push_subscription_malformed');
  // Written down they take many times their number of letters.
  for (const letter of ['\u{1F4EE}', '\u0001', '\n', ' ']) {
    const strange = await put(report, { endpoint: `${service.origin}/${letter.repeat(990)}`, keys });
    expect([strange.status, strange.body.code], letter).toEqual([400, 'push_subscription_malformed']);
  }
  const tooLong = await put(report, { endpoint: `${service.origin}/${'x'.repeat(2000)}`, keys });
  expect(tooLong.body.code).toBe('invalid_input');
  const other = await send(own.context.app);
  expect((await put({ ...report, manageToken: other.manageToken }, { endpoint, keys })).status).toBe(403);
  expect([await own.kept(report), service.strays]).toEqual([0, []]);
});

test('what a browser uses now is known, and keys that are no pair end the start in one sentence', () => {
  const pair = Object.fromEntries(newPushKeys().map((line) => line.split('=')));
  const load = (environment: Record<string, string>) =>
    loadConfig({ DATA_DIR: own.context.config.dataDir, ...environment }).push;
  const all = { ...pair, VAPID_SUBJECT: 'mailto:map@example.kg' } as Record<string, string>;
  expect(load({})).toBeNull();
  expect(load({ ...all, SERVICE_WORKER: 'off' })).toBeNull();
  expect(load(all)!.services).toEqual([
    'fcm.googleapis.com',
    'updates.push.services.mozilla.com',
    '*.push.apple.com',
    '*.notify.windows.com',
  ]);
  expect(load({ ...all, PUSH_SERVICES: 'push.example.org' })!.services).toEqual(['push.example.org']);
  const other = Object.fromEntries(newPushKeys().map((line) => line.split('=')));
  expect(() => load(pair)).toThrow('needed together');
  expect(() => load({ ...all, VAPID_PUBLIC_KEY: other.VAPID_PUBLIC_KEY! })).toThrow('not a pair');
  expect(() => load({ ...all, VAPID_PRIVATE_KEY: 'x' })).toThrow('not a pair');
  expect(() => load({ ...all, VAPID_SUBJECT: 'map@example.kg' })).toThrow(/^VAPID_SUBJECT must/);
  for (const services of ['*', '127.0.0.1', 'http://10.0.0.1:80', 'https://push.example.org', 'a,b'])
    expect(() => load({ ...all, PUSH_SERVICES: services }), services).toThrow(/^PUSH_SERVICES must/);
});
