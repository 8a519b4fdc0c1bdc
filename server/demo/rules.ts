import type { Precision, Status } from '../contract/enums.ts';
import { placeInside, placeOutside, type DemoArea, type DemoPlace } from './places.ts';
import { Chance } from './random.ts';
import { lifeOf, statusesByAge, type LifeEvent } from './lives.ts';
import type { DemoKind, DemoTexts } from './texts.ts';

/** An invented report in the names of demo/insert.sql; times are RFC 3339 in UTC. */
export interface DemoReport {
  id: string;
  code: string;
  category: string;
  kind: string;
  status: Status;
  language: 'ky' | 'ru';
  channel: string;
  /** Degrees WGS 84; null when the report names only its settlement. */
  lng: number | null;
  lat: number | null;
  askedArea: string | null;
  precision: Precision;
  landmark: string | null;
  description: string | null;
  /** Whether description and landmark have passed moderation. */
  moderated: boolean;
  households: number | null;
  reportedAt: string;
  updatedAt: string;
  resolvedAt: string | null;
  supports: number;
  history: LifeEvent[];
}

const SEED = 20_230_712;
const DAY_MILLISECONDS = 86_400_000;
const BISHKEK_OFFSET_MILLISECONDS = 6 * 3_600_000;
const PERIOD_DAYS = 548;
/** Above 1: more reports lately than long ago. */
const TREND = 1.18;
const OUTSIDE_REPORTS = 4;
const FIRST_AREA_SHARE = 0.55;
const SUPPORTS_MAX = 30;
const HOUSEHOLDS_MAX = 40;
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * Invents the demonstration: the same reports on every machine, with times counted back from `now`. `areas` are the two
 * settlements, the larger share for the first; `kinds` must have at least one of each category in `texts.counts`.
 */
export function inventReports(
  texts: DemoTexts,
  areas: readonly DemoArea[],
  kinds: readonly DemoKind[],
  now: Date,
): DemoReport[] {
  const chance = new Chance(SEED);
  const categories = chance.shuffled(
    Object.entries(texts.counts).flatMap(([code, count]) => Array<string>(count).fill(code)),
  );
  const times = categories.map(() => reportedAt(now, chance));
  const statuses = statusesByAge(times, texts.statuses, chance);
  return categories.map((category, index) => {
    const place =
      index < OUTSIDE_REPORTS
        ? placeOutside(areas, chance)
        : placeInside(areaOf(index, categories.length, areas), category, texts, chance);
    const area = index < OUTSIDE_REPORTS ? null : areaOf(index, categories.length, areas).code;
    return inventReport(
      { category, place, area, reportedAt: times[index]!, status: statuses[index]! },
      texts,
      kinds,
      now,
      chance,
    );
  });
}

function areaOf(index: number, count: number, areas: readonly DemoArea[]): DemoArea {
  const share = (index - OUTSIDE_REPORTS) / (count - OUTSIDE_REPORTS);
  return areas[share < FIRST_AREA_SHARE ? 0 : areas.length - 1]!;
}

interface Sketch {
  category: string;
  place: DemoPlace;
  area: string | null;
  reportedAt: Date;
  status: Status;
}

function inventReport(
  sketch: Sketch,
  texts: DemoTexts,
  kinds: readonly DemoKind[],
  now: Date,
  chance: Chance,
): DemoReport {
  const { category, place, status } = sketch;
  const kind = kindOf(category, sketch.reportedAt, texts, kinds, chance);
  const language = chance.next() < 0.76 ? 'ky' : 'ru';
  // People who write about papers and safety often name only their settlement.
  const areaOnly = kind.precision === 'area' && sketch.area !== null && chance.next() < 0.5;
  const history = lifeOf({ ...sketch, language }, texts, now, chance);
  const unwanted = status === 'rejected' || status === 'duplicate';
  return {
    id: uuid(chance),
    code: Array.from({ length: 8 }, () => chance.pick([...CODE_ALPHABET])).join(''),
    category,
    kind: kind.code,
    status,
    language,
    channel: chance.weighted(['web', 'paper', 'phone', 'visit'], (name) => (name === 'web' ? 12 : 1)),
    lng: areaOnly ? null : place.lng,
    lat: areaOnly ? null : place.lat,
    askedArea: areaOnly ? sketch.area : null,
    precision: wish(chance),
    landmark: chance.next() < 0.65 ? chance.pick((place.spot?.landmarks ?? texts.landmarks)[language]) : null,
    description: chance.next() < 0.9 ? chance.pick(texts.phrases[kind.code]![language]) : null,
    moderated: status !== 'new' || chance.next() < 0.7,
    households: chance.next() < 0.4 ? Math.ceil(HOUSEHOLDS_MAX * chance.next() ** 2) || 1 : null,
    reportedAt: sketch.reportedAt.toISOString(),
    updatedAt: history.at(-1)!.at,
    resolvedAt: status === 'resolved' ? history.at(-1)!.at : null,
    supports: unwanted ? chance.integer(0, 2) : Math.floor((SUPPORTS_MAX + 1) * chance.next() ** 4),
    history,
  };
}

/** What residents ask for: mostly the finest, sometimes coarser. The database never publishes finer than the kind allows. */
function wish(chance: Chance): Precision {
  return chance.weighted(
    ['exact', 'coarse', 'area'] as const,
    (precision) => ({ exact: 88, coarse: 9, area: 3 })[precision],
  );
}

function kindOf(category: string, at: Date, texts: DemoTexts, kinds: readonly DemoKind[], chance: Chance): DemoKind {
  const month = new Date(at.getTime() + BISHKEK_OFFSET_MILLISECONDS).getUTCMonth() + 1;
  const ofCategory = kinds.filter((kind) => kind.category === category && texts.phrases[kind.code]);
  const inSeason = ofCategory.filter((kind) => texts.seasons[kind.code]?.includes(month) ?? true);
  // The first kinds of a category are its most common.
  return chance.weighted(inSeason, (kind) => 1 / (1 + ofCategory.indexOf(kind) / 3));
}

/** A time of day when people are awake (07:00 to 22:00 in Asia/Bishkek), at least an hour before now. */
function reportedAt(now: Date, chance: Chance): Date {
  const day = now.getTime() - DAY_MILLISECONDS * PERIOD_DAYS * chance.next() ** TREND;
  const midnight =
    Math.floor((day + BISHKEK_OFFSET_MILLISECONDS) / DAY_MILLISECONDS) * DAY_MILLISECONDS - BISHKEK_OFFSET_MILLISECONDS;
  const awake = midnight + chance.integer(7 * 60, 22 * 60) * 60_000;
  return new Date(awake > now.getTime() - 3_600_000 ? awake - DAY_MILLISECONDS : awake);
}

function uuid(chance: Chance): string {
  const hex = Array.from({ length: 32 }, () => chance.integer(0, 15).toString(16));
  hex[12] = '4';
  hex[16] = chance.pick(['8', '9', 'a', 'b']);
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
