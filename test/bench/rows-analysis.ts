import { atMost, type Context, type Group } from './context.ts';
import { runLoad } from './load.ts';
import { COLD_FILTERS } from './places.ts';
import { median } from './rounds.ts';

const RADII_METRES = [100, 150, 300, 500];
const SIZES_METRES = [100, 200, 1000];
const DENSITIES = [
  [50, 5],
  [120, 5],
  [120, 100],
  [500, 1000],
] as const;
const GROUPINGS = 'area,category,status,month';

export const heat: Group<'heat'> = {
  rows: { heat: { name: 'heat bands of one settlement, slowest filter and radius', unit: 'ms', goal: atMost(40) } },
  measure: async (context) => ({
    heat: {
      value: await slowest(
        context,
        RADII_METRES.flatMap((radius) =>
          COLD_FILTERS.map((filter) => `/api/heat?area=alai-1&radius=${radius}&${withoutBox(filter)}`),
        ),
      ),
    },
  }),
};

export const grid: Group<'grid'> = {
  rows: { grid: { name: 'hexagons, slowest filter and size', unit: 'ms', goal: atMost(40) } },
  measure: async (context) => ({
    grid: {
      value: await slowest(
        context,
        SIZES_METRES.flatMap((size) => COLD_FILTERS.map((filter) => `/api/grid?size=${size}&${filter}`)),
      ),
    },
  }),
};

export const hotspots: Group<'hotspots'> = {
  rows: {
    hotspots: { name: 'hot spots of one settlement, slowest filter, radius and minimum', unit: 'ms', goal: atMost(40) },
  },
  measure: async (context) => ({
    hotspots: {
      value: await slowest(
        context,
        DENSITIES.flatMap(([radius, minimum]) =>
          COLD_FILTERS.map(
            (filter) => `/api/hotspots?area=alai-1&radius=${radius}&minimum=${minimum}&${withoutBox(filter)}`,
          ),
        ),
      ),
    },
  }),
};

export const statistics: Group<'statistics'> = {
  rows: {
    statistics: {
      name: 'statistics by area x category x status x month, slowest filter',
      unit: 'ms',
      goal: atMost(20),
    },
  },
  measure: async (context) => ({
    statistics: {
      value: await slowest(
        context,
        COLD_FILTERS.map((filter) => `/api/statistics?by=${GROUPINGS}&${filter}`),
      ),
    },
  }),
};

/** Of the medians of each path, the highest: a goal for any filter is one for the worst. Each is asked three times at least. */
async function slowest({ large, rounds, seconds }: Context, paths: readonly string[]): Promise<number> {
  const values = paths.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    const { p50s } = await runLoad({
      origin: large.server.origin,
      connections: 1,
      warmupSeconds: seconds / 5,
      seconds,
      atLeast: 3 * paths.length,
      sequences: paths.map((path) => [{ path }]),
    });
    for (const [i, p50] of p50s.entries()) values[i]!.push(p50!);
  }
  return Math.max(...values.map(median));
}

/** The box of the filters lies beside the settlement. */
function withoutBox(filter: string): string {
  return filter.replace(/&bbox=[^&]*/, '&bbox=72.83,40.49,72.84,40.50');
}
