import { recordAudits, type AuditActor, type FieldChange } from '../../audit/store.ts';
import { mayUse, type Actor } from '../../auth/rules.ts';
import { COUNT_MAX, type StaffCounts } from '../../contract/staff-counts.ts';
import type { StaffHistory } from '../../contract/staff-reports.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem, ProblemError } from '../../http/problem.ts';
import { countBursts } from '../floods/store.ts';
import { countQueue } from '../queue/store.ts';
import { differences, type HistoryLine, type LastChange, type Plan, type ReportState } from './state.ts';

/** Every statement here takes the areas its reader is limited to; null is everywhere. */
interface Limited {
  limitAreas: readonly number[] | null;
}
/** Whoever changes a report: staff within their areas, or who sent it. */
export type Changer = AuditActor & Pick<Actor, 'areaIds'>;
type ById = Limited & { id: string };
type LockedReport = ReportState & { id: string; version: number; routedBody: string | null };

const selectCounts = statement<Limited & { max: number }, Omit<StaffCounts, 'queue' | 'bursts' | 'max'>>(
  'staff_reports/counts',
);
const selectOne = statement<ById, { report: string }>('staff_reports/one');
const lockReports = statement<Limited & { ids: string[] }, LockedReport>('staff_reports/lock');
const updateReports = statement<
  Limited & { states: string },
  { id: string; version: number; precision: ReportState['precision']; within: boolean }
>('staff_reports/update');
const setAttached = statement<{ photos: string; replies: string; questions: string }>('staff_reports/attach');
const insertHistory = statement<{ lines: string }>('staff_reports/insert_history');
const selectChangesSince = statement<
  ById & { version: number },
  { version: number; at: string; by: string | null; action: string; fields: string[] }
>('staff_reports/changes_since');
const selectLastChange = statement<ById, LastChange>('staff_reports/last_change');
const selectHistory = statement<ById, StaffHistory['history'][number]>('staff_reports/history');
const limitOf = (actor: Pick<Actor, 'areaIds'>): Limited => ({ limitAreas: actor.areaIds });

/** What waits for somebody within the actor's areas; queue and bursts only for who may clear them. */
export async function countWaiting(sql: Sql, actor: Actor): Promise<StaffCounts> {
  const [counts] = await sql.run(selectCounts, { ...limitOf(actor), max: COUNT_MAX });
  const moderates = mayUse(actor, 'reports.moderate');
  const queue = moderates ? await countQueue(sql, actor) : null;
  const bursts = moderates ? await countBursts(sql, actor) : null;
  return { queue, bursts, ...counts!, max: COUNT_MAX };
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

/** The last change that was not taken back, or null. */
export async function lastChange(sql: Sql, actor: Changer, id: string): Promise<LastChange | null> {
  return (await sql.run(selectLastChange, { ...limitOf(actor), id }))[0] ?? null;
}

/** A report that is to be changed, and the version that was seen of it; null when its fields are compared instead. */
export interface Seen {
  id: string;
  version: number | null;
}
/** Makes of a report's present state what it will be. `routedBody`: who would answer for it by the routes in force. */
export type MakePlan = (
  state: ReportState,
  more: { id: string; version: number; routedBody: string | null; sql: Sql },
) => Plan | Promise<Plan>;

/** Changes one report in a transaction of its own; see changeReports. */
export async function changeReport(database: Database, actor: Actor, seen: Seen, plan: MakePlan): Promise<void> {
  await database.transact((sql) => changeReports(sql, actor, [seen], plan));
}

/**
 * Changes reports, all or none, with their history and audit entries, as `plan` makes of the present state of each; those
 * of which a plan changes nothing are left alone. Gives the entry of each that was changed. To be called in a transaction.
 * Throws report_not_found (also outside the actor's areas), version_conflict (with what changed since), and
 * outside_your_areas when a report would leave the actor's areas.
 */
export async function changeReports(
  sql: Sql,
  actor: Changer,
  seen: readonly Seen[],
  plan: MakePlan,
): Promise<{ id: number; subjectId: string }[]> {
  const locked = await lockSeen(sql, actor, seen);
  const planned: { id: string; before: ReportState; plan: Plan }[] = [];
  for (const { id, version, routedBody, ...before } of locked) {
    const made = await plan(before, { id, version, routedBody, sql });
    if (made.history.length === 0 && differences(before, made.state).length === 0) continue;
    planned.push({ id, before, plan: made });
  }
  if (planned.length === 0) return [];
  const states = planned.map(({ id, plan: { state } }) => ({ ...state, id }));
  const updated = await sql.run(updateReports, { ...limitOf(actor), states: JSON.stringify(states) });
  if (updated.some(({ within }) => !within)) throw problem('outside_your_areas');
  const rows = new Map(updated.map((row) => [row.id, row]));
  await attach(sql, planned);
  const entries = await recordAudits(
    sql,
    actor,
    planned.map(({ id, before, plan: { action, undoes, state } }) => ({
      action,
      subject: 'report',
      subjectId: id,
      reportVersion: rows.get(id)!.version,
      ...(undoes === undefined ? {} : { undoes }),
      changes: differences(before, { ...state, precision: rows.get(id)!.precision }),
    })),
  );
  const entryOf = new Map(entries.map((entry) => [entry.subjectId, entry.id]));
  const lines = planned.flatMap(({ id, plan: { history } }) =>
    history.map((each: HistoryLine) => ({ ...each, reportId: id, auditId: entryOf.get(id)! })),
  );
  await appendHistory(sql, lines);
  return entries;
}

/** Appends to the history of reports; each line names the entry of the audit log that says who did it. */
export async function appendHistory(
  sql: Sql,
  lines: readonly (HistoryLine & { reportId: string; auditId: number })[],
): Promise<void> {
  await sql.run(insertHistory, { lines: JSON.stringify(lines) });
}

/** What changeReports would do with each, or why not; nothing is written. Throws report_not_found. */
export async function previewReports(sql: Sql, actor: Actor, ids: readonly string[], plan: MakePlan) {
  const locked = await lockSeen(
    sql,
    actor,
    ids.map((id) => ({ id, version: null })),
  );
  const found: { id: string; version: number; changes: FieldChange[]; refused: string | null }[] = [];
  for (const { id, version, routedBody, ...before } of locked) {
    try {
      const { state } = await plan(before, { id, version, routedBody, sql });
      found.push({ id, version, changes: differences(before, state), refused: null });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      found.push({ id, version, changes: [], refused: error.code });
    }
  }
  return found;
}

async function lockSeen(sql: Sql, actor: Changer, seen: readonly Seen[]): Promise<LockedReport[]> {
  const locked = await sql.run(lockReports, { ...limitOf(actor), ids: seen.map(({ id }) => id) });
  const versions = new Map(locked.map(({ id, version }) => [id, version]));
  const missing = seen.find(({ id }) => !versions.has(id));
  if (missing) throw problem('report_not_found', seen.length > 1 ? missing.id : undefined);
  const conflicts = seen.filter(({ id, version }) => version !== null && versions.get(id) !== version);
  if (conflicts.length > 0) {
    const { id, version } = conflicts[0]!;
    const current = versions.get(id)!;
    const changes = await sql.run(selectChangesSince, { ...limitOf(actor), id, version: version! });
    const others = conflicts.map((each) => ({ id: each.id, version: versions.get(each.id)! }));
    throw problem('version_conflict', `the report is at version ${current}`, {
      conflict: { version: current, changes, ...(seen.length > 1 ? { reports: others } : {}) },
    });
  }
  return locked;
}

/** Writes what hangs on the reports and differs. */
async function attach(sql: Sql, planned: readonly { id: string; before: ReportState; plan: Plan }[]): Promise<void> {
  const rows = planned.flatMap(({ id: reportId, before, plan: { state } }) => {
    const keys = Object.keys({ ...before.attached, ...state.attached });
    const changed = keys.filter((key) => JSON.stringify(before.attached[key]) !== JSON.stringify(state.attached[key]));
    return changed.map((key) => ({ key: key.split('.') as [string, string], reportId, now: state.attached[key] }));
  });
  if (rows.length === 0) return;
  const of = (kind: string) => rows.filter(({ key }) => key[0] === kind);
  const standing = (kind: string) =>
    JSON.stringify(of(kind).map(({ key, reportId, now }) => ({ id: key[1], reportId, stands: now !== undefined })));
  const photos = of('photo').flatMap(({ key, reportId, now }) =>
    now === undefined || now === true ? [] : [{ id: key[1], reportId, ...now }],
  );
  await sql.run(setAttached, {
    photos: JSON.stringify(photos),
    replies: standing('reply'),
    questions: standing('question'),
  });
}
