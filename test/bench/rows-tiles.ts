import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../server/root.ts';
import { absentPeer, atMost, ratioAtLeast, type Context, type Group } from './context.ts';
import { runLoad, type Step } from './load.ts';
import { pgbench } from './pgbench.ts';
import { busyTiles, coldSequences, SEND, tilePath, type TileAddress } from './places.ts';
import { inTurn, median } from './rounds.ts';

const WARM_BYTES = 7000;
const WARM_CONNECTIONS = 8;
const POINT_CONNECTIONS = 4;
const TILES_OF_A_ZOOM = 12;
const ARRIVALS_PER_SECOND = 50;
const ARRIVAL_CONNECTIONS = 8;
/** What browsers say they can read. */
const BROWSER: Record<string, string> = { 'accept-encoding': 'gzip, deflate, br, zstd' };

export const warmTile: Group<'warm'> = {
  rows: {
    warm: {
      name: 'warm tile of about 7 kB',
      unit: 'requests/s',
      goal: ratioAtLeast(0.9, '>= 0.9 of GET /healthz in the same app', 0.15),
    },
  },
  async measure(context) {
    const { server, url } = context.large;
    const tile = await tileOfBytes(
      context,
      WARM_BYTES,
      await busyTiles(url, [10, 11, 12, 13, 14, 15, 16, 17, 18, 19], TILES_OF_A_ZOOM),
    );
    const ask = (step: Step) => async () =>
      (
        await runLoad({
          origin: server.origin,
          connections: WARM_CONNECTIONS,
          warmupSeconds: context.seconds / 4,
          seconds: context.seconds,
          sequences: [[step]],
        })
      ).perSecond;
    const { warm, hello } = await inTurn(context.rounds, {
      warm: ask({ path: tilePath(tile), headers: BROWSER }),
      hello: ask({ path: '/healthz', headers: BROWSER }),
    });
    return { warm: { value: warm, limit: hello } };
  },
};

export const countedTile: Group<'p50' | 'p99' | 'peer'> = {
  rows: {
    p50: { name: 'cold counted tile z10-z14, 50 reports/s arriving, p50', unit: 'ms', goal: atMost(10) },
    p99: { name: 'cold counted tile z10-z14, 50 reports/s arriving, p99', unit: 'ms', goal: atMost(40) },
    peer: {
      name: "cold counted tile z10-z14 against dirt-simple's tile of all points",
      unit: 'ms',
      goal: ratioAtLeast(100, '>= 100x dirt-simple', 1),
    },
  },
  async measure(context) {
    const { server, url } = context.large;
    const sequences = coldSequences(await busyTiles(url, [10, 11, 12, 13, 14], TILES_OF_A_ZOOM));
    const [p50, p99]: [number[], number[]] = [[], []];
    for (let round = 0; round < context.rounds; round++) {
      const [seen] = await Promise.all([
        runLoad({ origin: server.origin, connections: 1, warmupSeconds: 0.5, seconds: context.seconds, sequences }),
        runLoad({
          origin: server.origin,
          connections: ARRIVAL_CONNECTIONS,
          perSecond: ARRIVALS_PER_SECOND,
          seconds: context.seconds + 0.5,
          sequences: [[SEND]],
        }),
      ]);
      p50.push(seen.p50);
      p99.push(seen.p99);
    }
    return {
      p50: { value: median(p50) },
      p99: { value: median(p99) },
      peer: absentPeer('dirt-simple-postgis-http-api'),
    };
  },
};

export const pointTile: Group<'tuned' | 'peer'> = {
  rows: {
    tuned: {
      name: 'cold point tile z15-z17 against tuned SQL',
      unit: 'requests/s',
      goal: ratioAtLeast(10, '>= 10x tuned SQL in pgbench', 0.05),
    },
    peer: {
      name: 'cold point tile z15-z17 against dirt-simple',
      unit: 'requests/s',
      goal: ratioAtLeast(20, '>= 20x dirt-simple', 1),
    },
  },
  async measure(context) {
    const { server, url } = context.large;
    const tiles = await busyTiles(url, [15, 16, 17], TILES_OF_A_ZOOM);
    const template = readFileSync(path.join(ROOT, 'test/bench/tile-points.sql'), 'utf8');
    const scripts = tiles.map((tile) =>
      template.replace(/:([xyz])\b/g, (_, name: 'x' | 'y' | 'z') => String(tile[name])),
    );
    // The same sets of reports on both sides: no other filter than the one that defeats the cache.
    const sequences = tiles.map((tile) => [{ path: `${tilePath(tile)}?from={unique}` }]);
    const { seconds, rounds } = context;
    const { index, sql } = await inTurn(rounds, {
      index: async () =>
        (
          await runLoad({
            origin: server.origin,
            connections: POINT_CONNECTIONS,
            warmupSeconds: 0.5,
            seconds,
            sequences,
          })
        ).perSecond,
      sql: async () => (await pgbench(context, url, scripts, { clients: POINT_CONNECTIONS, seconds })).perSecond,
    });
    return { tuned: { value: index, limit: sql }, peer: absentPeer('dirt-simple-postgis-http-api') };
  },
};

/** The tile whose answer to a browser is nearest to a size on the wire. */
async function tileOfBytes(context: Context, bytes: number, tiles: readonly TileAddress[]): Promise<TileAddress> {
  let [best, distance]: [TileAddress | null, number] = [null, Infinity];
  for (const tile of tiles) {
    const response = await fetch(context.large.server.origin + tilePath(tile), { headers: BROWSER });
    if (!response.ok) throw new Error(`${tilePath(tile)} answered ${response.status}`);
    await response.arrayBuffer();
    // Of what was sent, not of what it became when it was unpacked.
    const size = Number(response.headers.get('content-length'));
    if (Math.abs(size - bytes) < distance) [best, distance] = [tile, Math.abs(size - bytes)];
  }
  if (best === null) throw new Error('there is no tile with a report in it');
  context.say(`  the warm tile is ${tilePath(best)}, ${distance} bytes off ${bytes} on the wire`);
  return best;
}
