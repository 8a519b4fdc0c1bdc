import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Duplex } from 'node:stream';
import { ROOT } from '../../root.ts';
import { lockDirectory } from './lock.ts';
import type { DirectoryLock } from './lock.ts';
import type { Backend } from './session.ts';
import { EngineStream } from './stream.ts';
import { Turn } from './turn.ts';

export interface EmbeddedEngine {
  /** Options to spread into pg.Pool. There is one backend, so a large `max` only makes a longer queue. */
  readonly poolOptions: {
    stream: () => Duplex;
    max: number;
    user: string;
    database: string;
    host: string;
    ssl: false;
  };
  /** Waits for the statement that runs, writes a checkpoint, ends the thread and frees the directory. End pools first. */
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** The database files go to `postgres` below it. Made when missing. */
  dataDir: string;
  /** How long a client waits for another's transaction before SQLSTATE 53300, "embedded database is busy". */
  waitMs?: number;
  /** Told what takes long: short phrases without a full stop. */
  onProgress?: (message: string) => void;
  /** The engine is gone for good and every client has lost its connection; the process should say so and end. */
  onCrash?: (error: Error) => void;
}

/** Deep enough for PostgreSQL's own limit on nesting (max_stack_depth) to come first. */
const WORKER_STACK_MB = 64;
const DEFAULT_WAIT_MS = 10_000;
const MAX_CLIENTS = 8;

/**
 * Starts the embedded PostGIS on a directory: some 20 s for a new one, some 5 s afterwards, 0.9 GB of memory.
 * @throws DirectoryInUseError when a process, this one included, has it open
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  const directory = path.resolve(options.dataDir);
  const lock = await lockDirectory(directory);
  const thread = new EngineThread(directory, options.onProgress);
  try {
    const parameters = await thread.ready;
    return new Engine(thread, lock, parameters, options);
  } catch (error) {
    await thread.stop();
    await lock.release();
    throw error;
  }
}

class Engine implements EmbeddedEngine {
  readonly poolOptions: EmbeddedEngine['poolOptions'];
  readonly #thread: EngineThread;
  readonly #lock: DirectoryLock;
  readonly #backend: Backend;
  #gone: Error | undefined;

  constructor(
    thread: EngineThread,
    lock: DirectoryLock,
    parameters: Record<string, string>,
    { waitMs = DEFAULT_WAIT_MS, onCrash }: EmbeddedOptions,
  ) {
    this.#thread = thread;
    this.#lock = lock;
    this.#backend = {
      execute: (bytes) => thread.execute(bytes),
      turn: new Turn(),
      sessions: new Set(),
      waitMs,
      parameters,
      unnamedOwner: undefined,
    };
    thread.onCrash = (error) => {
      if (this.#gone) return;
      this.#disconnect(error);
      void lock.release();
      onCrash?.(error);
    };
    this.poolOptions = {
      stream: () => new EngineStream(this.#gone ?? this.#backend),
      max: MAX_CLIENTS,
      user: 'postgres',
      database: 'postgres',
      // Given so that the PG... variables of the environment, meant for another server, are not looked at.
      host: 'embedded',
      ssl: false,
    };
  }

  async close(): Promise<void> {
    if (this.#gone) return;
    this.#disconnect(new Error('the embedded database is closed'));
    // All of them have had their end once the turn comes: they asked for theirs before.
    await Promise.all([...this.#backend.sessions].map((session) => session.end()));
    await this.#backend.turn.acquire(Infinity);
    try {
      await this.#thread.close();
    } finally {
      await this.#lock.release();
    }
  }

  #disconnect(error: Error): void {
    this.#gone = error;
    for (const session of this.#backend.sessions) session.fail(error);
  }
}

type FromWorker =
  | { progress: string }
  | { ready: Record<string, string> }
  | { id: number; bytes: Uint8Array }
  | { fatal: string }
  | { closed: true };

/** The thread in which the engine runs: bytes in, bytes out. */
class EngineThread {
  readonly ready: Promise<Record<string, string>>;
  onCrash: (error: Error) => void = () => undefined;
  readonly #worker: Worker;
  readonly #pending = new Map<number, { resolve: (bytes: Buffer) => void; reject: (error: Error) => void }>();
  #lastId = 0;
  #crash: Error | undefined;
  #closing = false;

  constructor(directory: string, onProgress: EmbeddedOptions['onProgress']) {
    this.#worker = new Worker(path.join(ROOT, 'server/db/embedded/worker.mjs'), {
      workerData: { directory },
      resourceLimits: { stackSizeMb: WORKER_STACK_MB },
      execArgv: [],
    });
    this.ready = new Promise((resolve, reject) => {
      this.onCrash = reject;
      this.#worker.on('message', (message: FromWorker) => {
        if ('progress' in message) onProgress?.(message.progress);
        if ('ready' in message) resolve(message.ready);
        if ('bytes' in message) this.#settle(message.id, message.bytes);
        if ('fatal' in message) this.#crashed(new Error(`embedded database: ${message.fatal}`));
      });
    });
    this.#worker.on('error', (error) => this.#crashed(error));
    this.#worker.on('exit', (code) => this.#crashed(new Error(`the embedded database's thread ended with ${code}`)));
  }

  execute(bytes: Buffer): Promise<Buffer> {
    if (this.#crash) return Promise.reject(this.#crash);
    const id = ++this.#lastId;
    // A copy of its own, because a transferred buffer is lost here and small Buffers share one.
    const own = new Uint8Array(bytes);
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#worker.postMessage({ id, bytes: own }, [own.buffer]);
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => {
      this.#worker.on('message', (message: FromWorker) => {
        if ('closed' in message || 'fatal' in message) resolve();
      });
      this.#worker.once('exit', () => resolve());
    });
    this.#worker.postMessage({ close: true });
    await closed;
    await this.stop();
  }

  async stop(): Promise<void> {
    this.#closing = true;
    await this.#worker.terminate();
  }

  #settle(id: number, bytes: Uint8Array): void {
    this.#pending.get(id)?.resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#pending.delete(id);
  }

  #crashed(error: Error): void {
    if (this.#closing || this.#crash) return;
    this.#crash = error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    void this.#worker.terminate().then(() => this.onCrash(error));
  }
}
