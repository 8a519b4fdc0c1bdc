import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { problem } from '../http/problem.ts';

/** Where pictures lie. Names are those of rules.ts; nobody can guess one, and nothing is ever listed. */
export interface PhotoStorage {
  /** Durable once it resolves: the whole file or none. Writing the same name again replaces it. */
  put(name: string, bytes: Buffer): Promise<void>;
  /** The file as a stream that the caller reads or destroys; null when there is none. */
  get(name: string): Promise<StoredFile | null>;
  /** Also when there is none. */
  delete(name: string): Promise<void>;
}
export interface StoredFile {
  stream: Readable;
  bytes: number;
}

const RETRY_AFTER_SECONDS = 10;

/** A storage that is full or away, as an answer; the cause is for the log. */
export function storageProblem(cause: unknown) {
  const away = problem('photos_unavailable', undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  away.cause = cause;
  return away;
}

/** Files in a directory, in folders by the first two letters of their names. */
export function directoryStorage(directory: string): PhotoStorage {
  const folderOf = (name: string) => path.join(directory, name.slice(0, 2));
  const fileOf = (name: string) => path.join(folderOf(name), name);
  return {
    async put(name, bytes) {
      try {
        await mkdir(folderOf(name), { recursive: true });
        const half = `${fileOf(name)}.${randomBytes(4).toString('hex')}.part`;
        try {
          await writeDurably(half, bytes);
          await rename(half, fileOf(name));
        } catch (error) {
          await rm(half, { force: true });
          throw error;
        }
        // A new name is durable only with its folder, a new folder only with the one above.
        await syncFolder(folderOf(name));
        await syncFolder(directory);
      } catch (error) {
        throw storageProblem(error);
      }
    },
    async get(name) {
      try {
        const handle = await open(fileOf(name), 'r');
        const { size } = await handle.stat();
        return { stream: handle.createReadStream(), bytes: size };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw storageProblem(error);
      }
    },
    async delete(name) {
      await rm(fileOf(name), { force: true });
    },
  };
}

async function writeDurably(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; its file systems write names by themselves.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
