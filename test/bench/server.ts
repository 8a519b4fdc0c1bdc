import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../server/root.ts';
import { freePort } from '../support/postgres.ts';

const READY_WITHIN_MILLISECONDS = 300_000;
const POLL_MILLISECONDS = 100;
const KIBIBYTES_PER_MEBIBYTE = 1024;

export interface BenchServer {
  readonly origin: string;
  /** What it has logged so far. */
  log(): string;
  /** Resident memory now, MiB; null where the system does not tell. */
  memory(): number | null;
  /** Highest resident memory since `forgetPeak`, MiB; null where the system does not tell. */
  peakMemory(): number | null;
  forgetPeak(): void;
  stop(): Promise<void>;
}

/**
 * The built server in its own process, as in production: every header, log and limit is on, but no limit is reached.
 * Without a database address it is the embedded one in `dataDir`.
 */
export async function startBenchServer(databaseUrl: string, scratch: string, dataDir?: string): Promise<BenchServer> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const { child, ended, log } = alai(['serve', '--empty'], scratch, `server-${port}`, {
    ...(dataDir ? { DATA_DIR: dataDir } : {}),
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    WRITE_LIMIT_PER_MINUTE: '1000000',
    READ_LIMIT_PER_MINUTE: '10000000',
  });
  const status = (field: string): number | null => {
    try {
      const match = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      return match ? Number(match[1]) / KIBIBYTES_PER_MEBIBYTE : null;
    } catch {
      return null;
    }
  };
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const until = Date.now() + READY_WITHIN_MILLISECONDS;
  for (;;) {
    const ready = await fetch(`${origin}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`The server did not become ready:\n${log().slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  return {
    origin,
    log,
    memory: () => status('VmRSS'),
    peakMemory: () => status('VmHWM'),
    // 5 resets the peak: proc(5), /proc/pid/clear_refs.
    forgetPeak: () => {
      try {
        writeFileSync(`/proc/${child.pid}/clear_refs`, '5');
      } catch {
        // Then peakMemory() is that of the whole life, which is no better than it was.
      }
    },
    stop,
  };
}

/** Brings a database up to date and seeds it; without an address the embedded one. Throws with what was printed when that fails. */
export async function migrate(databaseUrl: string, scratch: string, dataDir?: string): Promise<void> {
  const { ended, log } = alai(['migrate'], scratch, `migrate-${dataDir ? 'embedded' : 'postgres'}`, {
    ...(dataDir ? { DATA_DIR: dataDir } : {}),
    DATABASE_URL: databaseUrl,
  });
  if ((await ended) !== 0) throw new Error(`The database could not be migrated:\n${log().slice(-2000)}`);
}

function alai(args: string[], scratch: string, name: string, environment: Record<string, string>) {
  const file = path.join(scratch, `${name}.log`);
  // Straight to a file: a pipe would have to be emptied by this process, which measures.
  const output = openSync(file, 'w');
  const child = spawn(process.execPath, [path.join(ROOT, 'server/bin.mjs'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      DATA_DIR: path.join(scratch, 'data'),
      SECRET_KEY: 'a-secret-for-the-bench-0123456789abcdef',
      BASEMAP_URL: 'off',
      NODE_ENV: 'production',
      ...environment,
    },
  });
  closeSync(output);
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  return { child, ended, log: () => readFileSync(file, 'utf8') };
}
