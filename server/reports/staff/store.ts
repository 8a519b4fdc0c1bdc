import { recordAudit } from '../../audit/store.ts';
import type { Actor } from '../../auth/rules.ts';
import type { StaffHistory } from '../../contract/staff-reports.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import type { Filter } from '../../filters/rules.ts';
import { problem } from '../../http/problem.ts';
import type { Cursor } from '../store.ts';
import { differences, type HistoryLine, type LastChange, type Plan, type ReportState } from './rules.ts';

/** Every statement here takes the areas its reader is limited to; null is everywhere. */
interface Limited {
  limitAreas: readonly number[] | null;
}
type ById = Limited & { id: string };
type StaffFilter = Filter & { hidden: boolean | null; waiting: boolean | null };

const selectList = statement<
  Limited & StaffFilter & { afterTime: string | null; afterId: string | null; limit: number },
  { report: string; id: string; reportedAt: string }
>('staff_reports/list');
const selectOne = statement<ById, { report: string }>('staff_reports/one');
const lockReport = statement<ById, ReportState & { version: number }>('staff_reports/lock');
const updateReport = statement<
  ById & ReportState,
  { version: number; precision: ReportState['precision']; within: boolean }
>('staff_reports/update');
const insertHistory = statement<HistoryLine & { reportId: string; auditId: number }>('staff_reports/insert_history');
const selectChangesSince = statement<
  ById & { version: number },
  { version: number; at: string; by: string | null; action: string; fields: string[] }
>('staff_reports/changes_since');
const selectLastChange = statement<ById, LastChange>('staff_reports/last_change');
const selectHistory = statement<ById, StaffHistory['history'][number]>('staff_reports/history');
const selectContact = statement<
  ById,
  { id: string; name: string | null; phone: string | null; consentedAt: string | null }
>('staff_reports/contact');

const limitOf = (actor: Actor): Limited => ({ limitAreas: actor.areaIds });

/** Up to `limit` reports within the actor's areas as JSON texts, newest first, and the cursor of the next page. */
export async function listStaffReports(
  sql: Sql,
  actor: Actor,
  filter: StaffFilter,
  cursor: Cursor | null,
  limit: number,
): Promise<{ reports: string[]; next: Cursor | null }> {
  const rows = await sql.run(selectList, {
    ...limitOf(actor),
    ...filter,
    afterTime: cursor?.afterTime ?? null,
    afterId: cursor?.afterId ?? null,
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    reports: page.map((row) => row.report),
    next: rows.length > limit && last ? { afterTime: last.reportedAt, afterId: last.id } : null,
  };
}

/** One report within the actor's areas as JSON text; throws report_not_found. */
export async function findStaffReport(sql: Sql, actor: Actor, id: string): Promise<string> {
  const [row] = await sql.run(selectOne, { ...limitOf(actor), id });
  if (!row) throw problem('report_not_found');
  return row.report;
}

/** Everything that happened to a report, newest first; throws report_not_found. */
export async function staffHistory(sql: Sql, actor: Actor, id: string): Promise<StaffHistory['history']> {
  await findStaffReport(sql, actor, id);
  return sql.run(selectHistory, { ...limitOf(actor), id });
}

/** The name and phone of a report, or null when none was left. Whoever looks is noted. */
export function readContact(database: Database, actor: Actor, id: string) {
  return database.transact(async (sql) => {
    const [row] = await sql.run(selectContact, { ...limitOf(actor), id });
    if (!row) throw problem('report_not_found');
    const { name, phone, consentedAt } = row;
    if (consentedAt === null) return null;
    await recordAudit(sql, actor, { action: 'report.contact_read', subject: 'report', subjectId: id });
    return { name, phone, consentedAt };
  });
}

/** The last change that was not taken back, or null. */
export async function lastChange(sql: Sql, actor: Actor, id: string): Promise<LastChange | null> {
  return (await sql.run(selectLastChange, { ...limitOf(actor), id }))[0] ?? null;
}

/**
 * Changes a report in one transaction with its history and audit entry, as `plan` makes of its present state. Nothing happens
 * when the plan changes nothing. Throws report_not_found, version_conflict (with what changed since `version`), and
 * outside_your_areas when the report would leave the actor's areas.
 */
export async function changeReport(
  database: Database,
  actor: Actor,
  id: string,
  version: number,
  plan: (state: ReportState, sql: Sql) => Plan | Promise<Plan>,
): Promise<void> {
  await database.transact(async (sql) => {
    const [row] = await sql.run(lockReport, { ...limitOf(actor), id });
    if (!row) throw problem('report_not_found');
    const { version: current, ...before } = row;
    if (current !== version) {
      const changes = await sql.run(selectChangesSince, { ...limitOf(actor), id, version });
      throw problem('version_conflict', `the report is at version ${current}`, {
        conflict: { version: current, changes },
      });
    }
    const planned = await plan(before, sql);
    if (planned.history.length === 0 && differences(before, planned.state).length === 0) return;
    const [updated] = await sql.run(updateReport, { ...limitOf(actor), ...planned.state, id });
    if (!updated!.within) throw problem('outside_your_areas');
    const after = { ...planned.state, precision: updated!.precision };
    const auditId = await recordAudit(sql, actor, {
      action: planned.action,
      subject: 'report',
      subjectId: id,
      reportVersion: updated!.version,
      undoes: planned.undoes,
      changes: differences(before, after),
    });
    for (const entry of planned.history) await sql.run(insertHistory, { ...entry, reportId: id, auditId });
  });
}
