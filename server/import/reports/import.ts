import path from 'node:path';
import { readFileSync } from 'node:fs';
import { softBoundsOf, type Catalog } from '../../catalog/rules.ts';
import { loadCatalog } from '../../catalog/store.ts';
import { STATUSES } from '../../contract/enums.ts';
import type { Database } from '../../db/database.ts';
import { ImportFailure } from '../failure.ts';
import { beginningOf } from '../text-file.ts';
import { parseMap, resolveColumns, type Columns } from './columns.ts';
import { openCsv } from './csv.ts';
import type { Refusal, RowSource } from './fields.ts';
import { openGeojson } from './geojson.ts';
import { RefusedFile } from './refused-file.ts';
import { readRow, type ImportedReport, type RowContext } from './rows.ts';
import { refreshStatistics, storeBatch, type BatchOptions } from './store.ts';
import { count, newTally, summaryLines, type Tally } from './summary.ts';
import { parseMapping, vocabulary, type Vocabulary } from './vocabulary.ts';

/** What the operator asked for, as typed. */
export interface ReportImportOptions {
  /** `FIELD=COLUMN,...`, any number of times. */
  map?: readonly string[];
  /** File that maps the file's categories to ours. */
  categories?: string;
  /** File that maps the file's statuses to ours. */
  statuses?: string;
  /** Origin of the reports; the file's base name when not given. */
  source?: string;
  defaultCategory?: string;
  dryRun?: boolean;
  /** Where refused rows are listed; `NAME.refused.csv` beside the file when not given. */
  report?: string;
  publishText?: boolean;
}

const BATCH_ROWS = 1000;
const PROGRESS_EVERY_MILLISECONDS = 1000;
const ANALYZE_FROM_ROWS = 1000;
const SOURCE_LENGTH_MAX = 100;

/**
 * Imports reports from CSV or GeoJSON and tells through `say` how it goes. Rows that are wrong are refused and listed; nothing
 * else is lost. Stored batch by batch, so that a broken file leaves what came before, and a second run adds only the rest.
 * Throws an ImportFailure: before anything is stored when file, columns or mappings cannot be used; later when the file breaks.
 */
export async function importReports(
  database: Database,
  file: string,
  options: ReportImportOptions,
  say: (line: string) => void,
): Promise<Tally> {
  const name = path.basename(file);
  const catalog = await loadCatalog(database);
  const words = readVocabulary(catalog, options);
  const source = await openSource(file);
  const columns = resolveColumns(
    name,
    source.columns,
    parseMap(options.map ?? []),
    options.defaultCategory !== undefined,
  );
  const batchOptions = {
    source: sourceName(name, options.source),
    publishText: options.publishText === true,
    dryRun: options.dryRun === true,
  };
  const context: RowContext = {
    columns,
    vocabulary: words,
    areas: catalog.areas,
    softBounds: softBoundsOf(catalog.settings),
    defaultCategory: defaultCategory(words, options.defaultCategory),
    now: new Date(),
  };
  const refusedFile = new RefusedFile(reportFile(file, options));
  say(`Reading ${name} as source "${batchOptions.source}": ${columnsText(columns)}.`);
  if (columns.date === undefined) say('No column of dates: every report gets the time of this import.');

  const tally = newTally(Date.now());
  try {
    await readAll(database, source, context, batchOptions, tally, refusedFile, say);
  } catch (error) {
    throw stopped(error, tally, batchOptions.dryRun);
  }
  if (!batchOptions.dryRun && tally.stored >= ANALYZE_FROM_ROWS) await refreshStatistics(database);
  for (const line of summaryLines(tally, batchOptions.dryRun, Date.now(), refusedFile.file)) say(line);
  return tally;
}

async function readAll(
  database: Database,
  source: RowSource,
  context: RowContext,
  options: BatchOptions,
  tally: Tally,
  refusedFile: RefusedFile,
  say: (line: string) => void,
): Promise<void> {
  const knownIds = new Set<string>();
  const lines = new Map<string, number>();
  let batch: ImportedReport[] = [];
  let refusals: Refusal[] = [];
  let toldAt = Date.now();
  const refuse = (ofOneRow: Refusal[]) => {
    tally.refused++;
    for (const { code } of ofOneRow) tally.reasons.set(code, (tally.reasons.get(code) ?? 0) + 1);
    refusals.push(...ofOneRow);
  };
  const flush = async () => {
    const result = batch.length > 0 ? await storeBatch(database, batch, options) : null;
    for (const { report, reason } of result?.refused ?? []) {
      const { externalId } = report;
      refuse([{ line: lines.get(externalId)!, externalId, column: '', code: 'refused_by_database', value: reason }]);
    }
    tally.stored += result?.stored ?? 0;
    tally.alreadyThere += result?.alreadyThere ?? 0;
    refusedFile.add(refusals);
    batch = [];
    refusals = [];
    lines.clear();
    if (Date.now() - toldAt < PROGRESS_EVERY_MILLISECONDS) return;
    toldAt = Date.now();
    say(
      `… ${count(tally.rows)} rows read, ${count(tally.stored)} stored, ${count(tally.alreadyThere)} already there, ${count(tally.refused)} refused`,
    );
  };
  for await (const row of source.rows) {
    tally.rows++;
    const read = readRow(row, context, (id) => knownIds.has(id));
    if ('refusals' in read) {
      refuse(read.refusals);
    } else {
      knownIds.add(read.report.externalId);
      lines.set(read.report.externalId, row.line);
      batch.push(read.report);
    }
    if (batch.length === BATCH_ROWS || refusals.length >= BATCH_ROWS) await flush();
  }
  await flush();
}

async function openSource(file: string): Promise<RowSource> {
  const beginning = await beginningOf(file);
  if (beginning.trim() === '') throw new ImportFailure(`${path.basename(file)} is empty.`);
  return ['{', '\u001e'].includes(beginning.trimStart()[0]!) ? openGeojson(file, beginning) : openCsv(file, beginning);
}

function readVocabulary(catalog: Catalog, options: ReportImportOptions): Vocabulary {
  const isCode = (code: string) => catalog.reportable.has(code.toUpperCase());
  const isStatus = (code: string) => STATUSES.some((status) => status === code.toLowerCase());
  return vocabulary(
    catalog,
    readMapping(options.categories, (code) => !isCode(code)),
    readMapping(options.statuses, (code) => !isStatus(code)),
  );
}

function readMapping(file: string | undefined, isHeading: (code: string) => boolean): Map<string, string> {
  if (file === undefined) return new Map();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ImportFailure(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`, { cause: error });
  }
  return parseMapping(path.basename(file), text, isHeading);
}

function defaultCategory(words: Vocabulary, code: string | undefined): RowContext['defaultCategory'] {
  if (code === undefined) return null;
  const found = words.category(code);
  if (!found) throw new ImportFailure(`--default-category: there is no category or kind ${code}.`);
  return found;
}

function sourceName(name: string, given: string | undefined): string {
  const source = (given ?? name.replace(/\.[^.]+$/, '')).trim();
  if (source === '' || source.length > SOURCE_LENGTH_MAX || /\p{Cc}/u.test(source)) {
    throw new ImportFailure(`--source: give a name of 1 to ${SOURCE_LENGTH_MAX} characters.`);
  }
  return source;
}

function reportFile(file: string, options: ReportImportOptions): string {
  const target = path.resolve(options.report ?? `${file.replace(/\.[^./\\]+$/, '')}.refused.csv`);
  const inputs = [file, options.categories, options.statuses].filter((input) => input !== undefined);
  if (inputs.some((input) => path.resolve(input) === target))
    throw new ImportFailure(`--report: ${target} is a file that is being read.`);
  return target;
}

function columnsText(columns: Columns): string {
  return Object.entries(columns)
    .map(([field, column]) => `${field} from ${column.startsWith('@') ? 'the feature' : `"${column}"`}`)
    .join(', ');
}

/** Adds to the error what is stored by then. */
function stopped(error: unknown, tally: Tally, dryRun: boolean): unknown {
  const done = dryRun
    ? 'Nothing was stored: this was a dry run.'
    : `Before it, ${count(tally.stored)} reports were stored and ${count(tally.alreadyThere)} were there already; they stay, and running the import again continues.`;
  return error instanceof Error ? new ImportFailure(`${error.message} ${done}`, { cause: error }) : error;
}
