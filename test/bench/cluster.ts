import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findPostgres, onceOn, startPostgres, withDatabaseName } from '../support/postgres.ts';

/** A PostgreSQL as one would run it: what is committed is on the disk, and the data fit into memory. */
const SETTINGS = [
  'fsync=on',
  'synchronous_commit=on',
  'full_page_writes=on',
  'shared_buffers=2GB',
  'maintenance_work_mem=512MB',
  'work_mem=64MB',
  'max_wal_size=8GB',
  // None in the middle of a measurement.
  'checkpoint_timeout=1h',
];

export interface Cluster {
  /** Makes a database, empty or a copy of one made before, and answers with its address. */
  create(name: string, template?: string): Promise<string>;
  /** Where psql and pgbench are; the bare name where only the PATH can tell. */
  tool(name: 'psql' | 'pgbench'): string;
  stop(): Promise<void>;
}

/** Starts a private cluster that is durable; with TEST_DATABASE_URL that server is used as it is. `scratch`: own directory. */
export async function startCluster(scratch: string): Promise<Cluster> {
  const source = findPostgres();
  if (source === null) throw new Error('No PostgreSQL with PostGIS found: install one or set TEST_DATABASE_URL.');
  const server = await startPostgres('url' in source ? source : { binaries: durable(source.binaries, scratch) });
  const made: string[] = [];
  return {
    async create(name, template) {
      const nameOf = (short: string) => `bench_${short}_${process.pid}`;
      const database = nameOf(name);
      await onceOn(server.url, `create database ${database}${template ? ` template ${nameOf(template)}` : ''}`);
      made.push(database);
      return withDatabaseName(server.url, database);
    },
    tool(name) {
      const own = 'binaries' in source ? path.join(source.binaries, name) : name;
      return existsSync(own) ? own : name;
    },
    async stop() {
      for (const name of 'url' in source ? made : []) await onceOn(server.url, `drop database ${name} with (force)`);
      await server.stop();
    },
  };
}

/** The tests' clusters are not durable. Of settings given twice the last one counts, so ours are put behind theirs. */
function durable(binaries: string, scratch: string): string {
  const folder = path.join(scratch, 'durable');
  mkdirSync(folder);
  const settings = SETTINGS.map((setting) => `-c ${setting}`).join(' ');
  for (const [name, more] of [
    ['initdb', ''],
    ['postgres', settings],
  ] as const) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\nexec '${path.join(binaries, name)}' "$@" ${more}\n`);
    chmodSync(file, 0o755);
  }
  return folder;
}
