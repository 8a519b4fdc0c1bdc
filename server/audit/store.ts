import type { AuditAction, AuditEntry as Told, ChainState } from '../contract/staff-audit.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { uuidOrNull } from '../http/ids.ts';
import { problem } from '../http/problem.ts';
import { codesMeant } from '../reports/store.ts';
import type { AuditFilter } from './rules.ts';

/** Who did something, as the audit log keeps it. `console` is the command line; `link` a person not yet signed in; `reporter` whoever has the manage token of the report. */
export interface AuditActor {
  readonly userId: number | null;
  readonly via: 'session' | 'token' | 'link' | 'console' | 'reporter';
}

export const AUDIT_SUBJECTS = [
  'report',
  'user',
  'body',
  'route',
  'area',
  'category',
  'kind',
  'setting',
  'text',
] as const;
type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

/** One thing done. `before` and `after` are any JSON; null stands for nothing. Never put a password, secret or token in. */
export interface AuditEntry {
  action: AuditAction;
  subject: AuditSubject;
  subjectId: string;
  reportVersion?: number;
  /** The entry that this takes back. */
  undoes?: number;
  changes?: readonly FieldChange[];
}
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

const insertEntries = statement<
  { userId: number | null; via: string; entries: string },
  { id: number; subjectId: string }
>('audit/insert');

/** Appends to the audit log, in the transaction of what was done, and gives the entry's id. */
export async function recordAudit(sql: Sql, actor: AuditActor, entry: AuditEntry): Promise<number> {
  return (await recordAudits(sql, actor, [entry]))[0]!.id;
}

/** The same for several entries; gives the id of each beside its subject's. */
export async function recordAudits(sql: Sql, actor: AuditActor, entries: readonly AuditEntry[]) {
  return sql.run(insertEntries, {
    userId: actor.userId,
    via: actor.via,
    entries: JSON.stringify(entries.map((entry) => ({ ...entry, changes: entry.changes ?? [] }))),
  });
}

const selectReport = statement<{ id: string | null; codes: readonly string[] }, { id: string }>('audit/find_report');

/** The id of a report by its id or tracking code, as a person types it; merged and hidden ones too. Throws report_not_found. */
export async function reportIdOf(sql: Sql, text: string): Promise<string> {
  const [row] = await sql.run(selectReport, { id: uuidOrNull(text), codes: codesMeant(text) });
  if (!row) throw problem('report_not_found');
  return row.id;
}

/** Which entries are asked for, and which of them may be told; `report` is its id. */
interface Asked extends AuditFilter {
  report: string | null;
  limitAreas: readonly number[] | null;
}

const selectEntries = statement<Asked & { limit: number | null }, { line: string; beforeId: number }>('audit/list');

/** Entries that fit a filter, newest first. */
export async function listAudit(sql: Sql, asked: Asked, limit: number): Promise<Told[]> {
  const rows = await sql.run(selectEntries, { ...asked, limit });
  return rows.map(({ line }) => JSON.parse(line) as Told);
}

/** All entries that fit a filter, newest first: JSON texts, each before a line feed. */
export function readAudit(database: Database, asked: Asked): AsyncGenerator<Buffer | string> {
  return database.readLarge(selectEntries, { ...asked });
}

const updateValues = statement<{ subject: AuditSubject; id: string }>('audit/erase_values');

/** Erases for good the values of all entries about something, and gives how many; the chain stays verifiable. */
export async function eraseValues(sql: Sql, subject: AuditSubject, id: string): Promise<number> {
  return (await sql.run(updateValues, { subject, id })).length;
}

/** Entries of each table that one seal covers at most: a transaction of some 100 ms. */
const SEAL_ENTRIES_MAX = 2000;

const sealBatch = statement<{ batch: number }, { entries: number }>('audit/seal');

/** Seals what has no seal yet, up to a batch, and gives how many entries that were. */
export async function sealEntries(sql: Sql): Promise<number> {
  return (await sql.run(sealBatch, { batch: SEAL_ENTRIES_MAX }))[0]!.entries;
}

/** What is wrong with the chain, if anything: where, and a word for it. */
interface ChainFault {
  where: string;
  fault: string;
}
const selectSealFaults = statement<object, { seal: number; fault: string }>('audit/verify_seals');
const selectValueFaults = statement<object, { entry: number; field: string; fault: string }>('audit/verify_values');
const selectState = statement<object, Omit<ChainState, 'lastCheck'>>('audit/state');
const selectLastCheck = statement<object, NonNullable<ChainState['lastCheck']>>('audit/last_check');
const insertCheck = statement<{
  userId: number | null;
  seals: number;
  entries: number;
  sealedUntil: string | null;
  faults: string;
}>('audit/record_check');
const selectAnchor = statement<{ seal: number }, { hash: string }>('audit/anchor');

/**
 * Computes the whole chain anew and compares; at most 100 faults of each kind. `anchor` (number:hash) is a seal noted
 * elsewhere earlier: without one nobody can tell that the end of the chain was cut off together with its entries.
 */
export async function verifyHistory(sql: Sql, anchor?: string) {
  // Read first: what is sealed while the rest is computed is verified too, but not promised.
  const [state] = await sql.run(selectState, {});
  const seals = await sql.run(selectSealFaults, {});
  const values = await sql.run(selectValueFaults, {});
  const faults = [
    ...seals.map(({ seal, fault }): ChainFault => ({ where: `seal ${seal}`, fault })),
    ...values.map(({ entry, field, fault }) => ({ where: `entry ${entry}, ${field}`, fault })),
  ];
  if (anchor !== undefined) {
    const [seal, hash] = anchor.split(':', 2);
    const [found] = await sql.run(selectAnchor, { seal: Number(seal) });
    if (found?.hash !== hash) faults.push({ where: `seal ${seal}`, fault: 'anchor_differs' });
  }
  return { state: state!, faults };
}

/** The same, and the outcome is kept for chainState. Null in `userId` is the command line. */
export async function checkHistory(sql: Sql, userId: number | null, anchor?: string) {
  const { state, faults } = await verifyHistory(sql, anchor);
  const { seals, entries, sealedUntil } = state;
  await sql.run(insertCheck, { userId, seals, entries, sealedUntil, faults: JSON.stringify(faults) });
  return { state, faults };
}

/** How far the chain goes, and when it was last verified. */
export async function chainState(sql: Sql): Promise<ChainState> {
  const [[state], [lastCheck]] = await Promise.all([sql.run(selectState, {}), sql.run(selectLastCheck, {})]);
  return { ...state!, lastCheck: lastCheck ?? null };
}
