import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../server/root.ts';
import { findPostgres, freePort, onceOn, startPostgres, withDatabaseName } from './postgres.ts';
import type { PostgresServer } from './postgres.ts';

export interface RunningServer {
  /** Such as http://127.0.0.1:41234, without a slash at the end. */
  readonly origin: string;
  /** Makes the first administrator on the command line; gives the path of the one-time link. The embedded engine restarts for it. */
  addAdmin(login: string): Promise<string>;
  /** Ends the server and starts it again on the same port, data directory and database. */
  restart(): Promise<void>;
  /** Ends the server at once, with no chance to tidy up, and starts it again. */
  kill(): Promise<void>;
  /** Ends it and removes all it has written. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** With the invented reports, as a first start has them; without by default. */
  demo?: boolean;
  /** A file of boundaries to import first, relative to the root. */
  areas?: string;
  /** Which database; without, a private PostgreSQL where there is one, else the embedded engine. */
  engine?: 'postgres' | 'embedded';
  /** A PostgreSQL that runs already and stays the caller's, instead of one of its own. */
  databaseUrl?: string;
  /** More or other environment, such as BASEMAP_URL of an upstream on loopback. */
  environment?: Record<string, string>;
}

/** A first start on the embedded engine takes 45 s on an idle machine; this only ends one that hangs. */
const READY_WITHIN_MILLISECONDS = 240_000;
const POLL_MILLISECONDS = 100;

/** Starts the built server in a process of its own, on a free port and an empty database, and waits until it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'alai-server-'));
  const postgres = options.databaseUrl === undefined ? await privatePostgres(options.engine) : null;
  const databaseUrl = options.databaseUrl ?? postgres?.url ?? '';
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: directory,
    DATABASE_URL: databaseUrl,
    SECRET_KEY: 'a-secret-for-tests-only-0123456789abcdef',
    BASEMAP_URL: 'off',
    WRITE_LIMIT_PER_MINUTE: '0',
    READ_LIMIT_PER_MINUTE: '0',
    // A real limit would fail tests on a busy machine.
    DATABASE_ANSWER_MILLISECONDS: '120000',
    LOG_LEVEL: 'warn',
    ...options.environment,
  };
  let child: Child | null = null;
  const start = async () => {
    child = alai(['serve', ...(options.demo ? [] : ['--empty'])], environment);
    await untilReady(origin, child);
  };
  const end = async () => {
    await child?.end();
    child = null;
  };
  const stop = async () => {
    await end();
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    // With DATABASE_URL the server itself never loads any.
    if (options.demo && (databaseUrl !== '' || options.areas)) await alai(['demo', 'load'], environment).succeeded();
    if (options.areas) await alai(['import', 'areas', path.join(ROOT, options.areas)], environment).succeeded();
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  const kill = async () => {
    await child?.kill();
    child = null;
  };
  const addAdmin = async (login: string) => {
    const command = ['user', 'add', login, '--role', 'admin'];
    if (postgres === null) await end();
    const added = alai(command, environment);
    await added.succeeded();
    if (postgres === null) await start();
    return /\/staff\/link#[\w-]+/.exec(added.printed())![0];
  };
  return { origin, addAdmin, stop, restart: () => end().then(start), kill: () => kill().then(start) };
}

/** Where the browser tests' servers share a PostgreSQL, and the migrated and seeded database in it that each gets a copy of. */
export const SHARED_POSTGRES = 'ALAI_TEST_POSTGRES';
export const SHARED_TEMPLATE = 'ALAI_TEST_TEMPLATE';

/** A copy of the template of the shared PostgreSQL, or a cluster of its own where there is none. */
async function privatePostgres(engine: ServerOptions['engine']): Promise<PostgresServer | null> {
  if (engine === 'embedded') return null;
  const shared = process.env[SHARED_POSTGRES];
  if (shared !== undefined) {
    const name = `alai_test_${randomBytes(8).toString('hex')}`;
    await onceOn(shared, `create database ${name} template ${process.env[SHARED_TEMPLATE]}`);
    return { url: withDatabaseName(shared, name), stop: () => onceOn(shared, `drop database ${name} with (force)`) };
  }
  const source = findPostgres();
  if (source === null) {
    if (engine === 'postgres') throw new Error('No PostgreSQL with PostGIS found.');
    return null;
  }
  return startPostgres(source);
}

interface Child {
  readonly process: ChildProcess;
  /** All it has printed. */
  printed(): string;
  /** Waits for exit code 0; throws with what it printed otherwise. */
  succeeded(): Promise<void>;
  /** Asks it to end, as Ctrl-C does, and waits until it has. */
  end(): Promise<void>;
  kill(): Promise<void>;
}

function alai(args: string[], environment: NodeJS.ProcessEnv): Child {
  const child = spawn(process.execPath, [path.join(ROOT, 'server/bin.mjs'), ...args], {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-50_000)));
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  // Whoever forgets to stop it, or dies, must not leave it behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
  return {
    process: child,
    printed: () => output,
    async succeeded() {
      const code = await ended;
      if (code !== 0) throw new Error(`alai ${args.join(' ')} ended with ${code}:\n${output}`);
    },
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
    async kill() {
      kill();
      await ended;
    },
  };
}

async function untilReady(origin: string, child: Child): Promise<void> {
  const until = Date.now() + READY_WITHIN_MILLISECONDS;
  while (Date.now() < until) {
    if (child.process.exitCode !== null)
      throw new Error(`The server ended with ${child.process.exitCode}:\n${child.printed()}`);
    const ready = await fetch(`${origin}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  throw new Error(`The server was not ready in time:\n${child.printed()}`);
}
