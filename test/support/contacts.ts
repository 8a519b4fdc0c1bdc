import { contactKeys, openContact, type Contact, type Sealed } from '../../server/contacts/rules.ts';
import { query, type TestDatabase } from './database.ts';

/** Names and phones as they are stored, and opened with the keys of the configuration. */
export async function storedContacts({
  database,
  config,
}: TestDatabase): Promise<(Sealed & { reportId: string; code: string; contact: Contact })[]> {
  const rows = await query<Sealed & { reportId: string; code: string }>(
    database,
    `select c.report_id as "reportId", r.code, c.sealed, c.key_id as "keyId"
     from report_contacts c join reports r on r.id = c.report_id order by r.reported_at, r.id`,
  );
  const keys = contactKeys(config);
  return rows.map((row) => ({ ...row, contact: openContact(keys, row.code, row) }));
}
