import fc from 'fast-check';
import { PRECISIONS, STATUSES, type Grouping, type Status } from '../../server/contract/enums.ts';
import type { Filter } from '../../server/filters/rules.ts';
import type { PublishedReport } from '../../server/index/rules.ts';

const DAY_MILLISECONDS = 86_400_000;
const BISHKEK = 6 * 3_600_000;
const FIRST = Date.UTC(2023, 0, 1);
const SEVEN_DECIMALS = 1e7;

/** Areas by id; null is outside all. */
export const AREAS: readonly (readonly [id: number | null, code: string | null])[] = [
  [null, null],
  [7, 'alai-1'],
  [8, 'alai-2'],
  [31, 'alai-1-q1'],
];
const CATEGORIES = ['WATER', 'ROAD', 'LIGHT'];
const KINDS = [null, 'A', 'B'];

/** Few ids, so that a sequence of changes meets the same report again. */
export const anyId = fc.nat(59).map((n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

/** Never -0, which no database gives. */
const rounded = (degrees: number) => Math.round(degrees * SEVEN_DECIMALS) / SEVEN_DECIMALS + 0;
const within = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(rounded);

/** Mostly a town, some places that many share, some on the edges of the world. */
const anyPlace: fc.Arbitrary<[lng: number, lat: number]> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(within(72.7, 72.9), within(40.45, 40.6)) },
  { weight: 2, arbitrary: fc.constantFrom<[number, number]>([72.8, 40.5], [72.85, 40.55], [72.8, 40.55]) },
  { weight: 1, arbitrary: fc.constantFrom<[number, number]>([180, 0], [-180, 0], [0, 90], [0, -90], [0, 0]) },
  { weight: 1, arbitrary: fc.tuple(within(-180, 180), within(-90, 90)) },
);

/** Any row that published_reports could show. */
export const anyReport: fc.Arbitrary<PublishedReport> = fc
  .record({
    id: anyId,
    place: fc.option(anyPlace, { freq: 12 }),
    category: fc.nat(CATEGORIES.length - 1),
    kind: fc.nat(KINDS.length - 1),
    status: fc.constantFrom(...STATUSES),
    area: fc.constantFrom(...AREAS),
    precision: fc.constantFrom(...PRECISIONS),
    day: fc.nat(900),
    hour: fc.nat(23),
    lasted: fc.option(fc.integer({ min: -3, max: 400 })),
    supports: fc.nat(40),
    households: fc.option(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constant(1_000_000))),
    demo: fc.boolean(),
  })
  .map(({ place, category, kind, area, day, hour, lasted, ...same }) => {
    const reportedAt = FIRST + day * DAY_MILLISECONDS + hour * 3_600_000;
    return {
      ...same,
      lng: place && place[0],
      lat: place && place[1],
      categoryCode: CATEGORIES[category]!,
      kindCode: KINDS[kind] === null ? null : `${CATEGORIES[category]}_${KINDS[kind]}`,
      areaId: area[0],
      areaCode: area[1],
      // A report without a place is known by settlement at most.
      precision: place ? same.precision : 'area',
      reportedAt,
      resolvedAt: lasted === null ? null : reportedAt + lasted * DAY_MILLISECONDS,
    };
  });

/** Lets everything through but rejected and duplicate reports. */
export const NO_FILTER: Filter = {
  areaIds: null,
  outside: false,
  categoryCodes: null,
  kindCodes: null,
  statuses: ['new', 'verified', 'in_progress', 'resolved'],
  since: null,
  before: null,
  boxes: null,
  boxCorners: null,
  polygon: null,
  polygonRing: null,
  words: null,
  demo: null,
};

const anyInstant = fc.nat(900).map((day) => new Date(FIRST + day * DAY_MILLISECONDS).toISOString());
const anyBox = fc
  .tuple(within(72.65, 72.95), within(40.4, 40.65), within(0, 0.2), within(0, 0.2))
  .map(([west, south, width, height]) => [west, south, rounded(west + width), rounded(south + height)] as const);
/** A ring that does not cross itself: corners by angle around a centre. */
export const anyRing = fc
  .tuple(
    within(72.75, 72.85),
    within(40.48, 40.57),
    fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 3, maxLength: 40 }),
  )
  .map(([lng, lat, radii]) =>
    radii.map((radius, i) => {
      const angle = (i * 2 * Math.PI) / radii.length;
      return [rounded(lng + 0.08 * radius * Math.cos(angle)), rounded(lat + 0.06 * radius * Math.sin(angle))] as const;
    }),
  );

/** Any filter, with boxes and polygons over the town. */
export const anyFilter: fc.Arbitrary<Filter> = fc
  .record({
    areaIds: fc.option(fc.subarray([7, 8, 31])),
    outside: fc.boolean(),
    codes: fc.option(
      fc.record({ categoryCodes: fc.subarray(CATEGORIES), kindCodes: fc.subarray(['WATER_A', 'ROAD_B']) }),
    ),
    statuses: fc.subarray([...STATUSES], { minLength: 1 }) as fc.Arbitrary<Status[]>,
    since: fc.option(anyInstant),
    before: fc.option(anyInstant),
    boxCorners: fc.option(fc.array(anyBox, { minLength: 1, maxLength: 2 }), { freq: 3 }),
    polygonRing: fc.option(anyRing, { freq: 3 }),
    demo: fc.option(fc.boolean()),
  })
  .map(({ codes, ...filter }) => ({ ...NO_FILTER, ...filter, ...codes }));

/** Whether a report fits a filter, said as plainly as the SQL says it. */
export function fits(report: PublishedReport, filter: Filter, hasReal: boolean): boolean {
  const { lng, lat } = report;
  const { areaIds, outside, categoryCodes, kindCodes, boxCorners, polygonRing } = filter;
  const at = new Date(report.reportedAt).toISOString();
  return (
    (areaIds === null || (report.areaId === null ? outside : areaIds.includes(report.areaId))) &&
    ((categoryCodes === null && kindCodes === null) ||
      !!categoryCodes?.includes(report.categoryCode) ||
      (report.kindCode !== null && !!kindCodes?.includes(report.kindCode))) &&
    filter.statuses.includes(report.status) &&
    (filter.since === null || at >= filter.since) &&
    (filter.before === null || at < filter.before) &&
    (boxCorners === null ||
      (lng !== null && boxCorners.some(([w, s, e, n]) => w <= lng && lng <= e && s <= lat! && lat! <= n))) &&
    (polygonRing === null || (lng !== null && covers(polygonRing, lng, lat!))) &&
    (!report.demo || (filter.demo ?? !hasReal))
  );
}

/** Whether a place lies in a ring or on it: the crossing number, edge by edge. */
export function covers(ring: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false;
  for (const [i, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(i + 1) % ring.length]!;
    const side = (x - x1) * (y2 - y1) - (x2 - x1) * (y - y1);
    const [w, e, s, n] = [Math.min(x1, x2), Math.max(x1, x2), Math.min(y1, y2), Math.max(y1, y2)];
    if (side === 0 && w <= x && x <= e && s <= y && y <= n) return true;
    if (s <= y && y < n && side > 0 === y2 > y1) inside = !inside;
  }
  return inside;
}

/** Column and row of a tile, from the definition of the projection. */
export function tileAt(z: number, lng: number, lat: number): { z: number; x: number; y: number } {
  const sine = Math.sin((lat * Math.PI) / 180);
  const share = (value: number) => Math.min(Math.max(Math.floor(value * 2 ** z), 0), 2 ** z - 1);
  return { z, x: share((lng + 180) / 360), y: share(0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) };
}

export function isOnMap(report: PublishedReport): boolean {
  return report.lng !== null && report.precision !== 'area';
}

/** The word under which a report is counted. */
export function wordOf(report: PublishedReport, grouping: Grouping): string | null {
  if (grouping === 'area') return report.areaCode;
  if (grouping === 'category') return report.categoryCode;
  if (grouping === 'kind') return report.kindCode;
  if (grouping === 'status') return report.status;
  const date = (instant: number) => new Date(instant + BISHKEK);
  if (grouping === 'month') return date(report.reportedAt).toISOString().slice(0, 7);
  if (grouping === 'week') {
    const sinceMonday = (date(report.reportedAt).getUTCDay() + 6) % 7;
    return date(report.reportedAt - sinceMonday * DAY_MILLISECONDS)
      .toISOString()
      .slice(0, 10);
  }
  const days = daysOf(report);
  return days === null
    ? null
    : date(report.reportedAt + days * DAY_MILLISECONDS)
        .toISOString()
        .slice(0, 7);
}

/** Days from report to resolution by the calendar; null when it is not resolved. */
export function daysOf({ status, reportedAt, resolvedAt }: PublishedReport): number | null {
  const day = (instant: number) => Math.floor((instant + BISHKEK) / DAY_MILLISECONDS);
  return status === 'resolved' && resolvedAt !== null ? Math.max(day(resolvedAt) - day(reportedAt), 0) : null;
}
