import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Encoding } from '../http/encoding.ts';

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);
/** Half of libuv's four threads: files and names have to be looked up as well. */
const AT_ONCE = 2;
/** Quality 5 costs a tenth of 9 and saves nearly as much; a window of 256 KiB is larger than nearly all tiles. */
const BROTLI_QUALITY = 5;
const BROTLI_WINDOW_BITS = 18;
const GZIP_LEVEL = 6;

let running = 0;

/** Compresses off the event loop; null when as many are at it already as may be: then the plain bytes have to do. */
export async function compress(bytes: Buffer, encoding: Encoding): Promise<Buffer | null> {
  if (running >= AT_ONCE) return null;
  running++;
  try {
    if (encoding === 'gzip') return await gzipAsync(bytes, { level: GZIP_LEVEL });
    return await brotliAsync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
  } finally {
    running--;
  }
}
