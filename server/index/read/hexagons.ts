import { hexagonAt, type Hexagon } from '../../geo/hexagon.ts';
import { UTM_SPAN_DEGREES } from '../../geo/utm.ts';
import { UtmPatches } from '../../geo/utm-patches.ts';
import { toUnits, type Columns } from '../columns/columns.ts';
import type { CompiledFilter } from './compile-filter.ts';
import { areaSlots, scanIn, type CountsIn } from './points.ts';
import type { ReportIndex } from '../columns/report-index.ts';

const WEST = toUnits(UTM_SPAN_DEGREES.west);
const EAST = toUnits(UTM_SPAN_DEGREES.east);
const SOUTH = toUnits(UTM_SPAN_DEGREES.south);
const NORTH = toUnits(UTM_SPAN_DEGREES.north);

/** Reports of one hexagon. */
export interface HexagonCount extends Hexagon {
  count: number;
  supports: number;
  /** Sum of the households named. */
  households: number;
}

/**
 * The exact and coarse reports in some areas that fit a filter, counted by hexagons of geo/hexagon.ts on EPSG:32643,
 * ordered by column and row. Places beyond the span of the zone are in no hexagon and count as outside.
 *
 * @param ids of the areas
 * @param size metres from edge to opposite edge
 */
export function hexagonsIn(
  index: ReportIndex,
  ids: readonly number[],
  filter: CompiledFilter,
  size: number,
): { hexagons: HexagonCount[]; counts: CountsIn } {
  const sums = new HexagonSums(size);
  const slots = areaSlots(index, [ids]);
  const counts = scanIn(index, slots, filter, (columns, rows, count) => sums.add(columns, rows, count));
  const { beyond } = sums;
  return {
    hexagons: sums.hexagons(),
    counts: { ...counts, onMap: counts.onMap - beyond, outside: counts.outside + beyond },
  };
}

class HexagonSums {
  readonly #size: number;
  readonly #patches = new UtmPatches();
  readonly #found = new Map<number, Map<number, HexagonCount>>();
  /** Reports that lie beyond the span of the zone. */
  beyond = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Rows in Morton order are fast: neighbours are mostly in the same patch and in the same hexagon. */
  add({ lng, lat, supports, households }: Columns, rows: Int32Array, count: number): void {
    const patches = this.#patches;
    let here: HexagonCount | null = null;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      const x = lng[row]!;
      const y = lat[row]!;
      if (x < WEST || x > EAST || y < SOUTH || y > NORTH) {
        this.beyond++;
        continue;
      }
      patches.project(x, y);
      const at = hexagonAt(this.#size, patches.easting, patches.northing);
      if (here === null || here.column !== at.column || here.row !== at.row) here = this.#hexagon(at.column, at.row);
      here.count++;
      here.supports += supports[row]!;
      here.households += households[row]!;
    }
  }

  hexagons(): HexagonCount[] {
    const all = [...this.#found.values()].flatMap((column) => [...column.values()]);
    return all.sort((a, b) => a.column - b.column || a.row - b.row);
  }

  #hexagon(column: number, row: number): HexagonCount {
    let rows = this.#found.get(column);
    if (!rows) this.#found.set(column, (rows = new Map<number, HexagonCount>()));
    let hexagon = rows.get(row);
    if (!hexagon) rows.set(row, (hexagon = { column, row, count: 0, supports: 0, households: 0 }));
    return hexagon;
  }
}
