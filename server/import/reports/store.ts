import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { tryOut } from '../../db/try-out.ts';
import { newCode } from '../../reports/store.ts';
import type { ImportedReport } from './rows.ts';

/** How a batch is stored. */
export interface BatchOptions {
  /** Name of the file's origin; with the external id it says which report is which. */
  source: string;
  /** Publish descriptions and landmarks at once instead of keeping them for moderation. */
  publishText: boolean;
  dryRun: boolean;
}

export interface BatchResult {
  stored: number;
  alreadyThere: number;
  /** Reports that the database refused although the row looked right, with its reason. */
  refused: { report: ImportedReport; reason: string }[];
}

const insertReports = statement<
  { source: string; publishText: boolean; reports: string },
  { stored: number; again: string[] }
>('import/insert_reports');

/** SQLSTATE classes that one row can cause: data, constraints, a trigger, an internal error of PostGIS. */
const CAUSED_BY_A_ROW = /^(22|23|P0|XX)/;

/**
 * Stores a batch in one transaction; what is there already (same source and external id) stays as it is. When the database
 * refuses the batch, halves of it are tried, until the row that it refuses stands alone. Throws what a row cannot cause,
 * such as a lost connection.
 */
export async function storeBatch(
  database: Database,
  reports: readonly ImportedReport[],
  options: BatchOptions,
): Promise<BatchResult> {
  const store = (sql: Sql) => insert(sql, reports, options);
  try {
    const stored = await (options.dryRun ? tryOut(database, store) : database.transact(store));
    return { stored, alreadyThere: reports.length - stored, refused: [] };
  } catch (error) {
    if (!causedByARow(error)) throw error;
    if (reports.length === 1)
      return { stored: 0, alreadyThere: 0, refused: [{ report: reports[0]!, reason: (error as Error).message }] };
    const half = Math.ceil(reports.length / 2);
    return add(
      await storeBatch(database, reports.slice(0, half), options),
      await storeBatch(database, reports.slice(half), options),
    );
  }
}

/** Gives the query planner fresh numbers after many new rows; the embedded engine has nobody else to do it. */
export async function refreshStatistics(database: Database): Promise<void> {
  await database.script('analyze reports');
}

async function insert(
  sql: Sql,
  reports: readonly ImportedReport[],
  { source, publishText }: BatchOptions,
): Promise<number> {
  let stored = 0;
  let left = reports;
  while (left.length > 0) {
    const coded = left.map((report) => ({ ...report, code: newCode() }));
    const [answer] = await sql.run(insertReports, { source, publishText, reports: JSON.stringify(coded) });
    stored += answer!.stored;
    // Somebody has this tracking code already, about one time in 10^11: it gets another.
    const again = new Set(answer!.again);
    left = left.filter((report) => again.has(report.externalId));
  }
  return stored;
}

function causedByARow(error: unknown): boolean {
  const sqlstates = [error, (error as Error).cause].map((each) => (each as { code?: unknown } | undefined)?.code);
  return sqlstates.some((code) => typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && CAUSED_BY_A_ROW.test(code));
}

function add(a: BatchResult, b: BatchResult): BatchResult {
  return {
    stored: a.stored + b.stored,
    alreadyThere: a.alreadyThere + b.alreadyThere,
    refused: [...a.refused, ...b.refused],
  };
}
