import type { CHANNELS } from '../contract/enums.ts';
import type { PublicReply } from '../contract/replies.ts';
import type { HistoryEntry } from '../contract/reports.ts';
import { sealContact, type ContactKeys } from '../contacts/rules.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { Filter } from '../filters/rules.ts';
import { problem, ProblemError } from '../http/problem.ts';
import { inBatches } from './batches.ts';
import { addressHasher } from './floods/store.ts';
import { deviceToken } from './rules.ts';
import type { ReportDraft } from './rules.ts';
import { codesMeant, isManageToken, newCode, verdictHmac } from './secrets.ts';

// Imported reports get tracking codes of the same kind.
export { newCode };
// Whoever looks for a report types its code as it comes.
export { codesMeant };
// Tries at signing in are counted by hashes of the same kind.
export { addressHasher };
export { forgetAddresses } from './floods/store.ts';

/** Reports stored in one transaction at most: some 20 ms of work, which is how long the last one of them waits for the first. */
const BATCH_MAX = 50;
const NEARBY_MAX = 20;
/** A manage token is 43 characters; a longer one need not be hashed. */
const TOKEN_LENGTH_MAX = 200;

/** Where a page starts: after this report, in published order. */
export interface Cursor {
  /** RFC 3339 with microseconds. */
  afterTime: string;
  afterId: string;
}
/** A report to be stored, and what makes it the same when it is sent again. */
export interface ReportToStore {
  draft: ReportDraft;
  /** Idempotency key, a UUID in lower case. */
  key: string;
  bodyHash: Buffer;
  manageTokenHash: Buffer;
  /** Salted hash of the client's address, see floods/store.ts; null where there is none. */
  addressHash: Buffer | null;
  /** How it came; over the web when left out. */
  channel?: (typeof CHANNELS)[number];
}

interface UsedKey {
  key: string;
  bodyHash: Buffer;
  answer: string;
}

const selectList = statement<
  Filter & { afterTime: string | null; afterId: string | null; limit: number },
  { features: string; more: boolean; lastTime: string; lastId: string }
>('reports/list');
const selectOne = statement<{ id: string }, { feature: string }>('reports/one');
const selectIdByCode = statement<{ codes: string[] }, { id: string }>('reports/find_code');
const selectHistory = statement<{ id: string }, HistoryEntry>('reports/history');
const selectReplies = statement<{ id: string }, PublicReply>('reports/replies');
const selectNearby = statement<
  { ids: string[]; lng: number; lat: number; category: string; metres: number; since: string; limit: number },
  { features: string }
>('reports/nearby');
const insertReports = statement<{ reports: string }, UsedKey>('reports/create');
const selectKey = statement<{ key: string }, UsedKey>('reports/answer_of_key');
type Supporter = { id: string; deviceHmacs: Buffer[] };
const insertSupport = statement<Supporter, { report_id: string }>('reports/support');
const deleteSupport = statement<Supporter, { report_id: string }>('reports/unsupport');
const selectCounted = statement<{ id: string }, { kept: string; ids: string[] }>('reports/counted');
const selectManageToken = statement<{ id: string }, { tokenHash: Buffer | null; kept: string }>('reports/manage_token');
const selectSupports = statement<{ id: string }, { supports: number }>('reports/supports');

/** Up to `limit` reports after the cursor as GeoJSON texts with commas between them, and the cursor of the next page (null on the last). */
export async function listReports(
  sql: Sql,
  filter: Filter,
  cursor: Cursor | null,
  limit: number,
): Promise<{ features: string; next: Cursor | null }> {
  const [page] = await sql.run(selectList, {
    ...filter,
    afterTime: cursor?.afterTime ?? null,
    afterId: cursor?.afterId ?? null,
    limit,
  });
  const { features, more, lastTime, lastId } = page!;
  return { features, next: more ? { afterTime: lastTime, afterId: lastId } : null };
}

/** One published report as GeoJSON text, or null. */
export async function findReport(sql: Sql, id: string): Promise<string | null> {
  return (await sql.run(selectOne, { id }))[0]?.feature ?? null;
}

/** The first of some tracking codes that leads to a published report: the id of that report; null when none does. */
export async function findReportByCode(sql: Sql, codes: string[]): Promise<string | null> {
  return codes.length === 0 ? null : ((await sql.run(selectIdByCode, { codes }))[0]?.id ?? null);
}

export async function reportHistory(sql: Sql, id: string): Promise<HistoryEntry[]> {
  return sql.run(selectHistory, { id });
}

/** The official replies to a report and to those counted with it, newest first. */
export async function reportReplies(sql: Sql, id: string): Promise<PublicReply[]> {
  return sql.run(selectReplies, { id });
}

/** Those of `ids` that are likely duplicates now, as GeoJSON texts with commas between them, the 20 nearest first. */
export async function nearbyReports(
  sql: Sql,
  place: { ids: string[]; lng: number; lat: number; category: string; metres: number; since: string },
): Promise<string> {
  return place.ids.length === 0 ? '' : (await sql.run(selectNearby, { ...place, limit: NEARBY_MAX }))[0]!.features;
}

/**
 * A function that stores a report with its contact and first history entry and gives the public answer text once all of it
 * is durable. The same key and body give the first answer again; the same key with another body throws
 * idempotency_key_reused. Reports that come while others are being stored share one transaction, and its one wait for the disk.
 */
export function reportWriter(database: Database, keys: ContactKeys): (report: ReportToStore) => Promise<string> {
  const store = inBatches(
    (reports: readonly ReportToStore[]) => storeReports(database, keys, reports),
    BATCH_MAX,
    isUnavailable,
  );
  return async (report) => {
    for (;;) {
      const used = await store(report);
      // Somebody has this tracking code already, one time in 10^11: it gets another.
      if (used === null) continue;
      if (!used.bodyHash.equals(report.bodyHash)) throw problem('idempotency_key_reused');
      return used.answer;
    }
  };
}

/**
 * What the same report was answered before, null when it never came. A phone may ask again after days, when its category is
 * in use no more: what was accepted then is accepted.
 */
export async function answeredBefore(sql: Sql, { key, bodyHash }: Pick<ReportToStore, 'key' | 'bodyHash'>) {
  const [used] = await sql.run(selectKey, { key });
  return used?.bodyHash.equals(bodyHash) ? used.answer : null;
}

/** For each report who used its key first and what that was answered; null where its tracking code was taken. */
async function storeReports(
  sql: Sql,
  keys: ContactKeys,
  reports: readonly ReportToStore[],
): Promise<(UsedKey | null)[]> {
  const rows = await sql.run(insertReports, {
    reports: JSON.stringify(reports.map((report) => rowOf(keys, report, newCode()))),
  });
  const used = new Map(rows.map((row) => [row.key, row]));
  return reports.map(({ key }) => used.get(key) ?? null);
}

/** Stores one report in the caller's transaction. `isNew`: whether this was the first use of its key. */
export async function storeReport(
  sql: Sql,
  keys: ContactKeys,
  report: ReportToStore,
): Promise<UsedKey & { isNew: boolean }> {
  for (;;) {
    const code = newCode();
    const [used] = await sql.run(insertReports, { reports: JSON.stringify([rowOf(keys, report, code)]) });
    if (used) return { ...used, isNew: (JSON.parse(used.answer) as { code: string }).code === code };
  }
}

function rowOf(keys: ContactKeys, report: ReportToStore, code: string) {
  const { draft, key, bodyHash, manageTokenHash, addressHash, channel = 'web' } = report;
  const { contact, ...facts } = draft;
  const sealed = contact && sealContact(keys, code, contact);
  return {
    ...facts,
    key,
    code,
    channel,
    bodyHash: bodyHash.toString('hex'),
    manageTokenHash: manageTokenHash.toString('hex'),
    addressHash: addressHash?.toString('hex') ?? null,
    contactSealed: sealed?.sealed.toString('hex') ?? null,
    contactKey: sealed?.keyId ?? null,
  };
}

function isUnavailable(error: unknown): boolean {
  return error instanceof ProblemError && error.statusCode === 503;
}

/**
 * Checks a Manage-Token header against a report that is not hidden, and gives the report it is counted with, which is itself
 * unless it was merged. Throws report_not_found and manage_token_refused.
 */
export async function checkManageToken(sql: Sql, id: string, token: unknown): Promise<{ kept: string }> {
  const given = typeof token === 'string' && token.length <= TOKEN_LENGTH_MAX ? token : '';
  const [row] = await sql.run(selectManageToken, { id });
  if (!row) throw problem('report_not_found');
  if (!isManageToken(given, row.tokenHash)) throw problem('manage_token_refused');
  return { kept: row.kept };
}

/** A published report, or the one it was merged into, with all that are counted with it, its own id first; null when there is none. */
export async function countedReports(sql: Sql, id: string): Promise<{ kept: string; ids: string[] } | null> {
  return (await sql.run(selectCounted, { id }))[0] ?? null;
}

/**
 * Adds or takes back the support of a device; the number of supporters after it, or null when there is no such report. A
 * device counts once for a report and all that are counted with it. `hmacOf` is the device's for a report.
 */
export async function setSupport(
  database: Database,
  id: string,
  hmacOf: (reportId: string) => Buffer,
  supported: boolean,
): Promise<number | null> {
  return database.transact(async (sql) => {
    const counted = await countedReports(sql, id);
    if (counted === null) return null;
    const deviceHmacs = counted.ids.map(hmacOf);
    await sql.run(supported ? insertSupport : deleteSupport, { id: counted.kept, deviceHmacs });
    return (await sql.run(selectSupports, { id: counted.kept }))[0]?.supports ?? null;
  });
}

/**
 * A device, as the answers of neighbours know it: the published report that counts and its mark for that, and what it may have said before a merge:
 * all reports counted with that one, and its marks for them.
 */
export interface VerdictDevice {
  id: string;
  deviceHmac: Buffer;
  ids: string[];
  marks: Buffer[];
}
const selectHeld = statement<Pick<VerdictDevice, 'id' | 'deviceHmac'>, { report_id: string }>('verdicts/hold');

/** Who says of a report whether it is fixed, or sends a photo with that. Throws device_token_malformed, report_not_found. */
export async function verdictDevice(
  sql: Sql,
  secretKey: string,
  id: string,
  token: string | undefined,
): Promise<VerdictDevice> {
  const device = deviceToken(token);
  const counted = await countedReports(sql, id);
  if (counted === null) throw problem('report_not_found');
  const { kept, ids } = counted;
  const markOf = (reportId: string): Buffer => verdictHmac(secretKey, reportId, device);
  return { id: kept, deviceHmac: markOf(kept), ids, marks: ids.map(markOf) };
}

/** What a device says of a report stays said until the transaction ends. Throws verdict_missing when it says nothing. */
export async function holdVerdict(sql: Sql, device: Pick<VerdictDevice, 'id' | 'deviceHmac'>): Promise<void> {
  const held = await sql.run(selectHeld, device);
  if (held.length === 0) throw problem('verdict_missing');
}
