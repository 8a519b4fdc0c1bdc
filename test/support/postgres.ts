import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chownSync, constants, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** Where tests find a real PostgreSQL: a server that runs already, or binaries to start one with. */
export type PostgresSource = { readonly url: string } | { readonly binaries: string };

/** A PostgreSQL on which tests may create databases. */
export interface PostgresServer {
  /** Connection string of its maintenance database, as a role that may create databases. */
  readonly url: string;
  stop(): Promise<void>;
}

/** One that the tests have for themselves, so that they may take it away for a while. */
export interface PostgresCluster extends PostgresServer {
  /** Ends it as an administrator does, cutting every connection; what was committed stays. */
  halt(): Promise<void>;
  /** Starts it again, with its data and on its port, and waits until it answers. */
  start(): Promise<void>;
}

/** The user that runs the cluster; empty means the one that runs the tests. */
type Owner = { uid?: number; gid?: number };

const START_WITHIN_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 50;
/** A test cluster is thrown away, so nothing has to survive a power cut. */
const SETTINGS = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'shared_buffers=128MB',
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'timezone=UTC',
];

/**
 * Looks for a PostgreSQL with PostGIS: TEST_DATABASE_URL, then the newest of Debian's installations, then the one whose
 * pg_config is on the PATH. Starts nothing. Null when there is none.
 */
export function findPostgres(): PostgresSource | null {
  const url = process.env.TEST_DATABASE_URL;
  if (url) return { url };
  const binaries = findPostgresBinaries();
  return binaries === null ? null : { binaries };
}

/** The folder of a PostgreSQL with PostGIS with which a cluster can be made, whatever TEST_DATABASE_URL says; or null. */
export function findPostgresBinaries(): string | null {
  const candidates = [...debianBinaries(), pgConfig('pg_config', '--bindir')];
  return candidates.find((folder) => folder !== '' && isServerWithPostgis(folder)) ?? null;
}

/** Uses the server that runs already, or starts a private cluster. */
export async function startPostgres(source: PostgresSource): Promise<PostgresServer> {
  if ('url' in source) return { url: source.url, stop: async () => undefined };
  return startCluster(source.binaries);
}

/** Starts a private cluster in a temporary directory on a free loopback port. */
export async function startCluster(binaries: string): Promise<PostgresCluster> {
  const owner = clusterOwner();
  const directory = mkdtempSync(path.join(os.tmpdir(), 'alai-postgres-'));
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid ?? 0);
  const data = path.join(directory, 'data');
  initialise(binaries, data, owner);

  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let end = async (_signal: 'INT' | 'QUIT'): Promise<void> => undefined;
  const start = async () => {
    const running = runCluster(binaries, data, port, owner);
    end = running.end;
    try {
      await untilAnswers(url);
    } catch (error) {
      await stop();
      throw new Error(`PostgreSQL did not start: ${(error as Error).message}\n${running.printed()}`, { cause: error });
    }
  };
  const stop = async () => {
    await end('QUIT');
    rmSync(directory, { recursive: true, force: true });
  };
  await start();
  return { url, start, halt: () => end('INT'), stop };
}

/** Runs a cluster until `end`, with SIGINT (a tidy end) or SIGQUIT (the fastest), or until this process ends. */
function runCluster(binaries: string, data: string, port: number, owner: Owner) {
  const options = SETTINGS.flatMap((setting) => ['-c', setting]);
  // The shell ends the cluster when its standard input closes, which happens however this process ends.
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      '"$@" & server=$!; read -r signal; kill -"${signal:-QUIT}" $server; wait $server',
      'sh',
      path.join(binaries, 'postgres'),
    ].concat(['-D', data, '-p', String(port)], options),
    { ...owner, cwd: path.dirname(data), stdio: ['pipe', 'ignore', 'pipe'], env: clusterEnvironment() },
  );
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-20_000)));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const end = async (signal: 'INT' | 'QUIT') => {
    if (!child.stdin.writableEnded) child.stdin.end(`${signal}\n`);
    await ended;
  };
  return { end, printed: () => log };
}

/** The same server, another database. */
export function withDatabaseName(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

/** Runs one statement on a connection of its own, because CREATE and DROP DATABASE want to be alone. */
export async function onceOn(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** A port nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function debianBinaries(): string[] {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).filter((name) => /^\d+$/.test(name));
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => path.join(root, version, 'bin'));
}

function isServerWithPostgis(folder: string): boolean {
  if (!existsSync(path.join(folder, 'initdb')) || !existsSync(path.join(folder, 'postgres'))) return false;
  const own = path.join(folder, 'pg_config');
  // Debian has one pg_config for every version, and its server packages come without their own.
  const share = existsSync(own)
    ? pgConfig(own, '--sharedir')
    : path.join('/usr/share/postgresql', path.basename(path.dirname(folder)));
  return existsSync(path.join(share, 'extension/postgis.control'));
}

function pgConfig(command: string, option: string): string {
  const { stdout, status } = spawnSync(command, [option], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

/** PostgreSQL refuses to run as root: there it runs as postgres, or as nobody. Empty when this process is not root. */
function clusterOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const fields = users.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('PostgreSQL cannot run as root, and there is neither a user postgres nor a user nobody.');
}

/** Without PG... variables, which are meant for another server, and with a home the owner may enter. */
function clusterEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: os.tmpdir(), LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

function initialise(binaries: string, data: string, owner: Owner): void {
  // The owner of the cluster must be able to run it: a tool directory of root's own is of no use.
  accessSync(path.join(binaries, 'initdb'), constants.X_OK);
  const options = ['--no-sync', '--username=postgres', '--auth=trust', '--encoding=UTF8'];
  // Upper and lower case of Cyrillic letters need a UTF-8 locale; systems name it differently.
  const faults: string[] = [];
  for (const locale of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const { status, stderr, error } = spawnSync(
      path.join(binaries, 'initdb'),
      ['-D', data, `--locale=${locale}`, ...options],
      { ...owner, cwd: path.dirname(data), encoding: 'utf8', env: clusterEnvironment() },
    );
    if (status === 0) return;
    faults.push(error?.message ?? stderr);
  }
  throw new Error(`initdb failed: ${faults.join('\n')}`);
}

async function untilAnswers(url: string): Promise<void> {
  const until = Date.now() + START_WITHIN_MILLISECONDS;
  for (;;) {
    try {
      return await onceOn(url, 'select 1');
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
  }
}
