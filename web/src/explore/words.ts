import type { Catalog } from '../state/catalog.svelte.ts';
import type { ReportFeature } from '../../../server/contract/reports.ts';
import { formatDate, formatNumber } from '../i18n/format.ts';
import { monthName } from '../i18n/months.ts';
import { m } from '../paraglide/messages.js';
import { locale } from '../state/locale.svelte.ts';
import { NO_AREA } from './url.ts';
import { addDays, writeDay } from './period.ts';
import type { Unit } from './calendar.ts';
import type { Filter } from './url.ts';

/** A count as it is written, and as plural forms need it. */
export function counted(count: number): { count: number; shown: string } {
  return { count, shown: formatNumber(count, locale.current, 0) };
}

/** Short name of an area's code, NO_AREA included. */
export function areaName(catalog: Catalog, code: string): string {
  if (code === NO_AREA) return m.area_none();
  const area = catalog.area(code);
  return area ? catalog.nameOf(area.properties.shortName) : code;
}

/** Where a report is, with how finely it says so. */
export function placeText(catalog: Catalog, { area, precision }: ReportFeature['properties']): string {
  if (area === null) return m.place_unknown();
  const name = areaName(catalog, area);
  if (precision === 'area') return m.place_area_only({ area: name });
  return precision === 'coarse' ? m.place_coarse({ area: name }) : name;
}

/** Place and day of a report, the second line of a row. */
export function rowLine(catalog: Catalog, report: ReportFeature): string {
  return `${placeText(catalog, report.properties)} · ${formatDate(report.properties.reportedAt)}`;
}

/** The chosen period in words, null for all time. */
export function periodText({ from, to }: Pick<Filter, 'from' | 'to'>): string | null {
  if (from && to) return `${writeDay(from)} – ${writeDay(addDays(to, -1))}`;
  if (from) return m.period_since({ day: writeDay(from) });
  return to ? m.period_until({ day: writeDay(addDays(to, -1)) }) : null;
}

/** Name of a category's or a kind's code: short where there is one. */
export function categoryName(catalog: Catalog, code: string): string {
  const category = catalog.category(code);
  if (category) return catalog.nameOf(category.shortName);
  const kind = catalog.kind(code);
  return kind ? catalog.nameOf(kind.name) : code;
}

/** What a bar of the histogram covers: 02.03 – 08.03.2026, март 2026, 2026. */
export function barName({ start, end }: { start: string; end: string }, unit: Unit): string {
  if (unit === 'month') return monthName(start, locale.current);
  if (unit === 'year') return start.slice(0, 4);
  const last = addDays(end, -1);
  const first = start.slice(0, 4) === last.slice(0, 4) ? writeDay(start).slice(0, 5) : writeDay(start);
  return `${first} – ${writeDay(last)}`;
}
