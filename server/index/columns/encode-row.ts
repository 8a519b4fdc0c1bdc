import { worldX, worldY } from '../../geo/mercator.ts';
import { keyHigh, keyLow, keyX, keyY } from '../../geo/morton.ts';
import { bishkekDay, monthOf } from './calendar.ts';
import { NOT_RESOLVED, toDegrees, toUnits, type Columns } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import { DEMO_FLAG, packFlags, PLACED_FLAG, precisionOf, statusOf } from './flags.ts';
import type { IndexedReport, PublishedReport } from './types.ts';
import { formatUuid, parseUuid } from './uuid.ts';

const COUNT_MAX = 2 ** 32 - 1;

/**
 * Writes a report into row 0 of the columns, which must have room for one.
 *
 * @throws RangeError that names what does not fit: the database never shows such a row
 */
export function encodeRow(report: PublishedReport, dictionary: Dictionary, to: Columns): void {
  const { lng, lat, reportedAt, supports } = report;
  const placed = lng !== null && lat !== null;
  const households = report.households ?? 0;
  if (placed && !(Math.abs(lng) <= 180 && Math.abs(lat) <= 90)) throw new RangeError(`place ${lng}, ${lat}`);
  if (!Number.isFinite(reportedAt)) throw new RangeError(`reportedAt ${reportedAt}`);
  if (!isCount(supports) || !isCount(households)) {
    throw new RangeError(`supports ${supports}, households ${households}`);
  }
  parseUuid(report.id, to.ids, 0);
  to.lng[0] = placed ? toUnits(lng) : 0;
  to.lat[0] = placed ? toUnits(lat) : 0;
  // From the place as it is kept: filters, tiles and whoever reads it again mean the same one.
  const x = placed ? worldX(toDegrees(to.lng[0]!)) : 0;
  const y = placed ? worldY(toDegrees(to.lat[0]!)) : 0;
  to.keyHigh[0] = keyHigh(x, y);
  to.keyLow[0] = keyLow(x, y);
  to.reportedAt[0] = reportedAt;
  const day = bishkekDay(reportedAt);
  to.months[0] = monthOf(day);
  to.resolutionDays[0] = resolutionDays(report, day);
  to.supports[0] = supports;
  to.households[0] = households;
  to.classes[0] = dictionary.classSlot(report.categoryCode, report.kindCode);
  to.areas[0] = dictionary.areaSlot(report.areaId, report.areaCode);
  to.flags[0] = packFlags(report.status, report.precision, report.demo, placed);
}

/** The report of a row. */
export function decodeRow(columns: Columns, row: number, dictionary: Dictionary): IndexedReport {
  const flags = columns.flags[row]!;
  const placed = (flags & PLACED_FLAG) !== 0;
  const { category, kind } = dictionary.classes[columns.classes[row]!]!;
  const area = dictionary.areas[columns.areas[row]!]!;
  const days = columns.resolutionDays[row]!;
  return {
    id: formatUuid(columns.ids, row),
    lng: placed ? toDegrees(columns.lng[row]!) : null,
    lat: placed ? toDegrees(columns.lat[row]!) : null,
    categoryCode: category,
    kindCode: kind,
    status: statusOf(flags),
    areaId: area.id,
    areaCode: area.code,
    precision: precisionOf(flags),
    reportedAt: columns.reportedAt[row]!,
    resolutionDays: days === NOT_RESOLVED ? null : days,
    supports: columns.supports[row]!,
    households: columns.households[row]! || null,
    demo: (flags & DEMO_FLAG) !== 0,
  };
}

/** Month (calendar.ts) in which the report of a row was resolved; null when it is not. */
export function resolvedMonth({ reportedAt, resolutionDays }: Columns, row: number): number | null {
  const days = resolutionDays[row]!;
  return days === NOT_RESOLVED ? null : monthOf(bishkekDay(reportedAt[row]!) + days);
}

/** Place of a row on the world grid of geo/mercator.ts. */
export function worldCell(columns: Columns, row: number): { x: number; y: number } {
  const [high, low] = [columns.keyHigh[row]!, columns.keyLow[row]!];
  return { x: keyX(high, low), y: keyY(high, low) };
}

/** Whole days, because of a place that is not exact no finer time is published; never below 0. */
function resolutionDays({ status, resolvedAt }: PublishedReport, day: number): number {
  if (status !== 'resolved' || resolvedAt === null) return NOT_RESOLVED;
  return Math.min(Math.max(bishkekDay(resolvedAt) - day, 0), NOT_RESOLVED - 1);
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= COUNT_MAX;
}
