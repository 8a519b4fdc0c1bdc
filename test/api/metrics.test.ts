import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

const CONTACT = { phone: '+996555000001', consent: true } as const;
const read = async (app = context.app) => (await app.inject('/metrics')).payload;
/** The value of a line, which begins with a name and its labels. */
const valueOf = (text: string, line: string) =>
  Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))!
      .split(' ')
      .at(-1),
  );

/** Another process on the same database, whose job runs as it starts. */
async function started(): Promise<string> {
  const app = await buildApp(context.config, context.database);
  try {
    await app.ready();
    await expect.poll(() => read(app)).toMatch(/^alai_retention_last_run_timestamp_seconds \d/m);
    return await read(app);
  } finally {
    await app.close();
  }
}

describe('whoever watches the server', () => {
  test('reads when the job of retention ran, how long it took, and what it deleted of each kind', async () => {
    const { id } = await send(context.app, { contact: CONTACT });
    await context.database.script(
      `update reports set status = 'resolved', resolved_at = now() - interval '91 days', reported_at = now() - interval '92 days' where id = '${id}'`,
    );
    const text = await started();
    expect(Math.abs(valueOf(text, 'alai_retention_last_run_timestamp_seconds') - Date.now() / 1000)).toBeLessThan(600);
    expect(valueOf(text, 'alai_retention_last_success_timestamp_seconds')).toBeGreaterThan(0);
    expect(valueOf(text, 'alai_retention_last_run_seconds')).toBeGreaterThan(0);
    expect(valueOf(text, 'alai_retention_failed_runs_total')).toBe(0);
    expect(valueOf(text, 'alai_retention_erased_total{kind="contacts"}')).toBe(1);
    expect(valueOf(text, 'alai_retention_erased_total{kind="reports"}')).toBe(0);
  });

  test('sees that a part of it failed; the other parts went on', async () => {
    const { id } = await send(context.app, { contact: CONTACT });
    await context.database.script(`
      update reports set status = 'resolved', resolved_at = now() - interval '91 days' where id = '${id}';
      alter table search_words rename to search_words_elsewhere`);
    try {
      const text = await started();
      expect(valueOf(text, 'alai_retention_failed_runs_total')).toBe(1);
      expect(text).not.toMatch(/^alai_retention_last_success_timestamp_seconds /m);
      expect(valueOf(text, 'alai_retention_erased_total{kind="contacts"}')).toBe(1);
    } finally {
      await context.database.script('alter table search_words_elsewhere rename to search_words');
    }
  });

  test('sees how many names and phones wait for a new key, and how many no key opens', async () => {
    await send(context.app, { contact: CONTACT });
    const before = await read();
    expect(valueOf(before, 'alai_contacts{key="current"}')).toBe(1);
    const another = { ...context.config, contactKey: 'x'.repeat(40), oldContactKeys: [context.config.contactKey] };
    const app = await buildApp(another, context.database);
    expect(valueOf(await read(app), 'alai_contacts{key="older"}')).toBe(1);
    await app.close();
    const lost = await buildApp({ ...another, oldContactKeys: [] }, context.database);
    expect(valueOf(await read(lost), 'alai_contacts{key="missing"}')).toBe(1);
    await lost.close();
  });

  test('sits on this machine, or has the token: for everybody else there is no such page', async () => {
    const from = (remoteAddress: string, headers = {}, app = context.app) =>
      app.inject({ url: '/metrics', remoteAddress, headers });
    expect((await from('127.0.0.1')).statusCode).toBe(200);
    expect((await from('::1')).statusCode).toBe(200);
    expect((await from('203.0.113.7')).json().code).toBe('not_found');
    // What comes by way of a proxy is from elsewhere, whoever it says it is.
    const behind = await buildApp({ ...context.config, trustProxy: true }, context.database);
    for (const app of [context.app, behind])
      for (const header of ['x-forwarded-for', 'forwarded'])
        expect((await from('127.0.0.1', { [header]: '127.0.0.1, 203.0.113.7' }, app)).statusCode).toBe(404);
    expect((await from('127.0.0.1', {}, behind)).statusCode).toBe(200);
    await behind.close();
    const metricsToken = 'token-of-whoever-watches-the-server';
    const app = await buildApp({ ...context.config, metricsToken }, context.database);
    expect((await from('127.0.0.1', {}, app)).statusCode).toBe(404);
    expect((await from('203.0.113.7', { authorization: 'Bearer wrong' }, app)).statusCode).toBe(404);
    expect((await from('203.0.113.7', { authorization: `Bearer ${metricsToken}` }, app)).statusCode).toBe(200);
    await app.close();
  });
});
