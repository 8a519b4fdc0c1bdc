import path from 'node:path';
import { ROOT } from '../../server/root.ts';
import { BOX } from './generate.ts';
import { runTool } from './tool.ts';

/**
 * A request. In path, headers and body stand for values that are new in each sequence: `{unique}` an instant long ago that
 * no other sequence has, `{key}` a UUID, `{lng}` and `{lat}` a place in the box.
 */
export interface Step {
  method?: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Job {
  /** Of the server, on loopback. */
  origin: string;
  connections: number;
  seconds: number;
  /** Not counted, before. */
  warmupSeconds?: number;
  /** So many sequences are waited for, even when the time is up. */
  atLeast?: number;
  /** Sequences begun in a second, whether or not the earlier ones have ended; without it each connection goes on at once. */
  perSecond?: number;
  /** Asked in turn; the steps of one are asked one after the other, and only the whole is counted and timed. */
  sequences: Step[][];
}

export interface Seen {
  /** Sequences in a second. */
  perSecond: number;
  /** Milliseconds of a sequence. */
  p50: number;
  p99: number;
  /** The median of each sequence of the job; null where it was not asked. */
  p50s: (number | null)[];
  /** Mean size of the bodies of a sequence, as sent. */
  bytes: number;
}

let offset = 0;
const OFFSET_STEP = 200_000;

/** Asks a server in a process of its own. Throws when an answer was none of 200 to 299. */
export async function runLoad(job: Job): Promise<Seen> {
  // Numbers of sequences go on from job to job, so that what is unique stays so.
  offset += OFFSET_STEP;
  const input = JSON.stringify({ ...job, offset, box: BOX });
  const output = await runTool(process.execPath, [path.join(ROOT, 'test/bench/load-generator.mjs')], { input });
  const { statuses, count, ...seen } = JSON.parse(output) as Seen & {
    statuses: Record<string, number>;
    count: number;
  };
  const wrong = Object.entries(statuses).filter(([status]) => Number(status) >= 300);
  if (wrong.length > 0) throw new Error(`answers were ${wrong.map(([status, n]) => `${status} (${n})`).join(', ')}`);
  if (count === 0) throw new Error(`nothing was answered within ${job.seconds} s`);
  return seen;
}
