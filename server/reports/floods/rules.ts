import { BURST_REPORTS_MIN, BURST_SIGNS, type BurstMember, type Bursts } from '../../contract/floods.ts';
import { OPERATION_REPORTS_MAX } from '../../contract/staff-operations.ts';

/** A report of the last days. Time in milliseconds, place in degrees, `address` a hash that tells only whether two are the same. */
export interface RecentReport {
  id: string;
  version: number;
  code: string;
  reportedAt: number;
  lng: number | null;
  lat: number | null;
  category: string;
  kind: string | null;
  /** Code of the area it lies in. */
  area: string | null;
  text: string | null;
  address: string | null;
}
type Sign = (typeof BURST_SIGNS)[number];

const MINUTE_MILLISECONDS = 60_000;
/** Two reports that look alike belong together when they came within so long of each other. */
const WITHIN_MILLISECONDS: Record<Sign, number> = {
  address: 30 * MINUTE_MILLISECONDS,
  words: 24 * 60 * MINUTE_MILLISECONDS,
  place: 10 * MINUTE_MILLISECONDS,
};
/** Some 50 m. */
const CELL_DEGREES = 0.0005;
const WORDS_MIN = 3;

/** What makes two reports alike in each way; null: this one is like no other. */
const KEYS: Record<Sign, (report: RecentReport) => string | null> = {
  address: ({ address }) => address,
  words: ({ text }) => wordsOf(text),
  place: ({ lng, lat, category }) =>
    lng === null || lat === null
      ? null
      : `${category} ${Math.floor(lng / CELL_DEGREES)} ${Math.floor(lat / CELL_DEGREES)}`,
};

/**
 * Groups of at least five reports each of which came shortly after another of its group from the same address, with the
 * same words, or of the same category at the same place. A hint for a person: a hall full of phones is a burst as well.
 */
export function findBursts(reports: readonly RecentReport[]): Bursts['bursts'] {
  const sorted = reports.toSorted((a, b) => a.reportedAt - b.reportedAt);
  const groups = new Groups(sorted.length);
  const links: { sign: Sign; index: number }[] = [];
  for (const sign of BURST_SIGNS) {
    const last = new Map<string, number>();
    sorted.forEach((report, index) => {
      const key = KEYS[sign](report);
      if (key === null) return;
      const before = last.get(key);
      last.set(key, index);
      if (before === undefined) return;
      if (report.reportedAt - sorted[before]!.reportedAt > WITHIN_MILLISECONDS[sign]) return;
      groups.join(before, index);
      links.push({ sign, index });
    });
  }
  const members = new Map<number, number[]>();
  sorted.forEach((_report, index) => {
    const root = groups.of(index);
    const group = members.get(root);
    if (group === undefined) members.set(root, [index]);
    else group.push(index);
  });
  const signs = new Map<number, Map<Sign, number>>();
  for (const { sign, index } of links) {
    const counts = signs.get(groups.of(index)) ?? new Map<Sign, number>();
    signs.set(groups.of(index), counts.set(sign, (counts.get(sign) ?? 0) + 1));
  }
  return [...members.entries()]
    .filter(([, indexes]) => indexes.length >= BURST_REPORTS_MIN)
    .map(([root, indexes]) =>
      burst(
        indexes.map((index) => sorted[index]!),
        signs.get(root)!,
      ),
    )
    .sort((a, b) => b.count - a.count);
}

function burst(reports: readonly RecentReport[], links: ReadonlyMap<Sign, number>): Bursts['bursts'][number] {
  const first = reports.slice(0, OPERATION_REPORTS_MAX);
  const numbers = addressNumbers(reports);
  return {
    count: reports.length,
    from: timeOf(reports[0]!),
    to: timeOf(reports.at(-1)!),
    // A sign of two of fifty says nothing of the burst.
    signs: BURST_SIGNS.filter((sign) => (links.get(sign) ?? 0) * 2 >= reports.length - 1),
    words: commonText(reports),
    reports: first.map(({ id, version }) => ({ id, version })),
    members: first.map((report) => memberOf(report, numbers)),
  };
}

function memberOf(report: RecentReport, numbers: ReadonlyMap<string, number>): BurstMember {
  const { id, code, category, kind, area, lng, lat, address } = report;
  return {
    id,
    code,
    at: timeOf(report),
    category,
    kind,
    area,
    location: lng === null || lat === null ? null : { type: 'Point', coordinates: [lng, lat] },
    address: address === null ? null : numbers.get(address)!,
  };
}

/** A number for each address, so that not even its hash leaves the server: 1 is the one most reports came from. */
function addressNumbers(reports: readonly RecentReport[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { address } of reports) if (address !== null) counts.set(address, (counts.get(address) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1]);
  return new Map(ranked.map(([address], index) => [address, index + 1]));
}

const timeOf = ({ reportedAt }: RecentReport): string => new Date(reportedAt).toISOString();

function commonText(reports: readonly RecentReport[]): string | null {
  const counts = new Map<string, number>();
  for (const { text } of reports) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [text, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [null, 0];
  return count * 2 > reports.length ? text : null;
}

/** The set of a text's words, folded; null when there are too few to be alike by more than chance. */
function wordsOf(text: string | null): string | null {
  const words = new Set((text ?? '').toLowerCase().match(/\p{L}{2,}/gu) ?? []);
  return words.size < WORDS_MIN ? null : [...words].sort().join(' ');
}

/** Which things are joined, directly or by others (union-find with path halving). */
class Groups {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, index) => index);
  }

  of(index: number): number {
    let at = index;
    while (this.#parent[at] !== at) at = this.#parent[at] = this.#parent[this.#parent[at]!]!;
    return at;
  }

  join(a: number, b: number): void {
    this.#parent[this.of(a)] = this.of(b);
  }
}
