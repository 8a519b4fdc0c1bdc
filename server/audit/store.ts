import type { AuditPage } from '../contract/staff-audit.ts';
import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
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
  /** subject.verb, such as report.status */
  action: string;
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

const selectEntries = statement<AuditFilter & { limit: number }, AuditPage['entries'][number]>('audit/list');

/** Entries that fit a filter, newest first. */
export function listAudit(sql: Sql, filter: AuditFilter, limit: number): Promise<AuditPage['entries']> {
  return sql.run(selectEntries, { ...filter, limit });
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
interface ChainState {
  seals: number;
  entries: number;
  unsealed: number;
  erased: number;
  /** `number:hash` of the last seal, to be kept elsewhere; null while there is none. */
  anchor: string | null;
}

const selectSealFaults = statement<object, { seal: number; fault: string }>('audit/verify_seals');
const selectValueFaults = statement<object, { entry: number; field: string; fault: string }>('audit/verify_values');
const selectState = statement<object, ChainState>('audit/state');
const selectAnchor = statement<{ seal: number }, { hash: string }>('audit/anchor');

/**
 * Computes the whole chain anew and compares; at most 100 faults of each kind. `anchor` (number:hash) is a seal noted
 * elsewhere earlier: without one nobody can tell that the end of the chain was cut off together with its entries.
 */
export async function verifyHistory(sql: Sql, anchor?: string): Promise<{ state: ChainState; faults: ChainFault[] }> {
  const seals = await sql.run(selectSealFaults, {});
  const values = await sql.run(selectValueFaults, {});
  const faults = [
    ...seals.map(({ seal, fault }) => ({ where: `seal ${seal}`, fault })),
    ...values.map(({ entry, field, fault }) => ({ where: `entry ${entry}, ${field}`, fault })),
  ];
  if (anchor !== undefined) {
    const [seal, hash] = anchor.split(':', 2);
    const [found] = await sql.run(selectAnchor, { seal: Number(seal) });
    if (found?.hash !== hash) faults.push({ where: `seal ${seal}`, fault: 'anchor_differs' });
  }
  return { state: (await sql.run(selectState, {}))[0]!, faults };
}
