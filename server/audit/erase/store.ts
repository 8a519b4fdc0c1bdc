import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { uuidOrNull } from '../../http/ids.ts';
import { problem } from '../../http/problem.ts';
import { eraseContact, eraseValues, recordAudit, type AuditActor } from '../store.ts';

const selectReport = statement<{ id: string | null; code: string }, { id: string }>('audit/find_report');
const eraseNotes = statement<{ report: string }>('audit/erase_notes');

/**
 * Erases for good what the audit log, contact and notes know of a person behind a report; `text` is its id or code. The chain
 * stays verifiable. Throws report_not_found.
 */
export function eraseReport(database: Database, actor: AuditActor, text: string) {
  return database.transact(async (sql) => {
    const report = await reportIdOf(sql, text);
    const contact = await eraseContact(sql, report);
    const values = await eraseValues(sql, 'report', report);
    const notes = (await sql.run(eraseNotes, { report })).length;
    await recordAudit(sql, actor, { action: 'report.erased', subject: 'report', subjectId: report });
    return { contact, values, notes };
  });
}

async function reportIdOf(sql: Sql, text: string): Promise<string> {
  const [row] = await sql.run(selectReport, { id: uuidOrNull(text), code: text });
  if (!row) throw problem('report_not_found');
  return row.id;
}
