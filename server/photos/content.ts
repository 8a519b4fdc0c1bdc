import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { problem } from '../http/problem.ts';
import { sniffFormat, SNIFFED_BYTES } from './rules.ts';
import type { PhotoFormat } from './rules.ts';

/** Blocks before the picture that are looked at; real files have a dozen. */
const PNG_CHUNKS_MAX = 1000;
const PNG_SIGNATURE_BYTES = 8;
const PNG_CHUNK_HEAD_BYTES = 8;
const PNG_CHUNK_CRC_BYTES = 4;

/** What a file is by its content; throws photo_format_unsupported, or photo_animated for an animated PNG. */
export async function identify(file: string): Promise<PhotoFormat> {
  const handle = await open(file, 'r');
  try {
    const format = sniffFormat(await bytesAt(handle, 0, SNIFFED_BYTES));
    if (format === null) throw problem('photo_format_unsupported');
    if (format === 'png' && (await isAnimatedPng(handle))) throw problem('photo_animated');
    return format;
  } finally {
    await handle.close();
  }
}

/** Whether a PNG announces frames (chunk acTL, which stands before the picture); libvips reads only the first of them. */
async function isAnimatedPng(handle: FileHandle): Promise<boolean> {
  let position = PNG_SIGNATURE_BYTES;
  for (let chunk = 0; chunk < PNG_CHUNKS_MAX; chunk++) {
    const head = await bytesAt(handle, position, PNG_CHUNK_HEAD_BYTES);
    if (head.length < PNG_CHUNK_HEAD_BYTES) return false;
    const type = head.toString('latin1', 4);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
    position += PNG_CHUNK_HEAD_BYTES + head.readUInt32BE(0) + PNG_CHUNK_CRC_BYTES;
  }
  return false;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
