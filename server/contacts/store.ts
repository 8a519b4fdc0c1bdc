import { recordAudit, type AuditActor } from '../audit/store.ts';
import type { Actor } from '../auth/rules.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { problem } from '../http/problem.ts';
import { openContact, seal, sealContact, unseal, type ContactKeys, type Sealed } from './rules.ts';

/** Sealed anew in one transaction at most. */
const PAGE_CONTACTS = 1000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

type Stored = Sealed & { id: string; bound: string };
interface Unsealed {
  reportId: string;
  code: string;
  name: string | null;
  phone: string | null;
  consentedAt: string;
}

const selectContact = statement<
  { limitAreas: readonly number[] | null; id: string },
  { code: string; sealed: Buffer | null; keyId: string | null; consentedAt: string | null }
>('contacts/find');
const removeContact = statement<{ report: string }, { report_id: string }>('contacts/delete');
const lockUnsealed = statement<{ limit: number }, Unsealed>('contacts/lock_unsealed');
const keepSealed = statement<{ contacts: string }>('contacts/keep_sealed');
type OtherKeys = { keyId: string; after: string; limit: number };
/** Where what is sealed lies: how those under other keys are found, and how they are kept anew. */
const SHELVES = [
  [statement<OtherKeys, Stored>('contacts/other_keys'), statement<{ sealed: string }>('contacts/reseal')],
  [statement<OtherKeys, Stored>('notices/other_keys'), statement<{ sealed: string }>('notices/reseal')],
] as const;
const countByKey = statement<object, { keyId: string; contacts: number }>('contacts/count_by_key');

/** Name and phone of a report within the actor's areas, null when none were left. Who looked is logged. Throws report_not_found and contact_locked. */
export function readContact(database: Database, keys: ContactKeys, actor: Actor & AuditActor, id: string) {
  return database.transact(async (sql) => {
    const [row] = await sql.run(selectContact, { limitAreas: actor.areaIds, id });
    if (!row) throw problem('report_not_found');
    const { code, sealed, keyId, consentedAt } = row;
    if (sealed === null || keyId === null || consentedAt === null) return null;
    const { name, phone } = openContact(keys, code, { sealed, keyId });
    await recordAudit(sql, actor, { action: 'report.contact_read', subject: 'report', subjectId: id });
    return { name, phone, consentedAt };
  });
}

/** Deletes name and phone of a report, and where who sent it wished to hear of it. Whether there were a name or phone. */
export async function deleteContact(sql: Sql, report: string): Promise<boolean> {
  return (await sql.run(removeContact, { report })).length > 0;
}

/**
 * Seals what was stored before names and phones were encrypted, and leaves no page of the readable table. Run at every start; gives how
 * many they were. Of two processes that start together the second finds nothing left to do.
 */
export async function sealReadable(database: Database, keys: ContactKeys): Promise<number> {
  let total = 0;
  for (;;) {
    const sealed = await database.transact(async (sql) => {
      const rows = await sql.run(lockUnsealed, { limit: PAGE_CONTACTS });
      if (rows.length === 0) return 0;
      const contacts = rows.map(({ reportId, code, consentedAt, ...contact }) => ({
        reportId,
        ...asHex(sealContact(keys, code, contact)),
        consentedAt,
      }));
      await sql.run(keepSealed, { contacts: JSON.stringify(contacts) });
      return rows.length;
    });
    total += sealed;
    if (sealed > 0) continue;
    // Deleted rows stay in the file until somebody tidies up; this empties it.
    if (total > 0) await database.script('truncate report_contacts_unsealed');
    return total;
  }
}

/**
 * Seals anew under the current key what is sealed under an older one: names and phones, and addresses of those who follow their report.
 * Gives how many were, and how many no known key opens.
 */
export async function resealContacts(
  database: Database,
  keys: ContactKeys,
): Promise<{ resealed: number; locked: number }> {
  const done = { resealed: 0, locked: 0 };
  for (const [lockOtherKeys, updateSealed] of SHELVES) {
    for (let after = FIRST_ID; ;) {
      const page = await database.transact(async (sql) => {
        const rows = await sql.run(lockOtherKeys, { keyId: keys.current.id, after, limit: PAGE_CONTACTS });
        const known = rows.filter(({ keyId }) => keys.byId.has(keyId));
        const sealed = known.map((row) => ({
          id: row.id,
          ...asHex(seal(keys, row.bound, unseal(keys, row.bound, row))),
        }));
        await sql.run(updateSealed, { sealed: JSON.stringify(sealed) });
        return { last: rows.at(-1)?.id, resealed: known.length, locked: rows.length - known.length };
      });
      if (page.last === undefined) break;
      done.resealed += page.resealed;
      done.locked += page.locked;
      after = page.last;
    }
  }
  return done;
}

/** How many contacts are sealed under each key, and whether the configuration has it. */
export async function contactsByKey(sql: Sql, keys: ContactKeys) {
  const rows = await sql.run(countByKey, {});
  return rows.map((row) => ({
    ...row,
    key: row.keyId === keys.current.id ? 'current' : keys.byId.has(row.keyId) ? 'older' : 'missing',
  }));
}

/** As JSON carries it to a statement. */
function asHex({ sealed, keyId }: Sealed): { sealed: string; keyId: string } {
  return { sealed: sealed.toString('hex'), keyId };
}
