import { findPostgres } from '../support/postgres.ts';
import { startCluster } from './cluster.ts';
import { fill } from './fill.ts';
import { busyTiles } from './places.ts';
import { median } from './rounds.ts';
import { inScratch } from './scratch.ts';
import { migrate, startBenchServer, type BenchServer } from './server.ts';
import { compare } from './soak-compare.ts';
import { startWork } from './soak-work.ts';

const LISTENERS = 50;
const SAMPLE_MILLISECONDS = 2000;
const MINUTE_MILLISECONDS = 60_000;
const CATCH_UP_MILLISECONDS = 30_000;
/** Between the second quarter of the run and the last one: the first warms up, garbage comes and goes. */
const GROWTH_MEBIBYTES_MAX = 40;
/** Shorter runs are all warming up. */
const JUDGED_FROM_MINUTES = 5;
const FAULTS_SHOWN = 10;

/**
 * Writes, edits, reads and listens on two server processes of one PostgreSQL for some minutes; then the index of each must
 * equal the database, no answer may have been 500 or more, and memory must have stayed flat. The exit code says so.
 */
export async function soak(
  { rows, minutes }: { rows: number; minutes: number },
  say: (line: string) => void,
): Promise<number> {
  if (findPostgres() === null)
    throw new Error('No PostgreSQL with PostGIS found: install one or set TEST_DATABASE_URL.');
  return inScratch(say, async (scratch, closing) => {
    const cluster = await startCluster(scratch);
    closing.push(() => cluster.stop());
    const url = await cluster.create('soak');
    await migrate(url, scratch);
    await fill(url, rows);
    const servers: BenchServer[] = [];
    for (let n = 0; n < 2; n++) {
      const server = await startBenchServer(url, scratch);
      closing.push(() => server.stop());
      servers.push(server);
    }
    say(`${rows.toLocaleString('en-US')} reports served by two processes; ${minutes} minutes of work …`);
    const tiles = await busyTiles(url, [8, 10, 12, 14, 15, 16, 17, 18], 12);
    const origins = servers.map(({ origin }) => origin);
    const work = await startWork(url, origins, tiles, LISTENERS);
    const memory = await sampleMemory(servers, minutes, (line) => say(`${line}; ${counts(work.done)}`));
    await work.stop();
    say(`\nDone: ${counts(work.done)}; ${LISTENERS * servers.length} listeners.`);

    let failed = report(say, 'answers of 500 and more, or none', work.faults);
    for (const [n, { origin }] of servers.entries()) {
      const { compared, differences } = await settled(url, origin);
      const what = `process ${n + 1}: differences from the database in ${compared} reports and figures`;
      failed += report(say, what, differences);
    }
    for (const [n, samples] of memory.entries()) {
      const growth = growthOf(samples);
      const judged = minutes >= JUDGED_FROM_MINUTES && growth !== null;
      if (judged && growth > GROWTH_MEBIBYTES_MAX) failed += 1;
      say(
        `process ${n + 1}: ${samples.at(-1)?.toFixed(0) ?? '?'} MiB, ${growth?.toFixed(1) ?? '?'} MiB more than in the second quarter` +
          (judged ? ` (<= ${GROWTH_MEBIBYTES_MAX})` : ' (too short a run to judge)'),
      );
    }
    say(failed === 0 ? 'The soak passed.' : 'The soak FAILED.');
    return failed === 0 ? 0 : 1;
  });
}

/** Resident memory of each process, MiB, while the work goes on; says how far it is once a minute. */
async function sampleMemory(
  servers: readonly BenchServer[],
  minutes: number,
  say: (line: string) => void,
): Promise<number[][]> {
  const samples: number[][] = servers.map(() => []);
  const startedAt = Date.now();
  let said = 0;
  while (Date.now() - startedAt < minutes * MINUTE_MILLISECONDS) {
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MILLISECONDS));
    for (const [n, server] of servers.entries()) {
      const now = server.memory();
      if (now !== null) samples[n]!.push(now);
    }
    const minute = Math.floor((Date.now() - startedAt) / MINUTE_MILLISECONDS);
    if (minute === said) continue;
    said = minute;
    say(`  ${minute} of ${minutes} minutes: ${samples.map((of) => `${of.at(-1)?.toFixed(0) ?? '?'} MiB`).join(', ')}`);
  }
  return samples;
}

/** How much higher the memory of the last quarter is than that of the second one, medians in MiB; null without samples. */
function growthOf(samples: readonly number[]): number | null {
  const quarter = Math.floor(samples.length / 4);
  if (quarter === 0) return null;
  return median(samples.slice(-quarter)) - median(samples.slice(quarter, 2 * quarter));
}

/** The index follows within a second; how far it may be behind right after the work is no question here. */
async function settled(url: string, origin: string): ReturnType<typeof compare> {
  const until = Date.now() + CATCH_UP_MILLISECONDS;
  for (;;) {
    const found = await compare(url, origin);
    if (found.differences.length === 0 || Date.now() > until) return found;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

/** Says how many there are and the first of them; answers with 1 when there is any. */
function report(say: (line: string) => void, what: string, lines: readonly string[]): number {
  say(`${what}: ${lines.length}`);
  for (const line of lines.slice(0, FAULTS_SHOWN)) say(`  ${line}`);
  return lines.length > 0 ? 1 : 0;
}

function counts(done: Readonly<Record<string, number>>): string {
  return Object.entries(done)
    .map(([name, count]) => `${count.toLocaleString('en-US')} ${name}`)
    .join(', ');
}
