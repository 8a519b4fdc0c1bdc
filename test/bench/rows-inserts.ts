import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../server/root.ts';
import { atMost, ratioAtLeast, type Group } from './context.ts';
import { BOX } from './generate.ts';
import { runLoad } from './load.ts';
import { pgbench } from './pgbench.ts';
import { LOOK_UP, SEND } from './places.ts';
import { median } from './rounds.ts';

const CLIENTS = 8;
/** How far a likely duplicate may be of a category in the middle. */
const NEARBY_METRES = 200;
const MICRODEGREES = 1e6;

/** A report as a resident sends it: the look-up of duplicates, then the insert. One is done when both are answered. */
export const inserts: Group<'rate' | 'p99'> = {
  rows: {
    rate: {
      name: 'durable report with area assignment and duplicate look-up, 8 clients',
      unit: 'reports/s',
      goal: ratioAtLeast(0.8, '>= 0.8 of a statement for each step in pgbench', 0.04),
    },
    p99: { name: 'durable report with look-up, 8 clients, p99', unit: 'ms', goal: atMost(25) },
  },
  async measure(context) {
    const { server, url } = context.large;
    const rates: { here: number[]; sql: number[]; p99: number[] } = { here: [], sql: [], p99: [] };
    for (let round = 0; round < context.rounds; round++) {
      const { perSecond, p99 } = await runLoad({
        origin: server.origin,
        connections: CLIENTS,
        warmupSeconds: context.seconds / 5,
        seconds: context.seconds,
        sequences: [[LOOK_UP, SEND]],
      });
      rates.here.push(perSecond);
      rates.p99.push(p99);
      rates.sql.push(
        (await pgbench(context, url, [sendScript(round)], { clients: CLIENTS, seconds: context.seconds })).perSecond,
      );
    }
    return { rate: { value: median(rates.here), limit: median(rates.sql) }, p99: { value: median(rates.p99) } };
  },
};

/** report.sql for the places of the box. pgbench has no parameters but those of the command line; these stand in the text. */
function sendScript(round: number): string {
  const [west, south, east, north] = BOX.map((degrees) => Math.round(degrees * MICRODEGREES));
  const values: Record<string, number | undefined> = { west, south, east, north, metres: NEARBY_METRES, round };
  return readFileSync(path.join(ROOT, 'test/bench/report.sql'), 'utf8').replace(
    /(?<!:):(west|south|east|north|metres|round)\b/g,
    (_, name: string) => String(values[name]),
  );
}
