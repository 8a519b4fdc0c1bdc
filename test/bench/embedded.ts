import path from 'node:path';
import pg from 'pg';
import { openEmbedded } from '../../server/db/embedded/engine.ts';
import { BOX } from './generate.ts';
import { fillBy } from './fill.ts';
import { randomFrom } from './random.ts';
import { median } from './rounds.ts';
import { migrate, startBenchServer, type BenchServer } from './server.ts';

const SHOWN = "array['new', 'verified', 'in_progress', 'resolved']";
/** What the engine can do without a server before it: the same work in its barest form, one after the other. */
const LIST = `select r.feature from published_reports r where status = any (${SHOWN})
order by reported_at desc, id desc limit 1001`;
const ALL = `select r.feature from published_reports r where status = any (${SHOWN})`;
const INSERT = `insert into reports (code, category_code, kind_code, location, precision, language, channel, manage_token_hash)
values ($1, 'ROAD', 'ROAD_POTHOLE', st_setsrid(st_makepoint($2, $3), 4326), 'exact', 'ky', 'web', $4)`;
const LISTS = 15;
const EXPORTS = 3;
const INSERTS = 200;

export interface Embedded {
  server: BenchServer;
  /** Milliseconds of each on the engine itself; what the answers of the server are compared with. */
  bare: { list: number; all: number; insert: number };
}

/**
 * An embedded database of `rows` made-up reports in a directory of its own, measured by itself first, because only one
 * process can hold it, and then the server on it.
 */
export async function startEmbedded(rows: number, scratch: string, say: (line: string) => void): Promise<Embedded> {
  const dataDir = path.join(scratch, 'embedded');
  const since = Date.now();
  await migrate('', scratch, dataDir);
  const engine = await openEmbedded({ dataDir });
  let bare: Embedded['bare'];
  try {
    const client = new pg.Client(engine.poolOptions as pg.ClientConfig);
    await client.connect();
    try {
      await fillBy(client, rows);
      bare = {
        list: await medianOf(LISTS, () => client.query(LIST)),
        all: await medianOf(EXPORTS, () => client.query(ALL)),
        insert: await medianOf(INSERTS, (number) => client.query(INSERT, bareReport(number))),
      };
    } finally {
      await client.end();
    }
  } finally {
    await engine.close();
  }
  const server = await startBenchServer('', scratch, dataDir);
  const seconds = ((Date.now() - since) / 1000).toFixed(1);
  say(`  ${rows.toLocaleString('en-US')} reports stored by the embedded engine and served after ${seconds} s`);
  return { server, bare };
}

function bareReport(number: number): unknown[] {
  const random = randomFrom(number + 1);
  const [west, south, east, north] = BOX;
  const place = [west + random() * (east - west), south + random() * (north - south)];
  // Letters that a code may have: no 0 and no 1.
  const code = `BARE${number.toString().padStart(8, '0').replaceAll('0', 'X').replaceAll('1', 'Y')}`;
  return [code, ...place, Buffer.alloc(32, number)];
}

/** Milliseconds. */
async function medianOf(count: number, work: (number: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let number = 0; number < count; number++) {
    const startedAt = performance.now();
    await work(number);
    times.push(performance.now() - startedAt);
  }
  return median(times);
}
