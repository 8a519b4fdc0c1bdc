import type { Catalog } from '../../catalog/rules.ts';
import { PRECISIONS, type Precision, type Status } from '../../contract/enums.ts';
import { DESCRIPTION_LENGTH_MAX, HOUSEHOLDS_MAX, LANDMARK_LENGTH_MAX } from '../../contract/reports.ts';
import { cleanText } from '../../reports/rules.ts';
import type { Columns } from './columns.ts';
import { parseDate } from './dates.ts';
import type { Field, Refusal, RefusalCode, SourceRow } from './fields.ts';
import { readPlace } from './places.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A report of a file as it will be stored: the names of import/insert_reports.sql. Times are RFC 3339 in UTC. */
export interface ImportedReport {
  externalId: string;
  category: string;
  kind: string | null;
  status: Status;
  language: string;
  /** Degrees WGS 84; null when only the area is known. */
  lng: number | null;
  lat: number | null;
  askedArea: number | null;
  precision: Precision;
  landmark: string | null;
  description: string | null;
  households: number | null;
  reportedAt: string;
  resolvedAt: string | null;
}

/** What rows are read against. */
export interface RowContext {
  columns: Columns;
  vocabulary: Vocabulary;
  areas: Catalog['areas'];
  /** west,south,east,north in degrees; null switches the check for exchanged coordinates off. */
  softBounds: readonly number[] | null;
  defaultCategory: { category: string; kind: string | null } | null;
  now: Date;
}

/** Clocks differ, and a report of "now" must not be refused. */
const CLOCK_TOLERANCE_MILLISECONDS = 10 * 60_000;
const ID_LENGTH_MAX = 200;
const LANGUAGE_DEFAULT = 'ky';

/** One cell being read: its text, and how to refuse it. */
export interface Cell {
  /** Without outer white space; empty when there is no such column. */
  text: string;
  refuse(code: RefusalCode): void;
}

/**
 * Reads one row. Gives the report, or everything that is wrong with the row. `isKnownId` says whether an earlier row of the
 * file that was not refused has this id. Never throws.
 */
export function readRow(
  row: SourceRow,
  context: RowContext,
  isKnownId: (id: string) => boolean,
): { report: ImportedReport } | { refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  const textOf = (field: Field) => (row.cells[context.columns[field] ?? ''] ?? '').trim();
  const externalId = textOf('id').normalize('NFC');
  const refuse = (column: string, code: RefusalCode, value: string) =>
    refusals.push({ line: row.line, externalId, column, code, value });
  if (row.fault) {
    refuse(row.fault.column, row.fault.code, row.fault.value);
    return { refusals };
  }
  const cell = (field: Field): Cell => ({
    text: textOf(field),
    refuse: (code) => void refuse(context.columns[field] ?? field, code, textOf(field)),
  });
  checkId(externalId, cell('id'), isKnownId);
  const status = readStatus(cell('status'), context.vocabulary);
  const reportedAt = readReported(cell('date'), context);
  const report: ImportedReport = {
    externalId,
    ...readCategory(cell('category'), cell('kind'), context),
    status,
    language: readLanguage(cell('language')),
    ...readPlace(cell('lng'), cell('lat'), cell('area'), context),
    precision: readPrecision(cell('precision')),
    landmark: readText(cell('landmark'), LANDMARK_LENGTH_MAX),
    description: readText(cell('description'), DESCRIPTION_LENGTH_MAX),
    households: readHouseholds(cell('households')),
    reportedAt: reportedAt ?? '',
    resolvedAt:
      status === 'resolved' && reportedAt !== null ? readResolved(cell('resolved'), reportedAt, context) : null,
  };
  return refusals.length > 0 ? { refusals } : { report };
}

function checkId(id: string, cell: Cell, isKnownId: (id: string) => boolean): void {
  if (id === '') cell.refuse('required');
  else if (id.length > ID_LENGTH_MAX) cell.refuse('too_long');
  else if (/\p{Cc}|\p{Cs}/u.test(id)) cell.refuse('malformed');
  else if (isKnownId(id)) cell.refuse('duplicate_id');
}

function readCategory(category: Cell, kind: Cell, context: RowContext): { category: string; kind: string | null } {
  const none = { category: '', kind: null };
  const finest = kind.text === '' ? undefined : context.vocabulary.category(kind.text);
  if (kind.text !== '' && finest === undefined) {
    kind.refuse('category_unknown');
    return none;
  }
  const whole =
    category.text === '' ? undefined : (context.vocabulary.category(category.text) ?? context.defaultCategory);
  if (category.text !== '' && !whole) {
    category.refuse('category_unknown');
    return none;
  }
  if (finest && whole && whole.category !== finest.category) {
    kind.refuse('unknown_value');
    return none;
  }
  const found = finest ?? whole ?? context.defaultCategory;
  if (!found) category.refuse('required');
  return found ?? none;
}

function readStatus(cell: Cell, vocabulary: Vocabulary): Status {
  if (cell.text === '') return 'new';
  const status = vocabulary.status(cell.text);
  if (status === undefined) cell.refuse('status_unknown');
  return status ?? 'new';
}

/** Null when refused. */
function readReported(cell: Cell, { columns, now }: RowContext): string | null {
  if (columns.date === undefined) return now.toISOString();
  if (cell.text === '') cell.refuse('required');
  return cell.text === '' ? null : readPast(cell, now);
}

function readResolved(cell: Cell, reportedAt: string, { now }: RowContext): string | null {
  if (cell.text === '') return null;
  const date = readPast(cell, now);
  if (date !== null && date < reportedAt) cell.refuse('date_order');
  return date;
}

/** Null when refused. */
function readPast(cell: Cell, now: Date): string | null {
  const date = parseDate(cell.text);
  if (date === null) {
    cell.refuse('date_malformed');
  } else if (Date.parse(date) > now.getTime() + CLOCK_TOLERANCE_MILLISECONDS) {
    cell.refuse('date_in_future');
    return null;
  }
  return date;
}

function readText(cell: Cell, lengthMax: number): string | null {
  const text = cleanText(wellFormed(cell.text));
  // The database counts characters, JavaScript halves of them.
  if (text !== null && text.length > lengthMax && [...text].length > lengthMax) cell.refuse('too_long');
  return text;
}

/** JSON can spell half a character; PostgreSQL refuses it. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

function readHouseholds(cell: Cell): number | null {
  if (cell.text === '') return null;
  if (!/^[+-]?\d{1,9}(\.0+)?$/.test(cell.text)) {
    cell.refuse('wrong_type');
    return null;
  }
  const households = Number(cell.text);
  if (households < 1 || households > HOUSEHOLDS_MAX) cell.refuse('out_of_range');
  return households;
}

function readLanguage(cell: Cell): string {
  const language = cell.text.toLowerCase() || LANGUAGE_DEFAULT;
  if (!/^[a-z]{2,3}$/.test(language)) cell.refuse('unknown_value');
  return language;
}

function readPrecision(cell: Cell): Precision {
  const precision = PRECISIONS.find((known) => known === (cell.text.toLowerCase() || 'exact'));
  if (precision === undefined) cell.refuse('unknown_value');
  return precision ?? 'area';
}
