import type { HistoryEntry } from '../contract/reports.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { Filter } from '../filters/rules.ts';
import { problem } from '../http/problem.ts';
import type { ReportDraft } from './rules.ts';
import { isManageToken, newCode } from './secrets.ts';

// Imported reports get tracking codes of the same kind.
export { newCode };

/** Where a page starts: after this report, in published order. */
export interface Cursor {
  /** RFC 3339 with microseconds. */
  afterTime: string;
  afterId: string;
}
type InsertParams = Omit<ReportDraft, 'contact'> & { code: string; channel: string; manageTokenHash: Buffer };

const selectList = statement<
  Filter & { afterTime: string | null; afterId: string | null; limit: number },
  { feature: string; id: string; reportedAt: string }
>('reports/list');
const selectOne = statement<{ id: string }, { feature: string }>('reports/one');
const selectIdByCode = statement<{ code: string }, { id: string }>('reports/find_code');
const selectHistory = statement<{ id: string }, HistoryEntry>('reports/history');
const selectNearby = statement<
  { lng: number; lat: number; category: string; metres: number; limit: number },
  { feature: string; distance: number }
>('reports/nearby');
const claimKey = statement<{ key: string; bodyHash: Buffer }, { key: string }>('reports/claim_key');
const selectUsedKey = statement<{ key: string }, { bodyHash: Buffer; answer: string }>('reports/used_key');
const saveAnswer = statement<{ key: string; answer: string }>('reports/save_answer');
const insertReport = statement<InsertParams, { id: string }>('reports/insert');
const insertContact = statement<{ reportId: string; name: string | null; phone: string | null }>(
  'reports/insert_contact',
);
const insertHistory = statement<{ reportId: string; actor: string; event: string; status: string }>(
  'reports/insert_history',
);
const insertSupport = statement<{ id: string; deviceHmac: Buffer }, { report_id: string }>('reports/support');
const deleteSupport = statement<{ id: string; deviceHmac: Buffer }, { report_id: string }>('reports/unsupport');
const selectManageToken = statement<{ id: string }, { tokenHash: Buffer | null }>('reports/manage_token');
const selectSupports = statement<{ id: string }, { supports: number }>('reports/supports');

/** Up to `limit` reports after the cursor as GeoJSON texts, and the cursor of the next page (null on the last). */
export async function listReports(
  sql: Sql,
  filter: Filter,
  cursor: Cursor | null,
  limit: number,
): Promise<{ features: string[]; next: Cursor | null }> {
  // One more than asked for tells whether there is a next page.
  const rows = await sql.run(selectList, {
    ...filter,
    afterTime: cursor?.afterTime ?? null,
    afterId: cursor?.afterId ?? null,
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    features: page.map((row) => row.feature),
    next: rows.length > limit && last ? { afterTime: last.reportedAt, afterId: last.id } : null,
  };
}

/** One published report as GeoJSON text, or null. */
export async function findReport(sql: Sql, id: string): Promise<string | null> {
  return (await sql.run(selectOne, { id }))[0]?.feature ?? null;
}

export async function findReportByCode(sql: Sql, code: string): Promise<string | null> {
  return (await sql.run(selectIdByCode, { code }))[0]?.id ?? null;
}

export async function reportHistory(sql: Sql, id: string): Promise<HistoryEntry[]> {
  return sql.run(selectHistory, { id });
}

export async function nearbyReports(sql: Sql, place: { lng: number; lat: number; category: string; metres: number }) {
  return sql.run(selectNearby, { ...place, limit: 20 });
}

/**
 * Stores a report, its contact and its first history entry in one transaction and returns the public answer text. The same
 * key and body give the first answer again; the same key with another body throws idempotency_key_reused.
 */
export async function createReport(
  database: Database,
  draft: ReportDraft,
  key: string,
  bodyHash: Buffer,
  manageTokenHash: Buffer,
): Promise<string> {
  return database.transact(async (sql) => {
    const [claimed] = await sql.run(claimKey, { key, bodyHash });
    if (!claimed) {
      const [used] = await sql.run(selectUsedKey, { key });
      if (!used!.bodyHash.equals(bodyHash)) throw problem('idempotency_key_reused');
      return used!.answer;
    }
    const { contact, ...report } = draft;
    const { id, code } = await insertWithNewCode(sql, { ...report, channel: 'web', manageTokenHash });
    if (contact) await sql.run(insertContact, { reportId: id, ...contact });
    await sql.run(insertHistory, { reportId: id, actor: 'resident', event: 'created', status: 'new' });
    const answer = `{"id":"${id}","code":"${code}","report":${await findReport(sql, id)}}`;
    await sql.run(saveAnswer, { key, answer });
    return answer;
  });
}

async function insertWithNewCode(sql: Sql, report: Omit<InsertParams, 'code'>): Promise<{ id: string; code: string }> {
  for (;;) {
    const code = newCode();
    const [row] = await sql.run(insertReport, { ...report, code });
    // No row: somebody has this code already, one time in 10^11.
    if (row) return { id: row.id, code };
  }
}

/** Whether a token is the manage token of a published report; null when there is no such report. */
export async function mayManage(sql: Sql, id: string, token: string): Promise<boolean | null> {
  const [row] = await sql.run(selectManageToken, { id });
  return row ? isManageToken(token, row.tokenHash) : null;
}

/** Adds or takes back the support of a device; the number of supporters after it, or null when there is no such report. */
export async function setSupport(
  database: Database,
  id: string,
  deviceHmac: Buffer,
  supported: boolean,
): Promise<number | null> {
  return database.transact(async (sql) => {
    await sql.run(supported ? insertSupport : deleteSupport, { id, deviceHmac });
    return (await sql.run(selectSupports, { id }))[0]?.supports ?? null;
  });
}
