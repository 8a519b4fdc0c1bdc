import { recordAudit } from '../../audit/store.ts';
import { deleteContact } from '../../contacts/store.ts';
import type { OwnReport, OwnState } from '../../contract/own.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem } from '../../http/problem.ts';
import { photoRoom } from '../../photos/store.ts';
import { isManageToken, manageTokenHash } from '../secrets.ts';
import { line, planUndo } from '../staff/state.ts';
import { appendHistory, changeReports, lastChange, type Changer, type MakePlan } from '../staff/store.ts';
import { planWithdrawal } from './rules.ts';

/** Whoever has the manage token; the audit log knows no more. */
const REPORTER: Changer = { userId: null, via: 'reporter', areaIds: null };

const selectOwn = statement<{ id: string }, Omit<OwnReport, 'photosOfNow'> & { kept: string; reopened: boolean }>(
  'own/find',
);
const selectStates = statement<{ reports: string }, OwnState>('own/states');
const selectReopener = statement<{ auditId: number; kept: string }, { id: string }>('own/reopener');
const selectShared = statement<{ id: string }, { shared: boolean }>('own/shared');
const refusePhotos = statement<{ id: string }>('own/refuse_photos');
const selectWithdrawn = statement<{ id: string }, { tokenHash: Buffer | null }>('own/withdrawn');

/** What who sent a report may know of it; throws report_not_found. */
export async function findOwn(sql: Sql, id: string): Promise<OwnReport> {
  const [row] = await sql.run(selectOwn, { id });
  if (!row) throw problem('report_not_found');
  const { kept, reopened, ...own } = row;
  const sender = { reportId: kept, homeId: id, role: 'report', mark: null } as const;
  return { ...own, photosOfNow: reopened ? await photoRoom(sql, sender) : 0 };
}

/** How reports stand, in the order asked; those whose token does not fit are left out. */
export async function statesOf(sql: Sql, asked: readonly { id: string; manageToken: string }[]): Promise<OwnState[]> {
  const reports = asked.map(({ id, manageToken }) => ({ id, tokenHash: manageTokenHash(manageToken).toString('hex') }));
  const rows = await sql.run(selectStates, { reports: JSON.stringify(reports) });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(asked.map(({ id }) => id))].flatMap((id) => byId.get(id) ?? []);
}

/** Changes a report for who sent it, with history and audit entry. */
export async function changeOwn(database: Database, id: string, plan: MakePlan): Promise<void> {
  await database.transact((sql) => changeReports(sql, REPORTER, [{ id, version: null }], plan));
}

/** Takes a report back with its words, photos, name and phone; see planWithdrawal. */
export function withdrawReport(database: Database, id: string): Promise<void> {
  return database.transact(async (sql) => {
    await changeReports(sql, REPORTER, [{ id, version: null }], async (state) => {
      const [row] = await sql.run(selectShared, { id });
      return planWithdrawal(state, row!.shared, new Date());
    });
    await sql.run(refusePhotos, { id });
    await eraseContact(sql, id);
  });
}

/** Whether a token is that of a report that was withdrawn with it. */
export async function isWithdrawn(sql: Sql, id: string, token: unknown): Promise<boolean> {
  const [row] = await sql.run(selectWithdrawn, { id });
  return row !== undefined && typeof token === 'string' && isManageToken(token, row.tokenHash);
}

/** Deletes name and phone for good; nothing happens where there are none. */
export function eraseOwnContact(database: Database, id: string): Promise<void> {
  return database.transact((sql) => eraseContact(sql, id));
}

/** A report as its sender knows it, and the one it is counted with: itself unless merged. */
interface Counted {
  id: string;
  kept: string;
}

/** Opens again what a report is counted with. When that is another one, the own history says whose sender it was. */
export async function reopen(database: Database, { id, kept }: Counted, plan: MakePlan): Promise<void> {
  await database.transact(async (sql) => {
    const [entry] = await changeReports(sql, REPORTER, [{ id: kept, version: null }], plan);
    if (entry === undefined || id === kept) return;
    await appendHistory(sql, [{ ...line('reopened', { isPublic: false }), reportId: id, auditId: entry.id }]);
  });
}

/** Takes back that a report was opened again, if nothing was changed since and nobody else did it; throws undo_impossible. */
export async function closeAgain(database: Database, { id, kept }: Counted): Promise<void> {
  await database.transact((sql) =>
    changeReports(sql, REPORTER, [{ id: kept, version: null }], async (state) => {
      const last = await lastChange(sql, REPORTER, kept);
      if (last?.via !== REPORTER.via || last.action !== 'report.status') throw problem('undo_impossible');
      const [reopener] = await sql.run(selectReopener, { auditId: last.id, kept });
      if (reopener?.id !== id) throw problem('undo_impossible');
      return planUndo(state, last, last.id);
    }),
  );
}

async function eraseContact(sql: Sql, id: string): Promise<void> {
  if (!(await deleteContact(sql, id))) return;
  const auditId = await recordAudit(sql, REPORTER, {
    action: 'report.contact_erased',
    subject: 'report',
    subjectId: id,
  });
  await appendHistory(sql, [{ ...line('contact_erased', { isPublic: false }), reportId: id, auditId }]);
}
