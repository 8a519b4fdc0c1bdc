import { atMost, ratioAtLeast, ratioAtMost, type Context, type Group, type Measured } from './context.ts';
import { startEmbedded, type Embedded } from './embedded.ts';
import { runLoad, type Step } from './load.ts';
import { busyTiles, coldSequences, LOOK_UP, SEND } from './places.ts';
import { heat, statistics } from './rows-analysis.ts';
import { inTurn, median } from './rounds.ts';
import { warmTile } from './rows-tiles.ts';

/** What a laptop in a hall holds at the very most; filling more takes minutes. */
const EMBEDDED_ROWS_MAX = 100_000;
const SECONDS = 2;
const CLIENTS = 8;
const TILES_OF_A_ZOOM = 12;
const EXPORTS_MAX = 3;
const MILLISECONDS = 1000;

/** The same product without a database server: one engine inside the process, which answers one question at a time. */
export const embedded: Group<'warm' | 'cold' | 'list' | 'heat' | 'statistics' | 'file' | 'rate' | 'p99'> = {
  rows: {
    warm: {
      name: 'embedded: warm tile of about 7 kB',
      unit: 'requests/s',
      goal: ratioAtLeast(0.9, '>= 0.9 of GET /healthz in the same app', 0.15),
    },
    cold: { name: 'embedded: cold counted tile z10-z14, any filter, p50', unit: 'ms', goal: atMost(10) },
    list: {
      name: 'embedded: list page of 1,000',
      unit: 'ms',
      goal: ratioAtMost(1.25, '<= 1.25x the same features asked of the engine itself', 10),
    },
    heat: { name: 'embedded: heat bands of one settlement, slowest filter and radius', unit: 'ms', goal: atMost(40) },
    statistics: {
      name: 'embedded: statistics by area x category x status x month, slowest filter',
      unit: 'ms',
      goal: atMost(20),
    },
    file: {
      name: 'embedded: GeoJSON export of all',
      unit: 's',
      goal: ratioAtMost(1.1, '<= 1.1x all features at once from the engine itself', 8),
    },
    rate: {
      name: 'embedded: durable report with look-up, 8 clients',
      unit: 'reports/s',
      goal: ratioAtLeast(0.8, 'none; beside it bare inserts into the engine itself', 0.02),
    },
    p99: {
      name: 'embedded: durable report with look-up, 8 clients, p99',
      unit: 'ms',
      goal: { ...atMost(25), text: 'none' },
    },
  },
  async measure(context) {
    const rows = Math.min(context.large.rows, EMBEDDED_ROWS_MAX);
    const found = await startEmbedded(rows, context.scratch, context.say);
    try {
      return await measureOn(context, found, rows);
    } finally {
      await found.server.stop();
    }
  },
};

async function measureOn(context: Context, { server, bare }: Embedded, rows: number) {
  // Seeds are the same, so the reports of the large database say where these are too.
  const here: Context = { ...context, large: { ...context.large, rows, server }, seconds: SECONDS };
  const p50 = async (connections: number, sequences: Step[][]) =>
    (await runLoad({ origin: server.origin, connections, warmupSeconds: 0.5, seconds: SECONDS, atLeast: 5, sequences }))
      .p50;
  const tiles = await busyTiles(context.large.url, [10, 11, 12, 13, 14], TILES_OF_A_ZOOM);
  return {
    warm: await attempt(async () => (await warmTile.measure(here)).warm),
    cold: await attempt(async () => ({
      value: (await inTurn(here.rounds, { cold: () => p50(1, coldSequences(tiles)) })).cold,
    })),
    list: await attempt(async () => ({
      value: (await inTurn(here.rounds, { list: () => p50(1, [[{ path: '/api/reports?limit=1000' }]]) })).list,
      limit: bare.list,
    })),
    heat: await attempt(async () => (await heat.measure(here)).heat),
    statistics: await attempt(async () => (await statistics.measure(here)).statistics),
    file: await attempt(async () => ({
      value: (await inTurn(Math.min(here.rounds, EXPORTS_MAX), { file: () => exportSeconds(server.origin) })).file,
      limit: bare.all / MILLISECONDS,
    })),
    ...(await inserts(here, bare.insert)),
  };
}

async function inserts({ large, rounds }: Context, bareMilliseconds: number) {
  const seen: { rate: number[]; p99: number[] } = { rate: [], p99: [] };
  const done = await attempt(async () => {
    for (let round = 0; round < rounds; round++) {
      const { perSecond, p99 } = await runLoad({
        origin: large.server.origin,
        connections: CLIENTS,
        warmupSeconds: 0.5,
        seconds: SECONDS,
        sequences: [[LOOK_UP, SEND]],
      });
      seen.rate.push(perSecond);
      seen.p99.push(p99);
    }
    // The goals of inserts are set for PostgreSQL; one engine that answers in turn has none.
    return { value: median(seen.rate), limit: MILLISECONDS / bareMilliseconds, judged: false };
  });
  return { rate: done, p99: done.value === null ? done : { value: median(seen.p99), judged: false } };
}

/** One that cannot be measured keeps none of the others from it. */
async function attempt(measure: () => Promise<Measured>): Promise<Measured> {
  return measure().catch((error: Error) => ({ value: null, why: error.message.split('\n', 1)[0]! }));
}

async function exportSeconds(origin: string): Promise<number> {
  const startedAt = performance.now();
  const response = await fetch(`${origin}/api/exports/reports.geojson`);
  if (!response.ok) throw new Error(`the export was answered with ${response.status}`);
  for await (const chunk of response.body!) void chunk;
  return (performance.now() - startedAt) / MILLISECONDS;
}
