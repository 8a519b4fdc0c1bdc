import { ImportFailure } from '../failure.ts';
import { FIELDS, GUESSES, type Field } from './fields.ts';

/** Column of each field; a field without a column is missing. */
export type Columns = Partial<Record<Field, string>>;

/**
 * Reads `category=TYPE,lat=LATITUDE`. A column name may itself contain commas; an empty one (`kind=`) switches off the
 * guess for a field. Throws an ImportFailure for a field that does not exist or is named twice.
 */
export function parseMap(texts: readonly string[]): Map<Field, string> {
  const map = new Map<Field, string>();
  for (const part of texts.flatMap((text) => text.split(/,(?=\s*[A-Za-z]+\s*=)/))) {
    const at = part.indexOf('=');
    const field = part.slice(0, Math.max(at, 0)).trim().toLowerCase() as Field;
    if (at < 0 || !FIELDS.includes(field)) {
      throw new ImportFailure(
        `--map: "${part.trim().slice(0, 80)}" is not FIELD=COLUMN; the fields are ${FIELDS.join(', ')}.`,
      );
    }
    if (map.has(field)) throw new ImportFailure(`--map: ${field} is named twice.`);
    map.set(field, part.slice(at + 1).trim());
  }
  return map;
}

/**
 * Finds the column of each field: as mapped, else guessed from its name. Throws an ImportFailure when a mapped column does
 * not exist or exists twice, or when there is no way to an id, a category (`hasDefaultCategory`), or a place.
 */
export function resolveColumns(
  file: string,
  columns: readonly string[],
  map: ReadonlyMap<Field, string>,
  hasDefaultCategory: boolean,
): Columns {
  const resolved: Columns = {};
  const taken = new Set<string>();
  for (const [field, name] of map) {
    if (name === '') continue;
    resolved[field] = existing(file, columns, field, name);
    taken.add(resolved[field]);
  }
  for (const field of FIELDS) {
    if (map.has(field)) continue;
    const guess = guessed(columns, field, taken);
    if (guess === undefined) continue;
    resolved[field] = existing(file, columns, field, guess);
    taken.add(guess);
  }
  const missing = missingFields(resolved, hasDefaultCategory);
  if (missing.length > 0) {
    throw new ImportFailure(
      `${file}: no column for ${missing.join(' and ')}. Name it, as in --map ${missing[0]!.split(' ')[0]}=COLUMN; the columns are ${listed(columns)}.`,
    );
  }
  return resolved;
}

function guessed(columns: readonly string[], field: Field, taken: ReadonlySet<string>): string | undefined {
  for (const guess of GUESSES[field] ?? []) {
    const found = columns.find((column) => bare(column) === guess && !taken.has(column));
    if (found !== undefined) return found;
  }
  return undefined;
}

function existing(file: string, columns: readonly string[], field: Field, name: string): string {
  const matches = columns.filter((column) => column === name);
  const alike =
    matches.length > 0 ? matches : columns.filter((column) => column.trim().toLowerCase() === name.toLowerCase());
  if (alike.length === 1) return alike[0]!;
  if (alike.length > 1)
    throw new ImportFailure(
      `${file}: ${alike.length} columns are called "${name}"; give the one for ${field} a name of its own.`,
    );
  throw new ImportFailure(`${file}: there is no column "${name}" for ${field}; the columns are ${listed(columns)}.`);
}

function missingFields(columns: Columns, hasDefaultCategory: boolean): string[] {
  const missing: string[] = [];
  if (!columns.id) missing.push('id (without it a second import would store everything twice)');
  if (!columns.category && !columns.kind && !hasDefaultCategory) missing.push('category');
  if (!columns.area || columns.lat || columns.lng) {
    if (!columns.lat) missing.push('lat');
    if (!columns.lng) missing.push('lng');
  }
  return missing;
}

/** `Created Date`, `created_date` and `createdDate` are the same name. */
function bare(column: string): string {
  return column.toLowerCase().replace(/[^\p{L}\p{N}@]/gu, '');
}

function listed(columns: readonly string[]): string {
  const shown = columns.filter((column) => !column.startsWith('@'));
  return shown.length === 0 ? 'none' : shown.slice(0, 60).join(', ');
}
