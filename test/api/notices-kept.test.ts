import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseReport } from '../../server/audit/erase/store.ts';
import { runContacts } from '../../server/contacts/command.ts';
import { contactKeys } from '../../server/contacts/rules.ts';
import { deliver } from '../../server/notices/deliver.ts';
import { deliveryOf } from '../../server/notices/job.ts';
import { postOf } from '../../server/notices/mail.ts';
import { daysBefore } from '../../server/retention/rules.ts';
import { enforceRetention } from '../../server/retention/store.ts';
import { startFollowing, type Following } from '../support/followers.ts';
import { send } from '../support/reports.ts';

const MINUTE = 60_000;
let own: Following;
beforeAll(async () => {
  own = await startFollowing();
});
afterAll(() => own.close());

describe('a mail server that takes nothing', () => {
  test('and always has something more to say is left alone after a while', async () => {
    let ended = () => {};
    const left = new Promise<void>((resolve) => (ended = resolve));
    const server = createServer((socket) => {
      socket.write('220 mail.example.kg\r\n');
      const talk = setInterval(() => socket.write('250-and another thing\r\n'), 20);
      socket
        .on('error', () => {})
        .on('close', () => {
          clearInterval(talk);
          ended();
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const letter = { subject: 'x', text: 'x', messageId: '<x@example.kg>', headers: {} };
    const sent = postOf({ ...own.mailbox.config, port }, 400)('aida@example.kg', letter);
    await expect(sent).rejects.toMatchObject({ code: 'EABORT' });
    await left;
    server.close();
  });

  test('is asked again after growing pauses, given up after a day, and the log does not name the address', async () => {
    const report = await own.followed();
    await own.moved(report.id, 'verified');
    own.mailbox.behave('busy');
    own.logged.length = 0;
    for (const minutes of [4, 4.5, 5.5, 6, 8]) await own.round(minutes);
    expect(own.logged.map((line: any) => line.tries)).toEqual([1, 2, 3]);
    expect(own.logged[0]).toEqual({ channel: 'mail', tries: 1, givenUp: false, code: 'EENVELOPE', response: 451 });
    await own.round(25 * 60);
    expect(own.logged.at(-1)).toMatchObject({ givenUp: true });
    expect(JSON.stringify(own.logged)).not.toMatch(/follower|example/);
    expect([await own.waiting(), await own.standing(report)]).toEqual([0, 'on']);
    own.mailbox.behave('normal');
    await own.moved(report.id, 'in_progress');
    await own.round(26 * 60);
    expect((await own.mailbox.arrived(report.address, 2)).text).toContain('Аткарылууда');
  });

  test('what a process took and did not send before it died is sent by another, once it may', async () => {
    const report = await own.followed();
    await own.moved(report.id, 'verified');
    // Dies between taking and sending.
    const senders = { mail: () => new Promise<never>(() => {}) };
    void deliver({ ...deliveryOf(own.context.app), senders }, () => new Date(Date.now() + 4 * MINUTE));
    await expect.poll(async () => (await own.rows('select from report_followers where tries > 0')).length).toBe(1);
    await own.round(5);
    expect(own.mailbox.to(report.address)).toHaveLength(1);
    await own.round(10);
    expect((await own.mailbox.arrived(report.address, 2)).text).toContain('Текшерилди');
    expect(await own.waiting()).toBe(0);
  });

  test('shows in the numbers of the server, which name nobody', async () => {
    const { text, headers } = await own.context.get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toMatch(/^alai_notices_waiting\{channel="mail"\} 0$/m);
    expect(text).toMatch(/^alai_notices_total\{channel="mail",outcome="sent"\} \d+$/m);
    expect(text).not.toContain('@');
  });

  test('a server that ends finishes the letter it is sending and begins no other', async () => {
    const reports = [await own.followed(), await own.followed()];
    for (const { id } of reports) await own.moved(id, 'verified');
    const sent = () => reports.flatMap(({ address }) => own.mailbox.to(address)).length - 2;
    await own.round(4, { goesOn: () => sent() === 0 });
    expect(sent()).toBe(1);
    await own.round(4);
    expect(sent()).toBe(2);
  });

  test('two processes at once send one letter', async () => {
    const report = await own.followed();
    await own.moved(report.id, 'verified');
    await Promise.all([own.round(4), own.round(4), own.round(4)]);
    await own.round(30);
    expect(own.mailbox.to(report.address)).toHaveLength(2);
  });
});

describe('the address', () => {
  test('lies in the database encrypted, and moves to a new key with names and phones', async () => {
    const report = await own.followed();
    const stored = await own.rows(
      `select to_jsonb(f)::text || encode(f.sealed, 'escape') as text from report_followers f`,
    );
    expect(stored.map(({ text }) => text).join()).not.toMatch(/follower-|example/);
    const renewed = {
      contactKey: 'another-secret-for-tests-only-0123456789',
      oldContactKeys: [own.context.config.contactKey],
    };
    await runContacts(own.context.database, contactKeys(renewed), 'reseal', () => {});
    expect(
      await runContacts(own.context.database, contactKeys({ ...renewed, oldContactKeys: [] }), 'status', () => {}),
    ).toBe(0);
    await own.moved(report.id, 'verified');
    own.logged.length = 0;
    await own.round(4);
    expect(own.logged).toMatchObject([{ code: 'contact_locked' }]);
    await own.round(6, { keys: contactKeys({ ...renewed, oldContactKeys: [] }) });
    await own.mailbox.arrived(report.address, 2);
    const back = { contactKey: own.context.config.contactKey, oldContactKeys: [renewed.contactKey] };
    await runContacts(own.context.database, contactKeys(back), 'reseal', () => {});
  });

  test('goes with name and phone, with the report that is withdrawn or erased, and by itself in time', async () => {
    const [contact, withdrawn, erased, closed, open] = [
      await own.followed({ contact: { phone: '+996555000111', consent: true } }),
      await own.followed(),
      await own.followed(),
      await own.followed(),
      await own.followed(),
    ];
    for (const report of [contact, withdrawn, erased]) await own.moved(report.id, 'verified');
    await own.mine(contact, 'DELETE', '/contact');
    await own.mine(withdrawn, 'DELETE');
    await eraseReport(own.context.database, { userId: null, via: 'console' }, erased.code);
    expect(await Promise.all([contact, withdrawn, erased, closed].map(own.kept))).toEqual([0, 0, 0, 1]);
    expect(await own.waiting()).toBe(0);
    await own.moved(closed.id, 'resolved');
    const asked = await send(own.context.app);
    await own.ask(asked, 'never-confirmed@example.kg');
    const runIn = (days: number) => enforceRetention(own.context.database, daysBefore(new Date(), -days), 28_800);
    await runIn(1);
    expect(await Promise.all([asked, closed].map(own.kept))).toEqual([1, 1]);
    await runIn(3);
    expect(await Promise.all([asked, closed].map(own.kept))).toEqual([0, 1]);
    await runIn(91);
    expect(await Promise.all([closed, open].map(own.kept))).toEqual([0, 1]);
    await runIn(731);
    expect(await own.kept(open)).toBe(0);
  });
});
