import { canonicalJson } from '../canonical-json.ts';
import type { Catalog } from '../catalog/rules.ts';
import type { AuditEntry, AuditQuery } from '../contract/staff-audit.ts';
import { listOf } from '../filters/rules.ts';
import { parseInstant } from '../filters/time.ts';
import { problem } from '../http/problem.ts';
import type { FieldChange } from './store.ts';

/** Which entries are asked for; null is any. Times are RFC 3339. */
export interface AuditFilter {
  user: string | null;
  action: string | null;
  subject: string | null;
  /** With everything within them. */
  areaIds: number[] | null;
  since: string | null;
  before: string | null;
  beforeId: number | null;
}

/** What differs between two values of the same shape, for the audit log; null is nothing there, and the order of keys says nothing. */
export function changesOf(before: object | null, after: object | null): FieldChange[] {
  const [from, to] = [before ?? {}, after ?? {}] as Record<string, unknown>[];
  return [...new Set([...Object.keys(from!), ...Object.keys(to!)])]
    .map((field) => ({ field, before: from![field] ?? null, after: to![field] ?? null }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after));
}

/** Throws date_malformed, date_order, area_unknown and cursor_malformed. `report` is looked up elsewhere. */
export function auditFilter(
  { user, action, subject, area, from, to, before }: AuditQuery,
  catalog: Pick<Catalog, 'areas'>,
): AuditFilter {
  if (before !== undefined && !/^\d{1,15}$/.test(before)) throw problem('cursor_malformed', before.slice(0, 40));
  const [since, until] = [from, to].map((text, index) =>
    text === undefined ? null : parseInstant(index === 0 ? 'from' : 'to', text),
  ) as [string | null, string | null];
  if (since !== null && until !== null && Date.parse(since) > Date.parse(until)) {
    throw problem('date_order', `${from} to ${to}`, { errors: [{ path: 'to', code: 'date_order' }] });
  }
  return {
    user: user?.toLowerCase() ?? null,
    action: action ?? null,
    subject: subject ?? null,
    areaIds: area === undefined ? null : listOf(area).flatMap((code) => idsWithin(code, catalog)),
    since,
    before: until,
    beforeId: before === undefined ? null : Number(before),
  };
}

function idsWithin(code: string, { areas }: Pick<Catalog, 'areas'>): readonly number[] {
  const found = areas.get(code);
  if (!found) {
    throw problem('area_unknown', `area=${code.slice(0, 80)}`, { errors: [{ path: 'area', code: 'area_unknown' }] });
  }
  return found.idsWithin;
}

const COLUMNS = [
  'id',
  'at',
  'user',
  'name',
  'via',
  'action',
  'subject',
  'subjectId',
  'subjectName',
  'undoes',
  'field',
  'before',
  'after',
  'erased',
] as const;

/** The first line of the CSV. A spreadsheet takes it for UTF-8 by its mark. */
export const AUDIT_CSV_HEAD = `\ufeff${COLUMNS.join(',')}\r\n`;

/** An entry as CSV (RFC 4180), one line a changed field; what a spreadsheet would run is quoted as text. */
export function auditCsv({ changes, ...entry }: AuditEntry): string {
  const fields = changes.length === 0 ? [{ field: '', before: null, after: null, erased: false }] : changes;
  return fields
    .map(({ field, before, after, erased }) => {
      const values = { ...entry, field, before: word(before), after: word(after), erased };
      return `${COLUMNS.map((column) => cell(values[column])).join(',')}\r\n`;
    })
    .join('');
}

function word(value: unknown): string {
  return value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function cell(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
