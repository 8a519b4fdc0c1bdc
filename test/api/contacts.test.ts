import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../server/app.ts';
import { runContacts } from '../../server/contacts/command.ts';
import { contactKeys } from '../../server/contacts/rules.ts';
import { sealReadable } from '../../server/contacts/store.ts';
import { storedContacts } from '../support/contacts.ts';
import { query, testApp, type TestApp } from '../support/database.ts';
import { send } from '../support/reports.ts';
import { addStaff, type Staff } from '../support/staff.ts';

const CONTACT = { name: 'Айгүл Үлгү', phone: '+996 555 000 111' };
const NEW_KEY = 'another-secret-for-tests-only-0123456789';
let context: TestApp;
let official: Staff;
beforeAll(async () => {
  context = await testApp();
  official = await addStaff(context, 'official');
});
afterAll(() => context.close());

const readBy = async (id: string) => official.ask('GET', `/api/staff/reports/${id}/contact`);
const all = (text: string) => query<Record<string, string>>(context.database, text);

test('a name and a phone lie in the database encrypted, are read by staff with the right, and who read them is logged', async () => {
  const { id } = await send(context.app, { contact: { ...CONTACT, consent: true } });
  expect((await readBy(id)).body.contact).toMatchObject(CONTACT);
  const stored = (await storedContacts(context)).find(({ reportId }) => reportId === id)!;
  const columns = await all(`select to_jsonb(c)::text as row from report_contacts c where report_id = '${id}'`);
  expect(stored.sealed.toString('utf8') + columns[0]!.row!).not.toMatch(/Айгүл|555|name|phone/);
  const [entry] = await all(`select action, user_id from audit_log where subject_id = '${id}'`);
  expect(entry).toEqual({ action: 'report.contact_read', user_id: official.id });
  const planner = await addStaff(context, 'planner');
  expect((await planner.ask('GET', `/api/staff/reports/${id}/contact`)).body.code).toBe('not_allowed');
});

test('what was stored readable before is encrypted at the next start, once, and its table is left empty', async () => {
  const { id } = await send(context.app);
  const second = await send(context.app);
  await context.database.script(`insert into report_contacts_unsealed (report_id, name, phone, consented_at)
    values ('${id}', '${CONTACT.name}', '${CONTACT.phone}', '2026-01-02T03:04:05Z'), ('${second.id}', null, '0700', now())`);
  const keys = contactKeys(context.config);
  expect(await sealReadable(context.database, keys)).toBe(2);
  expect(await sealReadable(context.database, keys)).toBe(0);
  expect(await all('select * from report_contacts_unsealed')).toEqual([]);
  expect((await readBy(id)).body.contact).toEqual({ ...CONTACT, consentedAt: '2026-01-02T03:04:05Z' });
  expect((await readBy(second.id)).body.contact).toMatchObject({ name: null, phone: '0700' });
});

test('with a new key the old one still opens; the verb moves all under the new one; without either nobody reads them', async () => {
  const { id } = await send(context.app, { contact: { ...CONTACT, consent: true } });
  const before = (await storedContacts(context)).length;
  const { contactKey } = context.config;
  const renewed = { ...context.config, contactKey: NEW_KEY, oldContactKeys: [contactKey] };
  const said: string[] = [];
  const run = (verb: string, config: typeof renewed) =>
    runContacts(context.database, contactKeys(config), verb, (line) => said.push(line));
  const asks = async (config: typeof renewed) => {
    const app = await buildApp(config, context.database);
    try {
      const answer = await app.inject({ url: `/api/staff/reports/${id}/contact`, headers: official.headers });
      return [answer.statusCode, answer.json().code ?? answer.json().contact.phone];
    } finally {
      await app.close();
    }
  };
  expect(await asks(renewed)).toEqual([200, CONTACT.phone]);
  expect(await asks({ ...renewed, oldContactKeys: [] })).toEqual([409, 'contact_locked']);
  expect(await run('status', { ...renewed, oldContactKeys: [] })).toBe(2);
  expect(said.at(-1)).toContain('cannot be read');
  expect(await run('reseal', renewed)).toBe(0);
  expect(said).toContain(
    `Sealed ${before} names, phones and addresses anew under the current key ${contactKeys(renewed).current.id}.`,
  );
  expect(await asks({ ...renewed, oldContactKeys: [] })).toEqual([200, CONTACT.phone]);
  expect(await asks({ ...context.config, oldContactKeys: [] })).toEqual([409, 'contact_locked']);
  await expect(run('print', renewed)).rejects.toThrow('contacts print: the verbs are status and reseal.');
  // Back under the key of the other tests.
  await run('reseal', { ...context.config, oldContactKeys: [NEW_KEY] });
  expect((await storedContacts(context)).length).toBe(before);
});
