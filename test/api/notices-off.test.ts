import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../server/config.ts';
import { noticeToken } from '../../server/notices/rules.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';
import { addStaff } from '../support/staff.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

test('nothing of it is there while nothing is configured: not in the configuration, no route, no row', async () => {
  expect((await context.get('/api/config')).body).not.toHaveProperty('notices');
  expect((await context.get('/metrics')).text).not.toContain('alai_notices');
  const report = await send(context.app);
  const answer = await context.ask(
    'PUT',
    `/api/reports/${report.id}/own/notices/mail`,
    { address: 'aida@example.kg', language: 'ky' },
    { 'manage-token': report.manageToken },
  );
  expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  const staff = await addStaff(context, 'moderator');
  await staff.ask('PATCH', `/api/staff/reports/${report.id}/status`, { status: 'verified' }, { 'if-match': '1' });
  for (const table of ['report_followers', 'report_notices'])
    expect(await query(context.database, `select from ${table}`)).toHaveLength(0);
});

test('who asked while it was configured can still end it, and is told nothing meanwhile', async () => {
  const report = await send(context.app);
  const [follower] = await query<{ id: string }>(
    context.database,
    `insert into report_followers (report_id, channel, language, sealed, key_id, confirmed_at)
     values ($1, 'mail', 'ky', decode(repeat('00', 40), 'hex'), repeat('0', 16), now()) returning id`,
    [report.id],
  );
  const token = noticeToken(context.config.secretKey, 'stop', follower!.id);
  expect((await context.post(`/plain/notice?token=${token}`)).status).toBe(200);
  expect(await query(context.database, 'select from report_followers')).toHaveLength(0);
});

test('half a configuration, or a wrong one, is refused in one sentence that shows no password', () => {
  const load = (environment: Record<string, string>) =>
    loadConfig({ DATA_DIR: context.config.dataDir, ...environment }).mail;
  const all = {
    SMTP_URL: 'smtp://map:s3cret%40@mail.example.kg',
    MAIL_FROM: 'map@example.kg',
    PUBLIC_URL: 'https://map.example.kg/',
  };
  expect(load({})).toBeNull();
  expect(load({ PUBLIC_URL: all.PUBLIC_URL })).toBeNull();
  expect(load(all)).toEqual({
    host: 'mail.example.kg',
    port: 587,
    tls: 'starttls',
    login: { user: 'map', pass: 's3cret@' },
    from: 'map@example.kg',
    publicUrl: 'https://map.example.kg',
  });
  expect(load({ ...all, SMTP_URL: 'smtps://mail.example.kg', MAIL_FROM: 'Карта <map@example.kg>' })).toMatchObject({
    port: 465,
    tls: 'always',
    login: null,
  });
  expect(load({ ...all, SMTP_URL: 'smtp://relay:25?tls=off' })).toMatchObject({ port: 25, tls: 'off' });
  expect(load({ ...all, SMTP_URL: 'smtp://[::1]:2525' })).toMatchObject({ host: '::1', tls: 'off' });
  expect(() => load({ SMTP_URL: all.SMTP_URL, MAIL_FROM: all.MAIL_FROM })).toThrow('needed together');
  for (const wrong of [
    { SMTP_URL: 'http://s3cret@mail.example.kg' },
    { SMTP_URL: 'smtp://s3cret@mail.example.kg?rejectUnauthorized=false&tls=no' },
    { SMTP_URL: 'smtp://s3cret@mail.example.kg?ignoreTLS=true' },
    { SMTP_URL: 's3cret' },
    { MAIL_FROM: 'map' },
    { MAIL_FROM: 'map@example.kg>' },
    { MAIL_FROM: 'a <map@example.kg>\r\nBcc: s3cret@example.kg' },
    { PUBLIC_URL: 'map.example.kg' },
    { PUBLIC_URL: 'https://map.example.kg/path' },
  ]) {
    const [name] = Object.keys(wrong);
    expect(() => load({ ...all, ...wrong }), JSON.stringify(wrong)).toThrow(new RegExp(`^${name} must`));
    if (name === 'SMTP_URL') expect(() => load({ ...all, ...wrong })).not.toThrow(/s3cret/);
  }
});
