/**
 * Sends kept photos after their report, in parts, by the tus protocol 1.0.0 as this server speaks it: create (the key makes
 * it once), ask how much has arrived, send on from there. A cut costs the part under way.
 */
import { ApiError } from '../api/errors.ts';
import { write } from '../api/client.ts';
import type { Call } from '../api/client.ts';
import type { ErrorCode } from '../../../server/contract/errors.ts';
import { DEVICE_TOKEN_HEADER, MANAGE_TOKEN_HEADER, TUS_VERSION } from '../../../server/contract/photos.ts';
import type { KeptPhoto, PhotoTarget } from './database.ts';
import { fateOfError } from './outbox-rules.ts';
import { changePhoto, keptPhotos } from './photo-shelf.ts';

/** Bytes of a part: some ten seconds of a bad line. */
const PART_BYTES = 64 * 1024;
/** What the server says of a part whose connection was cut: the photo itself is well. */
const BROKEN_OFF: ErrorCode = 'photo_malformed';
const SILENCE_MS = 60_000;
/** An upload that is lost again and again waits for the next round. */
const STARTS_MAX = 2;

/** How a round ended. */
export interface PhotoRound {
  /** Photos that still wait. */
  waiting: number;
  retryAfterSeconds: number;
}

/** Sends what can be sent, one after the other. Never throws. @param changed told whenever a photo is not what it was */
export async function sendPhotos(changed: () => void): Promise<PhotoRound> {
  for (const photo of await keptPhotos()) {
    if (photo.to === null || photo.refused !== null || (photo.done && !photo.removed)) continue;
    try {
      await (photo.removed ? takeBack(photo) : send(photo, changed));
    } catch (error) {
      const fate = fateOfError(error);
      if (fate.kind === 'refused' && fate.trouble.code !== BROKEN_OFF) {
        const { code } = fate.trouble;
        await changePhoto(photo.key, (known) => ({ ...known, refused: code }));
      } else if (fate.kind === 'later' && !fate.alone) return round(fate.retryAfterSeconds);
    }
    changed();
  }
  return round(0);
}

async function round(retryAfterSeconds: number): Promise<PhotoRound> {
  const photos = await keptPhotos();
  const waiting = photos.filter(
    (photo) => photo.to !== null && photo.refused === null && (photo.removed || !photo.done),
  );
  return { waiting: waiting.length, retryAfterSeconds };
}

async function send(photo: KeptPhoto, changed: () => void): Promise<void> {
  let url = photo.url;
  for (let start = 0; start < STARTS_MAX; start++) {
    url ??= await create(photo);
    const offset = await arrived(photo, url);
    if (offset !== null && (await sendFrom(photo, url, offset, changed))) return;
    // The server has forgotten it: unfinished uploads last a day.
    url = null;
    await changePhoto(photo.key, (known) => ({ ...known, url: null, sentBytes: 0 }));
  }
}

/** Opens the upload, or finds it again. */
async function create(photo: KeptPhoto): Promise<string> {
  const { headers } = await ask(photo, `/api/reports/${photo.to!.id}/photos`, {
    method: 'POST',
    headers: { 'Idempotency-Key': photo.key, 'Upload-Length': String(photo.bytes.byteLength) },
  });
  const url = headers.get('location');
  if (url === null) throw new ApiError('network');
  // Only its path is used, so it can never leave this server.
  const { pathname } = new URL(url, 'http://localhost');
  await changePhoto(photo.key, (known) => ({ ...known, url: pathname }));
  return pathname;
}

/** Bytes that the server has; null when it does not know the upload any more. */
async function arrived(photo: KeptPhoto, url: string): Promise<number | null> {
  const { status, headers } = await ask(photo, url, { method: 'HEAD' }, [404]);
  return status === 404 ? null : offsetOf(headers);
}

/** Sends the rest. False when the upload is gone. */
async function sendFrom(photo: KeptPhoto, url: string, from: number, changed: () => void): Promise<boolean> {
  const { byteLength } = photo.bytes;
  for (let offset = from; offset < byteLength;) {
    const part = new Blob([photo.bytes.slice(offset, offset + PART_BYTES)]);
    const { status, headers } = await ask(
      photo,
      url,
      {
        method: 'PATCH',
        headers: { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
        body: part,
      },
      [404, 409],
    );
    if (status === 404) return false;
    // 409: somebody else sends it as well, or an answer was lost; the header says where it stands.
    offset = offsetOf(headers);
    await changePhoto(photo.key, (known) => ({ ...known, sentBytes: offset }));
    changed();
  }
  await changePhoto(photo.key, (known) => ({ ...known, sentBytes: byteLength, done: true }));
  return true;
}

/** One that was sent already, and is not wanted any more. */
async function takeBack(photo: KeptPhoto): Promise<void> {
  if (photo.url !== null) await ask(photo, photo.url, { method: 'DELETE' }, [404]);
  await changePhoto(photo.key, () => null);
}

function offsetOf(headers: Headers): number {
  const offset = Number(headers.get('upload-offset') ?? NaN);
  if (!Number.isSafeInteger(offset) || offset < 0) throw new ApiError('network');
  return offset;
}

function tokenOf(to: PhotoTarget): Record<string, string> {
  return 'manageToken' in to ? { [MANAGE_TOKEN_HEADER]: to.manageToken } : { [DEVICE_TOKEN_HEADER]: to.deviceToken };
}

/** Asks as a tus client does. @param expected statuses of failure that are an answer here */
async function ask(photo: KeptPhoto, url: string, call: Call, expected: number[] = []): Promise<Response> {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), SILENCE_MS);
  const answer: { response: Response | null } = { response: null };
  try {
    await write(url, {
      ...call,
      headers: { 'Tus-Resumable': TUS_VERSION, ...tokenOf(photo.to!), ...call.headers },
      signal: silence.signal,
      seen: (response) => (answer.response = response),
    });
  } catch (error) {
    // Most answers of the protocol have no body; that there is none to be read is no failure.
    const { response } = answer;
    if (response === null || (!response.ok && !expected.includes(response.status))) throw error;
  } finally {
    clearTimeout(timer);
  }
  if (answer.response === null) throw new ApiError('network');
  return answer.response;
}
