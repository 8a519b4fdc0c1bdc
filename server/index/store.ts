import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { forgivenWords } from '../search/store.ts';
import type { Vocabulary } from './follow/packed-rows.ts';
import { BUCKETS, type Sums } from './columns/sums.ts';

/** How far a reader of the change table has come. Order: transaction first, because a sequence number may commit late. */
export interface Position {
  transaction: string;
  sequence: number;
}
export interface ChangeRow extends Position {
  subject: 'report' | 'areas' | 'taxonomy';
  reportId: string | null;
  /** No running transaction can still precede it. */
  settled: boolean;
}
/** Ids from `after`, exclusive, to `upTo`, inclusive. */
interface IdRange {
  after: string;
  upTo: string;
}

const LOAD_PART_REPORTS = 16_384;
const PARTS_MAX = 2 ** 16;
const CHANGES_PAGE_ROWS = 5000;
const WORD_BYTES = 4;
const ID_REST = '-ffff-ffff-ffff-ffffffffffff';
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

const selectCount = statement<object, { reports: number }>('index/count');
const selectRange = statement<IdRange, { rows: Buffer }>('index/load');
const selectSome = statement<{ ids: string[] }, { rows: Buffer }>('index/some');
const selectPosition = statement<object, Position>('index/position');
const selectChanges = statement<Position & { limit: number }, ChangeRow>('index/changes');
const selectMatching = statement<{ words: string }, { ids: Buffer }>('index/matching');
const selectSums = statement<IdRange, Sums & { bucket: number }>('index/check');
const selectClasses = statement<object, { categoryCode: string; kindCode: string | null; mark: number }>(
  'index/classes',
);
const selectAreas = statement<object, { id: number; code: string }>('index/areas');

/**
 * Everything published, packed (packed-rows.ts), in parts by id: ids are random, so that all are about as large. The next
 * part is read while one is worked on.
 */
export async function* publishedReports(sql: Sql): AsyncGenerator<Buffer> {
  const { reports } = (await sql.run(selectCount, {}))[0]!;
  const parts = Math.min(2 ** Math.ceil(Math.log2(Math.max(reports / LOAD_PART_REPORTS, 1))), PARTS_MAX);
  const read = async (part: number) => (await sql.run(selectRange, idRange(part, part, parts)))[0]!.rows;
  let next = read(0);
  for (let part = 0; part < parts; part++) {
    const rows = await next;
    if (part + 1 < parts) {
      next = read(part + 1);
      // Whoever stops here must not be told of it by the process.
      next.catch(() => {});
    }
    yield rows;
  }
}

/** The reports of a bucket (sums.ts) as they are published now, packed. */
export async function publishedOfBucket(sql: Sql, bucket: number): Promise<Buffer> {
  return (await sql.run(selectRange, idRange(bucket, bucket, BUCKETS)))[0]!.rows;
}

/** The reports named, as they are published now, packed. */
export async function publishedNow(sql: Sql, ids: string[]): Promise<Buffer> {
  return ids.length === 0 ? Buffer.alloc(0) : (await sql.run(selectSome, { ids }))[0]!.rows;
}

/** The words that the numbers of packed rows stand for. Throws when two classes have the same mark, once in 10^6 taxonomies. */
export async function vocabulary(sql: Sql): Promise<Vocabulary> {
  const classes = await sql.run(selectClasses, {});
  const areas = await sql.run(selectAreas, {});
  const byMark = new Map(classes.map(({ mark, ...words }) => [mark, words]));
  if (byMark.size < classes.length) throw new Error('two kinds of reports have the same mark');
  return { classes: byMark, areas: new Map(areas.map(({ id, code }) => [id, code])) };
}

/** Where to start reading changes before everything is loaded. */
export async function changePosition(sql: Sql): Promise<Position> {
  return (await sql.run(selectPosition, {}))[0]!;
}

/** Up to 5,000 changes after a position, settled ones first. */
export async function changesAfter(sql: Sql, position: Position): Promise<ChangeRow[]> {
  return sql.run(selectChanges, { ...position, limit: CHANGES_PAGE_ROWS });
}

/** Ids of the reports whose published text has the words (a tsquery, see filters/rules.ts) or words like them, four 32-bit words each. */
export async function idsWithWords(sql: Sql, words: string): Promise<Uint32Array> {
  const { ids } = (await sql.run(selectMatching, { words: await forgivenWords(sql, words) }))[0]!;
  return new Uint32Array(ids.length / WORD_BYTES).map((_, word) => ids.readUInt32BE(word * WORD_BYTES));
}

/** Sums of the database over buckets first..last, against which those of the index can be held; without the empty ones. */
export async function publishedSums(sql: Sql, first: number, last: number): Promise<Map<number, Sums>> {
  const rows = await sql.run(selectSums, idRange(first, last, BUCKETS));
  return new Map(rows.map(({ bucket, ...sums }) => [bucket, sums]));
}

/** The ids of parts first..last when all ids are cut into so many equal parts, a power of two. */
function idRange(first: number, last: number, parts: number): IdRange {
  const end = (part: number) => `${((part + 1) * (2 ** 32 / parts) - 1).toString(16).padStart(8, '0')}${ID_REST}`;
  return { after: first === 0 ? LOWEST_ID : end(first - 1), upTo: end(last) };
}
