import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { findPostgres } from '../support/postgres.ts';
import { startCluster } from './cluster.ts';
import type { Context, Group, Measured, Place } from './context.ts';
import { fill } from './fill.ts';
import { isGross, resultOf, tableOf, type Result } from './results.ts';
import { grid, heat, hotspots, statistics } from './rows-analysis.ts';
import { embedded } from './rows-embedded.ts';
import { exportMemory, exportTime } from './rows-exports.ts';
import { growth } from './rows-growth.ts';
import { index } from './rows-index.ts';
import { inserts } from './rows-inserts.ts';
import { listPages } from './rows-lists.ts';
import { visible } from './rows-live.ts';
import { countedTile, pointTile, warmTile } from './rows-tiles.ts';
import { firstLoad } from './rows-web.ts';
import { inScratch, type Closing } from './scratch.ts';
import { migrate, startBenchServer } from './server.ts';

/** In the order of the goals. What writes comes where it disturbs least; the lists are short after it all the same. */
const GROUPS: readonly (readonly [name: string, group: Group])[] = [
  ['warm tile', warmTile],
  ['counted tiles', countedTile],
  ['point tiles', pointTile],
  ['live', visible],
  ['index', index],
  ['heat', heat],
  ['grid', grid],
  ['hot spots', hotspots],
  ['statistics', statistics],
  ['exports', exportTime],
  ['export memory', exportMemory],
  ['lists', listPages],
  ['inserts', inserts],
  ['growth', growth],
  ['first load', firstLoad],
  ['embedded', embedded],
];
/** Left out of the quick version unless asked for: making its database takes longer than all the others. */
const NOT_QUICK = new Set(['embedded']);
const QUICK_BELOW_ROWS = 100_000;
const SMALL_ROWS_MIN = 1000;
const README_FROM = '<!-- results -->';
const README_TO = '<!-- end of results -->';

export interface BenchOptions {
  rows: number;
  /** File for the results as JSON. */
  json?: string | undefined;
  /** Markdown file between whose marks the table is put. */
  readme?: string | undefined;
  /** Only groups with this word in their name. */
  only?: string | undefined;
  /** Fail when a row is far behind the limit of its own run. */
  check: boolean;
}

/** Measures every row of the goals and prints them; the exit code. Throws when it cannot even begin. */
export async function bench(options: BenchOptions, say: (line: string) => void): Promise<number> {
  if (options.check && findPostgres() === null) {
    say('No PostgreSQL with PostGIS was found: there is nothing to compare with, and nothing is measured.');
    return 0;
  }
  const startedAt = Date.now();
  return inScratch(say, async (scratch, closing) => {
    const context = await prepare(options.rows, scratch, closing, say);
    const { results, gross, notes } = await measureAll(context, options.only);
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    say(`\n${tableOf(results)}\n`);
    for (const note of notes) say(`not measured: ${note}`);
    say(`${machine()}; ${options.rows.toLocaleString('en-US')} reports; ${seconds} s.`);
    if (options.json) writeFileSync(options.json, `${JSON.stringify({ results }, null, 2)}\n`);
    if (options.readme) intoReadme(options.readme, results, notes, options.rows, seconds);
    for (const name of gross) say(`far behind: ${name}`);
    return options.check && gross.length > 0 ? 1 : 0;
  });
}

async function prepare(rows: number, scratch: string, closing: Closing, say: (line: string) => void): Promise<Context> {
  say('Starting PostgreSQL …');
  const cluster = await startCluster(scratch);
  closing.push(() => cluster.stop());
  await migrate(await cluster.create('empty'), scratch);
  const place = async (name: string, count: number): Promise<Place> => {
    const since = Date.now();
    const url = await cluster.create(name, 'empty');
    await fill(url, count);
    const server = await startBenchServer(url, scratch);
    closing.push(() => server.stop());
    say(
      `${count.toLocaleString('en-US')} reports stored and served after ${((Date.now() - since) / 1000).toFixed(1)} s`,
    );
    return { rows: count, url, server };
  };
  const small = await place('small', Math.max(Math.round(rows / 10), SMALL_ROWS_MIN));
  const large = await place('large', rows);
  const second = await startBenchServer(large.url, scratch);
  closing.push(() => second.stop());
  const quick = rows < QUICK_BELOW_ROWS;
  return { small, large, second, cluster, scratch, rounds: quick ? 1 : 5, seconds: quick ? 1 : 5, say };
}

async function measureAll(context: Context, only: string | undefined) {
  const results: Result[] = [];
  const gross: string[] = [];
  const notes: string[] = [];
  const quick = context.large.rows < QUICK_BELOW_ROWS;
  const wanted = (name: string) => (only === undefined ? !quick || !NOT_QUICK.has(name) : name.includes(only));
  const groups = GROUPS.filter(([name]) => wanted(name));
  for (const [number, [name, group]] of groups.entries()) {
    context.say(`Measuring ${number + 1} of ${groups.length}: ${name} …`);
    const since = Date.now();
    const measured = await group.measure(context).catch((error: Error): Record<string, Measured> => {
      const why = error.message.split('\n', 1)[0]!;
      return Object.fromEntries(Object.keys(group.rows).map((key) => [key, { value: null, why }]));
    });
    for (const [key, row] of Object.entries(group.rows)) {
      const found = measured[key]!;
      const result = resultOf(row, found);
      results.push(result);
      if (isGross(row, found)) gross.push(row.name);
      if (found.value === null) notes.push(`${row.name}: ${found.why ?? 'not measured'}.`);
      const shown = found.value === null ? `not measured: ${found.why ?? ''}` : `${result.value} ${row.unit}`;
      context.say(`  ${row.name}: ${shown}${result.limit === null ? '' : ` (limit ${result.limit})`}`);
    }
    context.say(`  in ${((Date.now() - since) / 1000).toFixed(1)} s`);
  }
  return { results, gross, notes };
}

function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} cores (${cpu?.model.trim() || os.arch()}), ${memory} GiB, Node ${process.version}, load ${os.loadavg()[0]!.toFixed(1)} at the end`;
}

function intoReadme(
  file: string,
  results: readonly Result[],
  notes: readonly string[],
  rows: number,
  seconds: number,
): void {
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(README_FROM), text.indexOf(README_TO)];
  if (from < 0 || to < from) throw new Error(`${file} has no "${README_FROM}" before "${README_TO}"`);
  const day = new Date().toISOString().slice(0, 10);
  const head = `${rows.toLocaleString('en-US')} reports, ${day}: ${machine()}; ${Math.round(seconds / 60)} minutes.`;
  const why = notes.length === 0 ? '' : `Not measured:\n\n${notes.map((note) => `- ${note}`).join('\n')}\n\n`;
  const made = `${README_FROM}\n\n${head}\n\n<!-- prettier-ignore -->\n${tableOf(results)}\n\n${why}`;
  writeFileSync(file, text.slice(0, from) + made + text.slice(to));
}
