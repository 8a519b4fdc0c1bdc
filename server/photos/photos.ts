import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import path from 'node:path';
import type { Config } from '../config.ts';
import { PHOTO_BYTES_MAX } from '../contract/photos.ts';
import type { SentPhoto } from '../contract/photos.ts';
import type { BlurRegion } from '../contract/staff-photos.ts';
import type { Database } from '../db/database.ts';
import { problem, ProblemError } from '../http/problem.ts';
import { ArrivalFolder } from './arrival.ts';
import { bucketStorage } from './bucket.ts';
import { blurPhoto, encodePhoto } from './encode.ts';
import { WorkQueue } from './queue.ts';
import { sniffFormat, STORED_FORMS, storageName } from './rules.ts';
import { directoryStorage } from './storage.ts';
import type { PhotoStorage } from './storage.ts';
import { checkRoom, dropFile, findSent, noteFile, storePhoto } from './store.ts';
import type { Sender } from './store.ts';

/** Pictures decoded at a time: bounds memory (up to some 200 MB each) and leaves threads to everything else. */
const JOBS_MAX = 2;
/** Pictures that wait for it; they wait on disk. */
const WAITING_MAX = 40;
const PDF_SIGNATURE = '%PDF-';
/** A file that is written and whose photo is not stored by then may be deleted. */
const STORED_WITHIN_SECONDS = 3600;

/** A whole original that has arrived under `id`. */
interface Arrived extends Sender {
  /** Names the bytes in the arrival folder, and becomes the id of the photo. */
  id: string;
  sentKey: string;
  sentBytes: number;
}

/** What the server does with pictures: originals come in through `arrivals`, what is made of them lies in `storage`. */
export class Photos {
  readonly storage: PhotoStorage;
  readonly arrivals: ArrivalFolder;
  readonly #database: Database;
  readonly #secretKey: string;
  readonly #queue = new WorkQueue(JOBS_MAX, WAITING_MAX);

  constructor(config: Pick<Config, 'dataDir' | 'secretKey' | 'photoBucket'>, database: Database) {
    this.storage = config.photoBucket
      ? bucketStorage(config.photoBucket)
      : directoryStorage(path.join(config.dataDir, 'photos'));
    this.arrivals = new ArrivalFolder(path.join(config.dataDir, 'uploads'));
    this.#database = database;
    this.#secretKey = config.secretKey;
  }

  /**
   * Takes a whole photo: `fill` appends its bytes and says when all have arrived. The same key and bytes give the same photo
   * again. Resolves once it is durable; throws photo_malformed when there are no bytes, and the problems of `keep`, of
   * ArrivalFolder.append and of `fill`. The original is gone afterwards either way.
   */
  async receive(
    sender: Sender,
    key: string | null,
    fill: (append: (body: Readable) => Promise<void>) => Promise<void>,
  ): Promise<SentPhoto> {
    const id = randomUUID();
    let sentBytes = 0;
    try {
      await fill(async (body) => {
        sentBytes = await this.arrivals.append(id, 0, body, PHOTO_BYTES_MAX);
      });
      if (sentBytes === 0) throw problem('photo_malformed');
      return await this.keep({ ...sender, id, sentKey: key ?? randomUUID(), sentBytes });
    } finally {
      await this.arrivals.remove(id);
    }
  }

  /**
   * Makes a photo of an original that has arrived. The files are durable before their row is stored, and noted as unused
   * before they are written, so that nothing can be left half done. The original is the caller's to remove. Throws
   * photo_limit_reached, idempotency_key_reused, report_not_found, verdict_missing, photos_busy, photos_unavailable, and what encodePhoto throws.
   */
  async keep({ id, reportId, homeId, role, mark, sentKey, sentBytes }: Arrived): Promise<SentPhoto> {
    const sentHash = await this.arrivals.hash(id, this.#secretKey);
    const before = await findSent(this.#database, { homeId, sentKey, sentHash, mark });
    if (before) return shown(before);
    await checkRoom(this.#database, { reportId, homeId, role, mark });

    const { large, thumbnail, width, height } = await this.#queue.run(() => encodePhoto(this.arrivals.fileOf(id)));
    const storageKey = await this.#note();
    try {
      await this.#write(storageKey, large, thumbnail);
      const photo = { id, role, mark, reportId, homeId, sentKey, sentHash, sentBytes, width, height, storageKey };
      if (await storePhoto(this.#database, photo)) return { id, state: 'pending', width, height };
    } catch (error) {
      // Only when it is certain that nothing was stored: a lost connection may have been lost after the commit.
      if (error instanceof ProblemError && error.statusCode < 500) await this.#drop(storageKey);
      throw error;
    }
    await this.#drop(storageKey);
    return shown((await findSent(this.#database, { homeId, sentKey, sentHash, mark }))!);
  }

  /**
   * Makes and writes the picture of a photo with regions made unreadable, unless there is one; `original` is the storage
   * key of the one without. Gives what storeRendition takes, in the transaction that shows it. Throws photo_not_found,
   * photos_busy, photos_unavailable.
   */
  async blur(original: string, regions: readonly BlurRegion[]): Promise<string> {
    const file = await this.storage.get(storageName(original, 'large'));
    if (file === null) throw problem('photo_not_found');
    const picture = await buffer(file.stream);
    const { large, thumbnail } = await this.#queue.run(() => blurPhoto(picture, regions));
    const storageKey = await this.#note();
    await this.#write(storageKey, large, thumbnail);
    return storageKey;
  }

  /**
   * Writes a document for the public: a PDF as it is, a picture made anew, whatever its name said. Its row is the
   * caller's to store. Throws file_format_unsupported, what encodePhoto throws, photos_busy, photos_unavailable.
   */
  async keepFile(
    bytes: Buffer,
  ): Promise<{ storageKey: string; type: 'application/pdf' | 'image/jpeg'; bytes: number }> {
    if (bytes.subarray(0, PDF_SIGNATURE.length).toString('latin1') === PDF_SIGNATURE) {
      const storageKey = await this.#note();
      await this.storage.put(storageName(storageKey, 'document'), bytes);
      return { storageKey, type: 'application/pdf', bytes: bytes.length };
    }
    if (sniffFormat(bytes) === null) throw problem('file_format_unsupported');
    const id = randomUUID();
    try {
      await this.arrivals.append(id, 0, Readable.from([bytes]), bytes.length);
      const { large, thumbnail } = await this.#queue.run(() => encodePhoto(this.arrivals.fileOf(id)));
      const storageKey = await this.#note();
      await this.#write(storageKey, large, thumbnail);
      return { storageKey, type: 'image/jpeg', bytes: large.length };
    } finally {
      await this.arrivals.remove(id);
    }
  }

  /** A new storage key; what is written under it is deleted unless it is used soon. */
  async #note(): Promise<string> {
    const storageKey = randomBytes(16).toString('hex');
    await noteFile(this.#database, storageKey, STORED_WITHIN_SECONDS);
    return storageKey;
  }

  async #write(storageKey: string, large: Buffer, thumbnail: Buffer): Promise<void> {
    await this.storage.put(storageName(storageKey, 'large'), large);
    await this.storage.put(storageName(storageKey, 'thumbnail'), thumbnail);
  }

  /** Deletes the files of a storage key, whether or not they are there. */
  async deleteFiles(storageKey: string): Promise<void> {
    for (const size of STORED_FORMS) await this.storage.delete(storageName(storageKey, size));
  }

  /** The next clean-up deletes these; it need not wait for the hour. */
  async #drop(storageKey: string): Promise<void> {
    await dropFile(this.#database, storageKey).catch(() => undefined);
  }
}

function shown({ id, state, width, height }: SentPhoto): SentPhoto {
  return { id, state, width, height };
}
