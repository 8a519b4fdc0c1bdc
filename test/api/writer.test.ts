import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contactKeys } from '../../server/contacts/rules.ts';
import { reportWriter, type ReportToStore } from '../../server/reports/store.ts';
import { storedContacts } from '../support/contacts.ts';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';
import { IN_ALAI_1 } from '../support/reports.ts';

let context: TestDatabase;
let store: ReturnType<typeof reportWriter>;
beforeAll(async () => {
  context = await testDatabase();
  store = reportWriter(context.database, contactKeys(context.config));
});
afterAll(() => context.close());

const [lng, lat] = IN_ALAI_1;
const toStore = (draft: Partial<ReportToStore['draft']> = {}, more: Partial<ReportToStore> = {}): ReportToStore => ({
  key: randomUUID(),
  bodyHash: randomBytes(32),
  manageTokenHash: randomBytes(32),
  addressHash: null,
  ...more,
  draft: {
    ...{ category: 'ROAD', kind: 'ROAD_MUD', lng, lat, askedArea: null, precision: 'exact', landmark: null },
    ...{ description: null, households: null, observedAt: null, language: 'ky', contact: null },
    ...draft,
  },
});
const count = async (table: string) =>
  (await query<{ n: number }>(context.database, `select count(*)::integer as n from ${table}`))[0]!.n;

describe('reports that arrive at the same time', () => {
  test('share a transaction, and one that the database refuses fails none of its neighbours', async () => {
    const reports = Array.from({ length: 20 }, (_, number) => toStore({ households: number + 1 }));
    // The routes would not let these through; the table itself has the last word.
    reports[7] = toStore({ households: 201 });
    reports[13] = toStore({ category: 'NOWHERE', kind: null });
    const outcomes = await Promise.allSettled(reports.map(store));
    expect(outcomes.flatMap(({ status }, number) => (status === 'rejected' ? [number] : []))).toEqual([7, 13]);
    expect((outcomes[13] as PromiseRejectedResult).reason).toMatchObject({ code: 'category_unknown' });
    expect(await count('reports')).toBe(18);
    expect(await count('report_history')).toBe(18);
    // A refused report leaves its key free: mended, it can be sent again.
    expect(await count('idempotency_keys')).toBe(18);
    const answers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [JSON.parse(outcome.value)] : []));
    expect(answers.map(({ report }) => report.properties.households)).toEqual(
      reports.flatMap(({ draft }, number) => (number === 7 || number === 13 ? [] : [draft.households])),
    );
  });

  test('of one key are one report: the same body hears the same answer, another body is refused', async () => {
    const first = toStore();
    const other = toStore({}, { key: first.key });
    const before = await count('reports');
    const outcomes = await Promise.allSettled([store(toStore()), ...[first, first, other, first].map(store)]);
    const own = outcomes
      .slice(1)
      .map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason.code));
    expect(await count('reports')).toBe(before + 2);
    // Whichever of the two bodies was first.
    expect([3, 1]).toContain(own.filter((answer) => answer !== 'idempotency_key_reused').length);
    expect(new Set(own).size).toBe(2);
  });

  test('keep name and phone apart, only where they were given', async () => {
    const contact = { name: 'Үлгү', phone: null };
    await Promise.all([store(toStore()), store(toStore({ contact })), store(toStore())]);
    expect((await storedContacts(context)).map((stored) => stored.contact)).toEqual([contact]);
  });

  test('whose tracking code is taken leave nothing behind, so that they can be sent with another', async () => {
    const { code } = JSON.parse(await store(toStore()));
    const [before, key] = [await count('reports'), randomUUID()];
    const draft = { ...toStore().draft, key, code, channel: 'web', bodyHash: '00', manageTokenHash: '00' };
    const again = await query(context.database, 'select * from create_reports($1::json)', [JSON.stringify([draft])]);
    expect(again).toEqual([]);
    expect(await count('reports')).toBe(before);
    expect(await query(context.database, 'select from idempotency_keys where key = $1', [key])).toEqual([]);
  });
});

test('a report whose key another server is just using waits and hears the same answer', async () => {
  const report = toStore();
  const elsewhere = reportWriter(context.database, contactKeys(context.config));
  const [here, there] = await Promise.all([store(report), elsewhere(report)]);
  expect(there).toBe(here);
});
