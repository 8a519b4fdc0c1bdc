import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { PublishedReport } from './types.ts';

/** How far a reader of the change table has come. Order: transaction first, because a sequence number may commit late. */
export interface Position {
  transaction: string;
  sequence: number;
}
interface ChangeRow extends Position {
  subject: 'report' | 'areas' | 'taxonomy';
  reportId: string | null;
  /** No running transaction can still precede it. */
  settled: boolean;
}
export interface Sums {
  reports: number;
  supports: number;
  households: number;
}

const LOAD_PAGE_ROWS = 20_000;
const CHANGES_PAGE_ROWS = 5000;
const WORD_BYTES = 4;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const selectPage = statement<{ after: string; limit: number }, PublishedReport>('index/load');
const selectSome = statement<{ ids: string[] }, PublishedReport>('index/some');
const selectPosition = statement<object, Position>('index/position');
const selectChanges = statement<Position & { limit: number }, ChangeRow>('index/changes');
const selectMatching = statement<{ words: string }, { ids: Buffer }>('index/matching');
const selectSums = statement<object, Sums>('index/check');

/** Everything published, in pages by id. */
export async function* publishedReports(sql: Sql): AsyncGenerator<PublishedReport[]> {
  let after = FIRST_ID;
  for (;;) {
    const page = await sql.run(selectPage, { after, limit: LOAD_PAGE_ROWS });
    yield page;
    const last = page.at(-1);
    if (!last || page.length < LOAD_PAGE_ROWS) return;
    after = last.id;
  }
}

/** The reports named, as they are published now. */
export async function publishedNow(sql: Sql, ids: string[]): Promise<PublishedReport[]> {
  return ids.length === 0 ? [] : sql.run(selectSome, { ids });
}

/** Where to start reading changes before everything is loaded. */
export async function changePosition(sql: Sql): Promise<Position> {
  return (await sql.run(selectPosition, {}))[0]!;
}

/** Up to 5,000 changes after a position, settled ones first. */
export async function changesAfter(sql: Sql, position: Position): Promise<ChangeRow[]> {
  return sql.run(selectChanges, { ...position, limit: CHANGES_PAGE_ROWS });
}

/** Ids of the reports whose published text has the words (a tsquery, see filters/rules.ts), four 32-bit words each. */
export async function idsWithWords(sql: Sql, words: string): Promise<Uint32Array> {
  const { ids } = (await sql.run(selectMatching, { words }))[0]!;
  return new Uint32Array(ids.length / WORD_BYTES).map((_, word) => ids.readUInt32BE(word * WORD_BYTES));
}

/** Sums of the database, against which the index can be checked. */
export async function publishedSums(sql: Sql): Promise<Sums> {
  return (await sql.run(selectSums, {}))[0]!;
}
