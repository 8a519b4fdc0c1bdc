import { createHash } from 'node:crypto';
import { isRecord, parseJson } from './json.ts';

/** One remembered answer of the upstream. */
export interface CacheEntry {
  /** Gzipped vector tile; null where the upstream said that there is nothing. */
  readonly bytes: Buffer | null;
  /** Version of the map it belongs to. */
  readonly version: string;
  /** Unix time in milliseconds. */
  readonly fetchedAt: number;
}

const HASH_LENGTH = 64;
const MAX_HEADER_BYTES = 256;
const LINE_END = 0x0a;

/**
 * File content of an entry: hex SHA-256 of all that follows, a line of JSON, the bytes. The hash covers everything, so
 * that a file cut off by a full disk or a pulled plug can never be taken for a tile.
 */
export function encodeEntry(entry: CacheEntry): Buffer {
  const header = { empty: entry.bytes === null, version: entry.version, fetchedAt: entry.fetchedAt };
  const rest = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), entry.bytes ?? Buffer.alloc(0)]);
  return Buffer.concat([Buffer.from(`${digest(rest)}\n`, 'latin1'), rest]);
}

/** Reverse of encodeEntry; null for anything that is not exactly what encodeEntry wrote. */
export function decodeEntry(file: Buffer): CacheEntry | null {
  const rest = file.subarray(HASH_LENGTH + 1);
  if (file[HASH_LENGTH] !== LINE_END || file.toString('latin1', 0, HASH_LENGTH) !== digest(rest)) return null;
  const end = rest.subarray(0, MAX_HEADER_BYTES).indexOf(LINE_END);
  if (end < 0) return null;
  const header = parseJson(rest.toString('utf8', 0, end));
  if (!isRecord(header) || typeof header.version !== 'string' || typeof header.fetchedAt !== 'number') return null;
  return {
    bytes: header.empty === true ? null : rest.subarray(end + 1),
    version: header.version,
    fetchedAt: header.fetchedAt,
  };
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
