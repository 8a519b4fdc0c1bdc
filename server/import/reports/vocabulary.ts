import { parse } from 'csv-parse/sync';
import type { Catalog } from '../../catalog/rules.ts';
import { STATUSES, type Status } from '../../contract/enums.ts';
import { ImportFailure } from '../failure.ts';

/** Words of a file and what they mean here. Looked up without regard to case and repeated spaces. */
export interface Vocabulary {
  category(word: string): { category: string; kind: string | null } | undefined;
  status(word: string): Status | undefined;
}

/** What the common public files call a status. */
const USUAL_STATUSES: Record<string, Status> = {
  open: 'new',
  'in progress': 'in_progress',
  assigned: 'in_progress',
  started: 'in_progress',
  closed: 'resolved',
  fixed: 'resolved',
};

/**
 * Puts together what a file's words may mean: our codes, our names in every language, then the operator's own mappings, which
 * win. Throws an ImportFailure when a mapping leads to a category, kind or status that does not exist.
 */
export function vocabulary(
  catalog: Catalog,
  categories: ReadonlyMap<string, string>,
  statuses: ReadonlyMap<string, string>,
): Vocabulary {
  const codes = new Map<string, string>();
  for (const category of catalog.categories) {
    // A kind may be called as its category is; the more particular one is meant then.
    for (const named of [category, ...category.kinds]) {
      for (const name of Object.values(named.name)) codes.set(folded(name), named.code);
    }
    for (const name of Object.values(category.shortName)) codes.set(folded(name), category.code);
  }
  for (const code of catalog.reportable) codes.set(folded(code), code);
  for (const [word, code] of categories) {
    const known = codes.get(folded(code));
    if (known === undefined || !catalog.reportable.has(code.toUpperCase()))
      throw unknownCode('categories', word, code, 'category or kind');
    codes.set(folded(word), known);
  }
  const meanings = new Map<string, Status>([
    ...Object.entries(USUAL_STATUSES),
    ...STATUSES.map((status) => [status, status] as const),
  ]);
  for (const [word, code] of statuses) {
    const known = STATUSES.find((status) => status === code.toLowerCase());
    if (!known) throw unknownCode('statuses', word, code, `status (${STATUSES.join(', ')})`);
    meanings.set(folded(word), known);
  }
  return {
    category(word) {
      const code = codes.get(folded(word));
      if (code === undefined) return undefined;
      const category = catalog.categoryOfKind.get(code);
      return category === undefined ? { category: code, kind: null } : { category, kind: code };
    },
    status: (word) => meanings.get(folded(word)),
  };
}

/**
 * Reads a mapping of external words to our codes: a JSON object, or CSV with two columns (a heading is recognised by
 * `isHeading`, told of the second cell). Throws an ImportFailure that names the file's fault.
 */
export function parseMapping(file: string, text: string, isHeading: (code: string) => boolean): Map<string, string> {
  const pairs = /^\s*\{/.test(text) ? jsonPairs(file, text) : csvPairs(file, text, isHeading);
  const mapping = new Map<string, string>();
  for (const [word, code] of pairs) {
    const earlier = mapping.get(folded(word));
    if (earlier !== undefined && earlier !== code)
      throw new ImportFailure(`${file}: "${word}" is mapped to both ${earlier} and ${code}.`);
    mapping.set(folded(word), code);
  }
  return mapping;
}

function jsonPairs(file: string, text: string): [string, string][] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ImportFailure(`${file} is not valid JSON: ${(error as Error).message}.`, { cause: error });
  }
  const pairs = Object.entries(value as object);
  const wrong = pairs.find(([, code]) => typeof code !== 'string');
  if (wrong) throw new ImportFailure(`${file}: the value of "${wrong[0]}" must be a code in quotes.`);
  return pairs as [string, string][];
}

function csvPairs(file: string, text: string, isHeading: (code: string) => boolean): [string, string][] {
  let rows: string[][];
  try {
    rows = parse(text, {
      bom: true,
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      delimiter: /^[^\n,]*;/.test(text) ? ';' : ',',
    });
  } catch (error) {
    throw new ImportFailure(`${file} is not valid CSV: ${(error as Error).message}.`, { cause: error });
  }
  const wrong = rows.findIndex((row) => row.length !== 2);
  if (wrong >= 0)
    throw new ImportFailure(`${file}, row ${wrong + 1}: two columns are needed, the external word and our code.`);
  return (rows.length > 0 && isHeading(rows[0]![1]!) ? rows.slice(1) : rows) as [string, string][];
}

function unknownCode(option: string, word: string, code: string, what: string): ImportFailure {
  return new ImportFailure(
    `--${option}: "${word}" is mapped to ${JSON.stringify(code.slice(0, 60))}, which is no ${what}.`,
  );
}

function folded(word: string): string {
  return word.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ');
}
