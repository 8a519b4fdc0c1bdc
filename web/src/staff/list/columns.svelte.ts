import type { StaffReport, StaffSort } from '../../../../server/contract/staff-reports.ts';
import { formatCode, formatDate, formatNumber } from '../../i18n/format.ts';
import { precisionName } from '../../i18n/words.ts';
import { m } from '../../paraglide/messages.js';
import type { Catalog } from '../../state/catalog.svelte.ts';
import { locale } from '../../state/locale.svelte.ts';
import { local, readJson } from '../../state/storage.ts';
import { areaName, channelName, reasonName } from '../report/words.ts';

export const COLUMNS = [
  'reported',
  'area',
  'status',
  'text',
  'supports',
  'households',
  'precision',
  'body',
  'due',
  'updated',
  'channel',
  'hidden',
] as const;
export type Column = (typeof COLUMNS)[number];

const KEY = 'alai.staff.columns';
const FIRST: readonly Column[] = ['reported', 'area', 'status', 'text', 'supports', 'due'];
/** Numbers stand right, so that they can be compared. */
export const NUMERIC: ReadonlySet<Column> = new Set(['supports', 'households']);

const NAMES: Record<Column, () => string> = {
  reported: m.column_date,
  area: m.staff_area_field,
  status: m.staff_field_status,
  text: m.staff_column_text,
  supports: m.column_supports,
  households: m.column_households,
  precision: m.column_precision,
  body: m.staff_field_body,
  due: m.staff_field_due,
  updated: m.staff_column_updated,
  channel: m.staff_column_channel,
  hidden: m.staff_field_hidden_reason,
};
export const columnName = (column: Column): string => NAMES[column]();

/** What the server orders a column by; text has no order that would help anybody, it is searched. */
const SORTS: Record<Exclude<Column, 'text'>, StaffSort> = {
  reported: 'reported',
  area: 'area',
  status: 'status',
  supports: 'supports',
  households: 'households',
  precision: 'precision',
  body: 'body',
  due: 'due',
  updated: 'updated',
  channel: 'channel',
  hidden: 'hidden',
};
export const sortOf = (column: Column): StaffSort | null => (column === 'text' ? null : SORTS[column]);
export const sortName = (sort: StaffSort): string => (sort === 'category' ? m.staff_column_report() : columnName(sort));

/** Which columns are shown; kept in this browser. The report's name and number always are. */
class ColumnChoice {
  shown = $state.raw<readonly Column[]>(kept());

  toggle(column: Column, on: boolean): void {
    this.shown = COLUMNS.filter((other) => (other === column ? on : this.shown.includes(other)));
    local.set(KEY, JSON.stringify(this.shown));
  }
}
export const columns = new ColumnChoice();

function kept(): readonly Column[] {
  const stored = readJson<unknown>(local, KEY);
  return Array.isArray(stored) ? COLUMNS.filter((column) => stored.includes(column)) : FIRST;
}

/** The plain words of a cell; a status is drawn with its mark instead. */
export function cellOf(column: Column, report: StaffReport, catalog: Catalog): string {
  const count = (value: number | null): string => (value === null ? '' : formatNumber(value, locale.current, 0));
  switch (column) {
    case 'reported':
      return formatDate(report.reportedAt);
    case 'area':
      return areaName(report.area, catalog);
    case 'text':
      return report.publishedDescription ?? report.description ?? '';
    case 'supports':
      return count(report.supports);
    case 'households':
      return count(report.households);
    case 'precision':
      return precisionName(report.precision);
    case 'body':
      return catalog.bodyName(report.body) ?? report.body ?? '';
    case 'due':
      return report.dueOn === null ? '' : formatDate(report.dueOn);
    case 'updated':
      return formatDate(report.updatedAt);
    case 'channel':
      return channelName(report.channel);
    case 'hidden':
      return report.hidden ? reasonName(report.hidden.reason) : '';
    case 'status':
      return '';
  }
}

export const numberOf = (report: StaffReport): string => `№\u00a0${formatCode(report.code)}`;
