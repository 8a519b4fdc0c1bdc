import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);
/** Half of libuv's four threads: files and names have to be looked up as well. */
const AT_ONCE = 2;
/** Quality 5 costs a tenth of 9 and saves nearly as much; a window of 256 KiB is larger than nearly all tiles. */
const BROTLI_QUALITY = 5;
const BROTLI_WINDOW_BITS = 18;
const GZIP_LEVEL = 6;
/** Values of Accept-Encoding seen: browsers send one of a handful. */
const HEADERS_MAX = 100;

let running = 0;
const known = new Map<string, Encoding | null>();

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

/** The better encoding that an Accept-Encoding header allows, null for plain. */
export function encodingFor(header: string | string[] | undefined): Encoding | null {
  if (typeof header !== 'string') return null;
  let encoding = known.get(header);
  if (encoding === undefined) {
    encoding = read(header);
    if (known.size < HEADERS_MAX) known.set(header, encoding);
  }
  return encoding;
}

/** RFC 9110, 12.5.3: names with weights; weight 0 forbids, `*` stands for all that are not named. */
function read(header: string): Encoding | null {
  const weights = new Map(
    header.split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))] as const;
    }),
  );
  const allows = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  return allows('br') ? 'br' : allows('gzip') ? 'gzip' : null;
}
