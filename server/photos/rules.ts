import { createHash } from 'node:crypto';
import { problem } from '../http/problem.ts';

/** The two forms in which a photo is kept. */
export type PhotoSize = 'large' | 'thumbnail';
/** What may lie under a storage key: the two forms of a photo, or a document. */
export const STORED_FORMS = ['large', 'thumbnail', 'document'] as const;
type StoredForm = (typeof STORED_FORMS)[number];
export type PhotoFormat = 'jpeg' | 'png' | 'webp';

const STORAGE_KEY = /^[0-9a-f]{32}$/;
const PNG_SIGNATURE = '89504e470d0a1a0a';

/** How many first bytes `sniffFormat` looks at. */
export const SNIFFED_BYTES = 12;

/** The format a file's first bytes say, whatever its name and declared type say; null for one that is not read here. */
export function sniffFormat(head: Buffer): PhotoFormat | null {
  if (head.subarray(0, 3).toString('hex') === 'ffd8ff') return 'jpeg';
  if (head.subarray(0, 8).toString('hex') === PNG_SIGNATURE) return 'png';
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP') return 'webp';
  return null;
}

/** Name of a stored file. `storageKey` is 128 random bits in hex; anything else is misuse and throws. */
export function storageName(storageKey: string, size: StoredForm): string {
  if (!STORAGE_KEY.test(storageKey)) throw new TypeError('not a storage key');
  if (size === 'document') return `${storageKey}.pdf`;
  return size === 'large' ? `${storageKey}.jpg` : `${storageKey}-320.jpg`;
}

/** Changes with the file, and tells neither its name nor when it came. */
export function photoEtag(storageKey: string, size: PhotoSize): string {
  return `"${createHash('sha256').update(`${storageKey}:${size}`).digest('base64url').slice(0, 22)}"`;
}

/** Whether an If-None-Match header names the entity tag, strongly or weakly. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}

/** Bytes of a photo that is announced; throws upload_header_malformed or photo_too_large. */
export function uploadLength(header: string | undefined, bytesMax: number): number {
  const length = wholeNumber('Upload-Length', header);
  if (length === 0) throw malformed('Upload-Length', header);
  if (length > bytesMax) throw problem('photo_too_large', `${length} bytes, at most ${bytesMax}`);
  return length;
}

/** Where a part begins, in bytes; throws upload_header_malformed. */
export function uploadOffset(header: string | undefined): number {
  return wholeNumber('Upload-Offset', header);
}

function wholeNumber(name: string, header: string | undefined): number {
  if (header === undefined || !/^\d{1,15}$/.test(header)) throw malformed(name, header);
  return Number(header);
}

function malformed(name: string, header: string | undefined) {
  return problem('upload_header_malformed', `${name}: ${header?.slice(0, 40) ?? 'missing'}`, {
    errors: [{ path: `headers.${name}`, code: 'upload_header_malformed' }],
  });
}
