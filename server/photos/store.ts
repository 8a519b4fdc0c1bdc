import type { PhotoState } from '../contract/enums.ts';
import { PHOTOS_PER_REPORT_MAX, VERDICT_PHOTOS_MAX } from '../contract/photos.ts';
import type { SentPhoto } from '../contract/photos.ts';
import type { BlurRegion, PhotoRole } from '../contract/staff-photos.ts';
import type { Actor } from '../auth/rules.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { problem } from '../http/problem.ts';
import { holdVerdict } from '../reports/store.ts';

/** A photo of any state: for staff, and for the one who sent it. */
export interface PhotoRow {
  id: string;
  reportId: string;
  homeId: string;
  state: PhotoState;
  width: number;
  height: number;
  /** Names its files, see storageName of rules.ts; never shown to anybody. */
  storageKey: string;
  /** Size of the file as it was sent; null for one that no reporter sent. */
  sentBytes: number | null;
  role: PhotoRole;
  mark: Buffer | null;
}
/** Who sends a photo: staff, who sent the report, or with `mark` a neighbour who says whether it is fixed (the device's verdictHmac). */
export interface Sender {
  /** The report it is shown with. */
  reportId: string;
  /** The report it is sent for: another one while that is merged into the one it is shown with. */
  homeId: string;
  role: PhotoRole;
  mark: Buffer | null;
}
/** The pictures of a photo, for staff. */
export interface StaffPhotoRow {
  id: string;
  /** Of the picture the public sees; never shown to anybody. */
  storageKey: string;
  /** Of the one in which nothing is blurred. */
  original: string;
}
/** A photo that arrives in parts. */
export interface Upload {
  id: string;
  sentKey: string;
  lengthBytes: number;
  /** RFC 3339 */
  expiresAt: string;
}
interface SentRow extends SentPhoto {
  sentHash: Buffer;
  sentBytes: number;
}
/** A photo whose files are written and whose row is not. */
export interface NewPhoto extends Sender {
  id: string;
  sentKey: string;
  sentHash: Buffer;
  sentBytes: number;
  width: number;
  height: number;
  storageKey: string;
}

/** photos: of the sender's role; own: of the device; reopened: how often who sent the report opened it again. */
interface Counts {
  photos: number;
  uploads: number;
  own: number;
  reopened: number;
  bytesArriving: number;
}
const selectCounts = statement<Sender, Counts>('photos/counts');
const selectSent = statement<{ homeId: string; sentKey: string; mark: Buffer | null }, SentRow>('photos/find_sent');
const selectPublished = statement<{ id: string }, { storageKey: string }>('photos/published');
const lockReport = statement<{ reportId: string }, { id: string }>('photos/lock_report');
const insertPhoto = statement<NewPhoto & { photosMax: number }, { id: string }>('photos/insert');
const claimFile = statement<{ storageKey: string; seconds: number }>('photos/claim_file');
const takeFile = statement<{ storageKey: string }, { storageKey: string }>('photos/use_file');
const abandonFile = statement<{ storageKey: string }>('photos/abandon_file');
const selectPhoto = statement<{ id: string }, PhotoRow>('photos/find');
const updateState = statement<{ id: string; state: PhotoState }, { reportId: string }>('photos/set_state');
const removePhoto = statement<{ id: string }, { reportId: string }>('photos/delete');
const selectStaffPhoto = statement<
  { limitAreas: readonly number[] | null; reportId: string; id: string },
  StaffPhotoRow
>('photos/staff_find');
const selectStaffReport = statement<{ limitAreas: readonly number[] | null; reportId: string }, { id: string }>(
  'photos/staff_report',
);
const selectRendition = statement<{ photoId: string; blur: string }, { storageKey: string }>('photos/rendition');
const insertRenditions = statement<{ photoId: string; original: string; storageKey: string; blur: string }>(
  'photos/insert_rendition',
);
const insertUpload = statement<
  { homeId: string; sentKey: string; lengthBytes: number; seconds: number; mark: Buffer | null },
  Upload
>('photos/insert_upload');
const selectUpload = statement<
  { homeId: string; id: string | null; sentKey: string | null; mark: Buffer | null },
  Upload
>('photos/find_upload');
const removeUpload = statement<{ id: string }, { id: string }>('photos/delete_upload');
const removeExpired = statement<object, { id: string }>('photos/delete_expired_uploads');

/** The storage key of a photo that the public may see now, or null. */
export async function publishedPhoto(sql: Sql, id: string): Promise<string | null> {
  return (await sql.run(selectPublished, { id }))[0]?.storageKey ?? null;
}

/** One photo of any state, or null. */
export async function findPhoto(sql: Sql, id: string): Promise<PhotoRow | null> {
  return (await sql.run(selectPhoto, { id }))[0] ?? null;
}

/** Publishes a photo, takes it back or refuses it. Whether there is such a photo. Runs well in the caller's transaction. */
export async function setPhotoState(sql: Sql, id: string, state: PhotoState): Promise<boolean> {
  return (await sql.run(updateState, { id, state })).length > 0;
}

/** Removes a photo at once; its files follow with the next clean-up. Whether there was one. */
export async function deletePhoto(sql: Sql, id: string): Promise<boolean> {
  return (await sql.run(removePhoto, { id })).length > 0;
}

/**
 * A photo of any state within the actor's areas, with the key of the picture before anything was blurred. `id` null is none.
 * Throws report_not_found, also outside the areas, and photo_not_found.
 */
export async function staffPhoto(sql: Sql, actor: Actor, reportId: string, id: string | null): Promise<StaffPhotoRow> {
  const [row] = id === null ? [] : await sql.run(selectStaffPhoto, { limitAreas: actor.areaIds, reportId, id });
  if (row) return row;
  // Only a miss needs to know which of the two there is not.
  await checkStaffReport(sql, actor, reportId);
  throw problem('photo_not_found');
}

/** Throws report_not_found, also outside the actor's areas. */
export async function checkStaffReport(sql: Sql, actor: Actor, reportId: string): Promise<void> {
  const found = await sql.run(selectStaffReport, { limitAreas: actor.areaIds, reportId });
  if (found.length === 0) throw problem('report_not_found');
}

/** Whether there is a picture of a photo with just these regions. */
export async function hasRendition(sql: Sql, photoId: string, blur: readonly BlurRegion[]): Promise<boolean> {
  return (await sql.run(selectRendition, { photoId, blur: JSON.stringify(blur) })).length > 0;
}

/** Keeps a picture of a photo whose files are written, and the one it was made of. */
export async function storeRendition(
  sql: Sql,
  rendition: { photoId: string; original: string; storageKey: string; blur: readonly BlurRegion[] },
): Promise<void> {
  await sql.run(insertRenditions, { ...rendition, blur: JSON.stringify(rendition.blur) });
  await useFile(sql, rendition.storageKey);
}

/** The photo that a key stands for. Throws idempotency_key_reused when `sentHash` is of another file. */
export async function findSent(
  sql: Sql,
  { sentHash, ...asked }: { homeId: string; sentKey: string; mark: Buffer | null; sentHash: Buffer | null },
): Promise<(SentPhoto & { sentBytes: number }) | null> {
  const [row] = await sql.run(selectSent, asked);
  if (!row) return null;
  const { sentHash: stored, ...photo } = row;
  if (sentHash !== null && !stored.equals(sentHash)) throw problem('idempotency_key_reused');
  return photo;
}

/**
 * Looks before a photo is decoded, which is dear, at what storePhoto will ask. Throws photo_limit_reached when the report has all the photos
 * that such a sender may send, verdict_missing for a neighbour who said nothing.
 */
export async function checkRoom(sql: Sql, sender: Sender): Promise<void> {
  await holdAnswer(sql, sender);
  const counts = (await sql.run(selectCounts, sender))[0]!;
  const max = photosMax(sender.mark, counts);
  if (counts.photos >= max) throw limitReached(max);
}

/** What a neighbour says of the report stays said until the transaction ends; others need to say nothing. Throws verdict_missing. */
async function holdAnswer(sql: Sql, { reportId, mark }: Sender): Promise<void> {
  if (mark !== null) await holdVerdict(sql, { id: reportId, deviceHmac: mark });
}

/** How many photos a sender may still send for a report; those on their way are counted. */
export async function photoRoom(sql: Sql, sender: Sender): Promise<number> {
  const counts = (await sql.run(selectCounts, sender))[0]!;
  return Math.max(0, photosMax(sender.mark, counts) - counts.photos - counts.uploads);
}

/** Notes a file that is about to be written, so that it cannot be left behind. */
export async function noteFile(sql: Sql, storageKey: string, seconds: number): Promise<void> {
  await sql.run(claimFile, { storageKey, seconds });
}

/** A file that was noted is in use, from the commit on. Throws photos_busy when its time ran out while it was written: the clean-up may have been faster. */
export async function useFile(sql: Sql, storageKey: string): Promise<void> {
  const taken = await sql.run(takeFile, { storageKey });
  if (taken.length === 0) throw problem('photos_busy', undefined, { retryAfterSeconds: 1 });
}

/** The file noted is not wanted after all. */
export async function dropFile(sql: Sql, storageKey: string): Promise<void> {
  await sql.run(abandonFile, { storageKey });
}

/**
 * Stores the row of a photo whose files are written, and ends its upload. False when another request of the same key and
 * file came first. Throws photo_limit_reached, report_not_found, verdict_missing or idempotency_key_reused.
 */
export async function storePhoto(database: Database, photo: NewPhoto): Promise<boolean> {
  return database.transact(async (sql) => {
    const [report] = await sql.run(lockReport, { reportId: photo.reportId });
    if (!report) throw problem('report_not_found');
    const { mark } = photo;
    await holdAnswer(sql, photo);
    const max = photosMax(mark, (await sql.run(selectCounts, photo))[0]!);
    const [stored] = await sql.run(insertPhoto, { ...photo, photosMax: max });
    if (!stored) {
      if ((await findSent(sql, photo)) === null) throw limitReached(max);
      return false;
    }
    await useFile(sql, photo.storageKey);
    await sql.run(removeUpload, photo);
    return true;
  });
}

/**
 * The upload of a key, opened unless it is open. Throws photo_limit_reached when photos and open uploads together are as many
 * as may be, idempotency_key_reused for another length, report_not_found, verdict_missing; null when `bytesMax` bytes of all
 * reports are arriving already.
 */
export async function openUpload(
  database: Database,
  asked: Sender & { sentKey: string; lengthBytes: number; seconds: number; bytesMax: number },
): Promise<Upload | null> {
  return database.transact(async (sql) => {
    const [report] = await sql.run(lockReport, asked);
    if (!report) throw problem('report_not_found');
    await sql.run(removeExpired, {});
    const { homeId, mark, sentKey } = asked;
    await holdAnswer(sql, asked);
    const [open] = await sql.run(selectUpload, { homeId, id: null, sentKey, mark });
    if (open) {
      if (open.lengthBytes !== asked.lengthBytes) throw problem('idempotency_key_reused');
      return open;
    }
    const counts = (await sql.run(selectCounts, asked))[0]!;
    const max = photosMax(mark, counts);
    if (counts.photos + counts.uploads >= max || counts.own > 0) throw limitReached(max);
    if (counts.bytesArriving + asked.lengthBytes > asked.bytesMax) return null;
    return (await sql.run(insertUpload, asked))[0]!;
  });
}

/** An open upload that somebody sends for a report, or null. */
export async function findUpload(
  sql: Sql,
  { homeId, mark }: Pick<Sender, 'homeId' | 'mark'>,
  id: string,
): Promise<Upload | null> {
  return (await sql.run(selectUpload, { homeId, id, sentKey: null, mark }))[0] ?? null;
}

/** Ends an upload. Whether there was one. */
export async function deleteUpload(sql: Sql, id: string): Promise<boolean> {
  return (await sql.run(removeUpload, { id })).length > 0;
}

/** Whoever opens a report again can show how it is now, also when the report had all its photos. */
function photosMax(mark: Buffer | null, { reopened }: Counts): number {
  return mark === null ? PHOTOS_PER_REPORT_MAX + Math.min(reopened, PHOTOS_PER_REPORT_MAX) : VERDICT_PHOTOS_MAX;
}

function limitReached(max: number) {
  return problem('photo_limit_reached', `at most ${max}`);
}
