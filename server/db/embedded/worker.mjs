/**
 * The embedded PostGIS, in a thread of its own so that queries never hold up the event loop of the server.
 * In: {id, bytes} whole frontend messages, or {close: true}. Out: {progress}, {ready}, {id, bytes}, {fatal}, {closed}.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { postgis } from '@electric-sql/pglite-postgis';
import { watchMainLoop, withPostgisErrors } from './postgis-errors.mjs';

/** @type {{ directory: string }} the server's data directory; the database has its own below */
const { directory } = workerData;
const databaseDirectory = path.join(directory, 'postgres');
/** Lies beside the database while it is being made, so that a half-made one is never taken for a database. */
const unfinishedMark = path.join(directory, 'postgres.unfinished');

/** Sent to every client when it connects. */
const PARAMETERS = [
  'server_version',
  'server_encoding',
  'client_encoding',
  'standard_conforming_strings',
  'integer_datetimes',
  'DateStyle',
  'IntervalStyle',
  'TimeZone',
];

const START_PARAMETERS = [
  // PGlite starts with fsync off. A report is acknowledged only when it would survive a power cut as well.
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  // There is no background checkpointer: this bounds what is replayed after a kill, and so the start.
  ...['-c', 'max_wal_size=64MB', '-c', 'min_wal_size=32MB'],
  // PostgreSQL must notice deep nesting itself, before the thread's own stack, which also carries it, runs out.
  ...['-c', 'max_stack_depth=512kB'],
];

/** Two polygons of which one crosses itself: their overlay throws inside GEOS. */
const SELF_CHECK =
  "select st_intersection('POLYGON((0 0,1 1,1 0,0 1,0 0))'::geometry, 'POLYGON((0 0,2 0,2 2,0 2,0 0))'::geometry)";

class DurableFs extends NodeFS {
  async init(database, options) {
    const { emscriptenOpts } = await super.init(database, options);
    const addFsync = (engine) => {
      // Emscripten's NODEFS has no fsync: the call would succeed and do nothing.
      engine.FS.filesystems.NODEFS.stream_ops.fsync = (stream) => {
        const isDirectory = engine.FS.isDir(stream.node.mode);
        if (isDirectory) syncDirectory(engine.FS.filesystems.NODEFS.realPath(stream.node));
        else fs.fsyncSync(stream.nfd);
        return 0;
      };
    };
    const amended = withPostgisErrors(emscriptenOpts, () => database.Module);
    return { emscriptenOpts: { ...amended, preRun: [...amended.preRun, addFsync] } };
  }
}

/** Names made or changed in a directory survive a power cut only after this. */
function syncDirectory(directory) {
  // Windows neither needs nor allows it.
  if (process.platform === 'win32') return;
  const descriptor = fs.openSync(directory, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** A new database's files are written by PGlite, which syncs nothing; later ones PostgreSQL syncs itself. */
function syncTree(directory) {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const entryPath = path.join(directory, entry.name);
    if (entry.isDirectory()) syncTree(entryPath);
    else if (entry.isFile()) syncFile(entryPath);
  }
  syncDirectory(directory);
}

function syncFile(file) {
  const descriptor = fs.openSync(file, 'r+');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

async function open() {
  if (fs.existsSync(unfinishedMark)) fs.rmSync(databaseDirectory, { recursive: true, force: true });
  const isNew = !fs.existsSync(path.join(databaseDirectory, 'PG_VERSION'));
  if (isNew) fs.writeFileSync(unfinishedMark, '');
  parentPort.postMessage({ progress: isNew ? 'making the embedded database' : 'starting the embedded database' });
  // Names, phones and exact places are in there: for this user only.
  fs.mkdirSync(databaseDirectory, { recursive: true, mode: 0o700 });
  const database = new PGlite({
    fs: new DurableFs(databaseDirectory),
    extensions: { postgis },
    startParams: START_PARAMETERS,
  });
  await database.waitReady;
  if (isNew) parentPort.postMessage({ progress: 'adding PostGIS' });
  await database.exec('create extension if not exists postgis');
  await checkErrorsAreSeen(database);
  if (isNew) {
    await database.exec('checkpoint');
    syncTree(databaseDirectory);
    fs.rmSync(unfinishedMark);
    syncDirectory(directory);
  }
  return database;
}

async function checkErrorsAreSeen(database) {
  const error = await database.query(SELF_CHECK).then(
    () => undefined,
    (reason) => reason,
  );
  if (error?.code !== 'XX000') throw new Error('this build of the embedded PostGIS loses errors; refusing to use it');
}

async function parameters(database) {
  const columns = PARAMETERS.map((name) => `current_setting('${name}') as "${name}"`);
  const { rows } = await database.query(`select ${columns.join(', ')}`);
  return rows[0];
}

async function answer(database, { id, bytes }) {
  const chunks = [];
  await database.execProtocolRawStream(bytes, {
    syncToFs: false,
    onRawData: (chunk) => chunks.push(chunk.slice()),
  });
  const reply = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    reply.set(chunk, offset);
    offset += chunk.length;
  }
  parentPort.postMessage({ id, bytes: reply }, [reply.buffer]);
}

const fail = (error) => parentPort.postMessage({ fatal: String(error?.message ?? error) });

try {
  const database = await open();
  const ready = await parameters(database);
  watchMainLoop(database.Module, fail);
  parentPort.on('message', (request) => {
    if (request.close) {
      database
        .exec('checkpoint')
        .then(() => database.close())
        .then(() => parentPort.postMessage({ closed: true }), fail);
    } else {
      answer(database, request).catch(fail);
    }
  });
  parentPort.postMessage({ ready });
} catch (error) {
  fail(error);
}
