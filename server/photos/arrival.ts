import { createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { problem, ProblemError } from '../http/problem.ts';
import { storageProblem } from './storage.ts';

/** Codes of errors of the disk, which are no fault of the sender. */
const DISK_CODES = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOENT']);

/** Files on their way in: originals, which lie here until they are made anew and are never served. */
export class ArrivalFolder {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Where the bytes of an id lie. The id is one of ours, never a client's text. */
  fileOf(id: string): string {
    return path.join(this.#directory, id);
  }

  /** Bytes that have arrived; 0 when none have. */
  async size(id: string): Promise<number> {
    return stat(this.fileOf(id)).then(
      (found) => found.size,
      () => 0,
    );
  }

  /**
   * Appends a body from `position` on and resolves to the new size once it is durable. What arrived before the body broke off
   * stays. Throws photo_too_large beyond `bytesMax`, photo_malformed when the body broke off, photos_unavailable.
   */
  async append(id: string, position: number, body: Readable, bytesMax: number): Promise<number> {
    let end = position;
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      const handle = await open(this.fileOf(id), position === 0 ? 'w' : 'r+', 0o600);
      try {
        for await (const chunk of body as AsyncIterable<Buffer>) {
          if (end + chunk.length > bytesMax) throw problem('photo_too_large', `more than ${bytesMax} bytes`);
          for (let written = 0; written < chunk.length;)
            written += (await handle.write(chunk, written, chunk.length - written, end + written)).bytesWritten;
          end += chunk.length;
        }
      } finally {
        await handle.datasync();
        await handle.close();
      }
      return end;
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      if (DISK_CODES.has((error as NodeJS.ErrnoException).code ?? '')) throw storageProblem(error);
      throw problem('photo_malformed', 'the body broke off');
    }
  }

  /** HMAC of what has arrived: the original is not kept, and its bytes are somebody's. */
  async hash(id: string, secretKey: string): Promise<Buffer> {
    const hmac = createHmac('sha256', secretKey).update('photo:');
    for await (const chunk of createReadStream(this.fileOf(id))) hmac.update(chunk as Buffer);
    return hmac.digest();
  }

  async remove(id: string): Promise<void> {
    await rm(this.fileOf(id), { force: true });
  }

  /** Ids whose files nobody has written to for so long. */
  async untouched(milliseconds: number): Promise<string[]> {
    const names = await readdir(this.#directory).catch(() => []);
    const before = Date.now() - milliseconds;
    const touched = await Promise.all(
      names.map((name) =>
        stat(this.fileOf(name)).then(
          (found) => found.mtimeMs,
          () => Infinity,
        ),
      ),
    );
    return names.filter((_name, index) => touched[index]! < before);
  }
}
