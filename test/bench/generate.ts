import { normal, pick, randomFrom } from './random.ts';

/** The 10 km box, degrees: west, south, east, north. Both placeholder settlements lie in its middle. */
export const BOX = [72.7838, 40.4505, 72.9018, 40.5405] as const;
const SEED = 20_260_712;
const HOT_SPOTS = 200;
const HOT_SHARE = 0.6;
const HOT_DEVIATION_METRES = 120;
const METRES_PER_DEGREE_LAT = 111_050;
const METRES_PER_DEGREE_LNG = 84_650;
const FIRST_DAY = Date.UTC(2023, 9, 1);
const YEARS_MILLISECONDS = 3 * 365 * 86_400_000;
const DAY_MILLISECONDS = 86_400_000;
/** Share of reports whose text a moderator has let through. */
const TEXT_SHARE = 0.5;
/** Share of residents who choose a coarser place than they must. */
const COARSER_SHARE = 0.05;
const STATUSES: readonly (readonly [status: string, upTo: number])[] = [
  ['new', 0.3],
  ['verified', 0.45],
  ['in_progress', 0.6],
  ['resolved', 0.9],
  ['rejected', 0.95],
  ['duplicate', 1],
];
const TEXTS = [
  'Көчөдө түнү жарык жок, балдар мектептен караңгыда кайтат.',
  'Суу үч күндөн бери келбейт, коңшулар да ушуну айтып жатышат.',
  'Жол бузулган, жаандан кийин унаа өтө албай калат.',
  'Вторую неделю не вывозят мусор, контейнеры переполнены.',
  'После дождя вода стоит во дворе, стока нет.',
  'Чыңалуу кечинде түшүп кетет, муздаткыч иштебейт.',
];

/** Columns of `count` made-up reports, the n-th value of each belongs to the n-th report. */
export interface Made {
  number: number[];
  lng: number[];
  lat: number[];
  kind: string[];
  asked: string[];
  status: string[];
  reportedAt: string[];
  resolvedAt: (string | null)[];
  households: (number | null)[];
  supports: number[];
  text: (string | null)[];
}

/** `rows` made-up reports in chunks; the same number always gives the same reports. */
export function* madeReports(rows: number, kinds: readonly string[], chunkRows: number): Generator<Made> {
  const random = randomFrom(SEED);
  const [west, south, east, north] = BOX;
  const anywhere = () => [west + random() * (east - west), south + random() * (north - south)] as const;
  const spots = Array.from({ length: HOT_SPOTS }, anywhere);
  for (let first = 0; first < rows; first += chunkRows) {
    const made: Made = {
      number: [],
      lng: [],
      lat: [],
      kind: [],
      asked: [],
      status: [],
      reportedAt: [],
      resolvedAt: [],
      households: [],
      supports: [],
      text: [],
    };
    for (let number = first; number < Math.min(first + chunkRows, rows); number++) {
      const hot = random() < HOT_SHARE;
      const [lng, lat] = hot ? pick(spots, random) : anywhere();
      const spread = hot ? HOT_DEVIATION_METRES : 0;
      const share = random();
      const status = STATUSES.find(([, upTo]) => share < upTo)![0];
      const reportedAt = FIRST_DAY + random() * YEARS_MILLISECONDS;
      const lasted = (1 + random() * 60) * DAY_MILLISECONDS;
      made.number.push(number);
      made.lng.push(sixDecimals(lng + (normal(random) * spread) / METRES_PER_DEGREE_LNG));
      made.lat.push(sixDecimals(lat + (normal(random) * spread) / METRES_PER_DEGREE_LAT));
      made.kind.push(pick(kinds, random));
      made.asked.push(random() < COARSER_SHARE ? 'coarse' : 'exact');
      made.status.push(status);
      made.reportedAt.push(new Date(reportedAt).toISOString());
      made.resolvedAt.push(status === 'resolved' ? new Date(reportedAt + lasted).toISOString() : null);
      made.households.push(random() < 0.4 ? 1 + Math.floor(random() * 30) : null);
      made.supports.push(Math.floor(random() ** 4 * 40));
      made.text.push(random() < TEXT_SHARE ? pick(TEXTS, random) : null);
    }
    yield made;
  }
}

function sixDecimals(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
