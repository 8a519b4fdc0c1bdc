import { deleteContact } from '../../contacts/store.ts';
import type { Database } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { recordAudit, reportIdOf, type AuditActor } from '../store.ts';

/** How much of some reports went: exact places or texts that became the published ones, values of the audit log, staff notes, photos. */
interface Gone {
  places: number;
  values: number;
  notes: number;
  photos: number;
}

const makePublished = statement<{ reports: string[] }, Gone>('audit/erase_unpublished');

/**
 * Erases for good what is kept of a report beyond what is published of it, its contact too; `text` is its id or code. The exact place
 * becomes the published one. The chain stays verifiable. Throws report_not_found.
 */
export function eraseReport(database: Database, actor: AuditActor, text: string) {
  return database.transact(async (sql) => {
    const report = await reportIdOf(sql, text);
    const contact = await deleteContact(sql, report);
    const { values, notes, photos } = (await sql.run(makePublished, { reports: [report] }))[0]!;
    await recordAudit(sql, actor, { action: 'report.erased', subject: 'report', subjectId: report });
    return { contact, values, notes, photos };
  });
}
