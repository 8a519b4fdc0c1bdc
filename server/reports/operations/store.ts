import type { Actor } from '../../auth/rules.ts';
import type { Operations, OperationDone } from '../../contract/staff-operations.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem, ProblemError } from '../../http/problem.ts';
import { planReversal, type LastChange, type ReportAction, type ReportState } from '../staff/state.ts';
import { changeReports, type MakePlan, type Seen } from '../staff/store.ts';

/** One change of many reports, as it was asked for. */
export interface Wanted {
  action: ReportAction;
  /** A UUID that makes it the same when it is sent again; null without one. */
  key: string | null;
  /** Fingerprint of what was asked. */
  bodyHash: Buffer;
}
type OperationRow = Operations['operations'][number];

const insertOperation = statement<
  { userId: number; key: string | null; bodyHash: Buffer; action: string },
  { id: number }
>('operations/insert');
const selectByKey = statement<{ userId: number; key: string }, { id: number; bodyHash: Buffer; changed: number }>(
  'operations/by_key',
);
const insertEntries = statement<{ operation: number; entries: string }>('operations/insert_entries');
const selectEntries = statement<{ id: number }, LastChange & { reportId: string }>('operations/entries');
const lockOperation = statement<
  { limitAreas: readonly number[] | null; id: number },
  { id: number; action: ReportAction; undoneAt: string | null }
>('operations/lock');
const markUndone = statement<{ id: number }>('operations/undone');
const selectOperations = statement<
  { limitAreas: readonly number[] | null; before: number | null; limit: number },
  OperationRow
>('operations/list');
const selectOriginals = statement<
  { limitAreas: readonly number[] | null; ids: readonly string[] },
  { id: string; code: string; description: string | null; landmark: string | null }
>('operations/originals');

/**
 * Changes many reports, all or none, under one number. The same key and body give the first answer again, so that a lost
 * answer does nothing twice. `begin` stores in the same transaction what the plans need. Throws idempotency_key_reused,
 * and what changeReports throws.
 */
export async function runOperation(
  database: Database,
  actor: Actor,
  wanted: Wanted,
  reports: readonly Seen[],
  begin: (sql: Sql) => Promise<MakePlan>,
): Promise<OperationDone> {
  return database.transact(async (sql) => {
    const [opened] = await sql.run(insertOperation, { userId: actor.userId, ...wanted });
    if (!opened) {
      const [used] = await sql.run(selectByKey, { userId: actor.userId, key: wanted.key! });
      if (!used!.bodyHash.equals(wanted.bodyHash)) throw problem('idempotency_key_reused');
      return { operation: used!.id, changed: used!.changed };
    }
    const entries = await changeReports(sql, actor, reports, await begin(sql));
    await sql.run(insertEntries, { operation: opened.id, entries: JSON.stringify(entries) });
    return { operation: opened.id, changed: entries.length };
  });
}

/**
 * Takes a change of many reports back as a whole; what else was changed of them since stays. Throws operation_not_found
 * (also when one of its reports is outside the actor's areas), not_allowed by `check`, and undo_impossible with the report
 * that stands in the way.
 */
export async function undoOperation(
  database: Database,
  actor: Actor,
  id: number,
  check: (action: ReportAction) => void,
): Promise<OperationDone> {
  return database.transact(async (sql) => {
    const [operation] = await sql.run(lockOperation, { limitAreas: actor.areaIds, id });
    if (!operation) throw problem('operation_not_found');
    check(operation.action);
    if (operation.undoneAt !== null) throw problem('undo_impossible', `operation=${id} was taken back`);
    const entries = new Map((await sql.run(selectEntries, { id })).map((entry) => [entry.reportId, entry]));
    const reports = [...entries.keys()].map((reportId) => ({ id: reportId, version: null }));
    const undone = await changeReports(sql, actor, reports, (state, { id: reportId }) =>
      reversalOf(state, entries.get(reportId)!),
    );
    await sql.run(markUndone, { id });
    return { operation: id, changed: undone.length };
  });
}

/** Changes of many reports, newest first, before a number; only those all of whose reports lie within the actor's areas. */
export function listOperations(sql: Sql, actor: Actor, before: number | null, limit: number): Promise<OperationRow[]> {
  return sql.run(selectOperations, { limitAreas: actor.areaIds, before, limit });
}

/** Code and text as it was sent, of those of the reports that lie within the actor's areas. */
export async function originalsOf(sql: Sql, actor: Actor, ids: readonly string[]) {
  const rows = await sql.run(selectOriginals, { limitAreas: actor.areaIds, ids });
  return new Map(rows.map((row) => [row.id, row]));
}

function reversalOf(state: ReportState, entry: LastChange & { reportId: string }) {
  try {
    return planReversal(state, entry);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    throw problem(error.code, `report=${entry.reportId}: ${error.detail} was changed since`);
  }
}
