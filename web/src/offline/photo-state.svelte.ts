import { randomUuid } from '../api/ids.ts';
import { lostFile } from '../state/lost-file.ts';
import type { KeptPhoto, PhotoTarget } from './database.ts';
import { changePhoto, keptPhotos, putPhoto } from './photo-shelf.ts';
import type { PhotoRound } from './photo-sender.ts';

const DAY_MS = 24 * 3_600_000;
/** Photos of a draft that nobody came back to: as long as the draft itself. */
const FORGOTTEN_MS = 7 * DAY_MS;
/** Sent ones can be seen and taken back with one tap for so long. */
const DONE_MS = DAY_MS;

/** Photos on this phone, for the pages. */
class PhotoState {
  /** All but those to be taken back, in the order in which they were added. */
  photos = $state.raw<readonly KeptPhoto[]>([]);
  /** Some are gone with the page: the phone has no room. */
  fleeting = $state(false);
  loaded: Promise<void>;
  /** Told when one is to be sent or, sent already, taken back. */
  wanted: () => void = () => {};

  constructor() {
    this.loaded = this.#look();
  }

  of(report: string): readonly KeptPhoto[] {
    return this.photos.filter((photo) => photo.report === report);
  }

  /** Share 0..1 of the bytes of a report's photos that the server has; null when there are none on their way. */
  share(report: string): number | null {
    const coming = this.of(report).filter(({ refused, done }) => refused === null && !done);
    if (coming.length === 0) return null;
    const sum = (of: (photo: KeptPhoto) => number): number => coming.reduce((total, photo) => total + of(photo), 0);
    return sum(({ sentBytes }) => sentBytes) / sum(({ bytes }) => bytes.byteLength);
  }

  /**
   * Shrinks and keeps a photo, and sends it when its report is the server's already. Throws when it is no picture that this
   * browser can read, and an ApiError when the code for it does not come.
   */
  async add(report: string, file: Blob, to: PhotoTarget | null = null): Promise<void> {
    const { shrinkPhoto } = await import('../report/photos/shrink.ts').catch(async (): Promise<never> => {
      throw await lostFile.cause();
    });
    const shrunk = await shrinkPhoto(file);
    const lasts = await putPhoto({
      ...shrunk,
      key: randomUuid(),
      report,
      addedAt: Date.now(),
      to,
      sentBytes: 0,
      done: false,
      url: null,
      refused: null,
      removed: false,
    });
    this.fleeting ||= !lasts;
    await this.#look();
    if (to !== null) this.wanted();
  }

  /** Takes one away, here and, when it has been sent, there. */
  async remove(key: string): Promise<void> {
    await changePhoto(key, (photo) => (photo.url === null ? null : { ...photo, removed: true }));
    await this.#look();
    this.wanted();
  }

  /** Those that the server has let go, or never had. */
  async forget(report: string): Promise<void> {
    for (const { key } of this.of(report)) await changePhoto(key, () => null);
    await this.#look();
  }

  /** Those of a report that will never be sent. */
  async removeAll(report: string): Promise<void> {
    for (const { key } of this.of(report)) await this.remove(key);
  }

  /** Another key for their report. */
  async moveTo(report: string, other: string): Promise<void> {
    for (const { key } of this.of(report)) await changePhoto(key, (photo) => ({ ...photo, report: other }));
    await this.#look();
  }

  /** Sends what can be sent. Never throws. */
  async flush(): Promise<PhotoRound> {
    await this.#look();
    const none = { waiting: 0, retryAfterSeconds: 0 };
    if (!(await keptPhotos()).some(({ to, done, removed }) => to !== null && (!done || removed))) return none;
    const { sendPhotos } = await import('./photo-sender.ts');
    const round = await sendPhotos(() => void this.#look());
    await this.#look();
    return round;
  }

  /** Forgets what has been sent for a day, and what belongs to no report any more. @param alive keys of reports that are written or wait */
  async tidy(alive: ReadonlySet<string>): Promise<void> {
    const now = Date.now();
    for (const { key, report, done, to, refused, addedAt } of await keptPhotos()) {
      const old = done ? DONE_MS : FORGOTTEN_MS;
      if ((done || to === null || refused !== null) && !alive.has(report) && Math.abs(now - addedAt) > old)
        await changePhoto(key, () => null);
    }
    await this.#look();
  }

  async #look(): Promise<void> {
    this.photos = (await keptPhotos()).filter(({ removed }) => !removed);
  }
}

export const photoState = new PhotoState();
