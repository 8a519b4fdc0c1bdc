import { atMost, ratioAtLeast, type Group } from './context.ts';
import { BOX } from './generate.ts';
import { runLoad } from './load.ts';
import { pgbench, queryText } from './pgbench.ts';
import { LOOK_UP, REPORT_KIND, SEND } from './places.ts';
import { median } from './rounds.ts';
import { NEARBY_METRES } from '../../server/contract/reports.ts';

const CLIENTS = 8;
const MICRODEGREES = 1e6;
const NEARBY_LIMIT = 20;

/** A report as a resident sends it: the look-up of duplicates, then the insert. One is done when both are answered. */
export const inserts: Group<'rate' | 'p99'> = {
  rows: {
    rate: {
      name: 'durable report with area assignment and duplicate look-up, 8 clients',
      unit: 'reports/s',
      goal: ratioAtLeast(0.8, '>= 0.8 of the same statements in pgbench', 0.04),
    },
    p99: { name: 'durable report with look-up, 8 clients, p99', unit: 'ms', goal: atMost(25) },
  },
  async measure(context) {
    const { server, url } = context.large;
    const script = sendScript();
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
      rates.sql.push((await pgbench(context, url, [script], { clients: CLIENTS, seconds: context.seconds })).perSecond);
    }
    return { rate: { value: median(rates.here), limit: median(rates.sql) }, p99: { value: median(rates.p99) } };
  },
};

/** The statements of a look-up and of createReport in server/reports/store.ts, in their order, with random values. */
function sendScript(): string {
  const [west, south, east, north] = BOX.map((degrees) => Math.round(degrees * MICRODEGREES));
  const hash = `'\\x${'ab'.repeat(32)}'`;
  const key = "md5(:n::text || 'key')::uuid";
  const place = { lng: ':lng', lat: ':lat' };
  const { category, kind } = REPORT_KIND;
  const metres = String(NEARBY_METRES);
  const nothing = Object.fromEntries(
    ['askedArea', 'landmark', 'description', 'households', 'observedAt'].map((name) => [name, 'null']),
  );
  return [
    `\\set n random(1, 1000000000000000)`,
    `\\set lng random(${west}, ${east}) / ${MICRODEGREES}.0`,
    `\\set lat random(${south}, ${north}) / ${MICRODEGREES}.0`,
    `${queryText('reports/nearby', { ...place, category: `'${category}'`, metres, limit: String(NEARBY_LIMIT) })};`,
    'begin;',
    `${queryText('reports/claim_key', { key, bodyHash: hash })};`,
    `${queryText('reports/insert', {
      ...nothing,
      ...place,
      code: "substr(translate(upper(md5(:n::text)), '01', 'XY'), 1, 12)",
      category: `'${category}'`,
      kind: `'${kind}'`,
      precision: "'exact'",
      language: "'ky'",
      channel: "'web'",
      manageTokenHash: hash,
    })} \\gset`,
    `${queryText('reports/insert_history', { reportId: ':id', actor: "'resident'", event: "'created'", status: "'new'" })};`,
    `${queryText('reports/one', { id: ':id' })} \\gset`,
    `${queryText('reports/save_answer', { key, answer: ':feature' })};`,
    'end;',
    '',
  ].join('\n');
}
