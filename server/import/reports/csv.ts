import path from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { ImportFailure } from '../failure.ts';
import { textOf } from '../text-file.ts';
import type { RowSource, SourceRow } from './fields.ts';

/** One row cannot be longer; a quote that is never closed is noticed here, not at the end of the file. */
const ROW_CHARACTERS_MAX = 1_000_000;
const DELIMITERS = [',', ';', '\t'] as const;

type Parsed = { record: string[]; info: { lines: number } };

/**
 * Opens a CSV file whose first row names the columns. `beginning` is the start of the file; the delimiter is told from it.
 * Rows with too few or too many cells come with a fault; broken quotes throw an ImportFailure that names the line.
 */
export async function openCsv(file: string, beginning: string): Promise<RowSource> {
  const rows = parsedRows(file, delimiterOf(beginning));
  const first = await rows.next();
  const columns = first.done ? [] : first.value.cells.map((name) => name.trim());
  if (columns.length === 0) throw new ImportFailure(`${path.basename(file)} has no row that names the columns.`);
  return { columns, rows: namedRows(rows, columns) };
}

/** Comma, semicolon or tab: what the first row has most of outside quotes. */
export function delimiterOf(beginning: string): string {
  const header = /^\s*((?:"(?:[^"]|"")*"|[^"\r\n])*)/.exec(beginning)?.[1]?.replace(/"(?:[^"]|"")*"/g, '') ?? '';
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

async function* namedRows(
  rows: AsyncIterable<{ line: number; cells: string[] }>,
  columns: readonly string[],
): AsyncGenerator<SourceRow> {
  for await (const { line, cells } of rows) {
    const named = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
    // Spreadsheets add empty cells at the end of rows.
    const fits = cells.length >= columns.length && cells.slice(columns.length).every((cell) => cell.trim() === '');
    const fault = {
      column: '',
      code: 'malformed',
      value: `${cells.length} cells instead of ${columns.length}`,
    } as const;
    yield { line, cells: named, ...(fits ? {} : { fault }) };
  }
}

async function* parsedRows(file: string, delimiter: string): AsyncGenerator<{ line: number; cells: string[] }, void> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: ROW_CHARACTERS_MAX,
  });
  // A failure of either side ends both; the loop below throws it.
  pipeline(Readable.from(textOf(file)), parser, () => {});
  let lastLine = 0;
  // Inside quotes csv-parse takes a Windows line break for two.
  let countedTwice = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const { breaks, ofWindows } = lineBreaks(record);
      countedTwice += ofWindows;
      lastLine = info.lines - countedTwice;
      yield { line: lastLine - breaks, cells: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ImportFailure(`${path.basename(file)} is broken after line ${lastLine}: ${error.message}.`, {
      cause: error,
    });
  }
}

/** Line breaks inside the cells of a row: how many lines above its end it starts. */
function lineBreaks(cells: readonly string[]): { breaks: number; ofWindows: number } {
  let [breaks, ofWindows] = [0, 0];
  for (const cell of cells) {
    if (!/[\r\n]/.test(cell)) continue;
    breaks += cell.split(/\r\n|\r|\n/).length - 1;
    ofWindows += cell.split('\r\n').length - 1;
  }
  return { breaks, ofWindows };
}
