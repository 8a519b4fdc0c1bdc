import { promisify } from 'node:util';
import { brotliDecompress, gunzip, gzip } from 'node:zlib';
import { UpstreamFailure } from './gate.ts';
import { isVectorTile } from './rules.ts';

const gzipAsync = promisify<Buffer, Buffer>(gzip);
const inflate = promisify(gunzip) as (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
const unbrotli = promisify(brotliDecompress) as (
  bytes: Buffer,
  options: { maxOutputLength: number },
) => Promise<Buffer>;

/** No honest tile comes near; a bomb stops here. */
const MAX_INFLATED_BYTES = 32 * 1024 * 1024;

/** Whether the bytes start as a gzip stream; a vector tile never does (it would be field 3 with wire type 7). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Plain bytes of a gzip stream. Rejects when it is damaged, cut off or more than 32 MiB. */
export function gunzipAsync(bytes: Buffer): Promise<Buffer> {
  return inflate(bytes, { maxOutputLength: MAX_INFLATED_BYTES });
}

/** Plain bytes of a brotli stream; rejects as gunzipAsync does. */
export function unbrotliAsync(bytes: Buffer): Promise<Buffer> {
  return unbrotli(bytes, { maxOutputLength: MAX_INFLATED_BYTES });
}

/**
 * Checks a tile as an upstream sent it, gzipped or plain, and returns it gzipped; null when it is empty. Rejects with
 * UpstreamFailure when it is damaged or no vector tile: what is kept on disk has been read to its end once.
 */
export async function checkTile(bytes: Buffer): Promise<Buffer | null> {
  const plain = isGzip(bytes)
    ? await gunzipAsync(bytes).catch(() => {
        throw new UpstreamFailure('sends damaged tiles', false);
      })
    : bytes;
  if (plain.length === 0) return null;
  if (!isVectorTile(plain)) throw new UpstreamFailure('sends something that is no vector tile', false);
  return isGzip(bytes) ? bytes : await gzipAsync(bytes);
}
