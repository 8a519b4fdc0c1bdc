import { gzipSync } from 'node:zlib';
import { zxyToTileId } from 'pmtiles';

interface PmtilesTile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** As stored, compressed or not. */
  readonly bytes: Buffer;
}

export interface PmtilesFacts {
  readonly metadata?: Record<string, unknown>;
  /** Codes of the specification: 1 none, 2 gzip, 3 brotli, 4 zstd. */
  readonly tileCompression?: number;
  /** 1 vector tiles, 2 PNG. */
  readonly tileType?: number;
}

const HEADER_BYTES = 127;

/** A PMTiles archive, specification version 3, all in its root directory. */
export function pmtilesFile(tiles: readonly PmtilesTile[], facts: PmtilesFacts = {}): Buffer {
  const sorted = tiles
    .map((tile) => ({ id: zxyToTileId(tile.z, tile.x, tile.y), bytes: tile.bytes }))
    .sort((a, b) => a.id - b.id);
  const lengths = sorted.map(({ bytes }) => bytes.length);
  const offsets = lengths.map((_, at) => lengths.slice(0, at).reduce((sum, length) => sum + length, 0));
  const numbers = [
    sorted.length,
    ...sorted.map(({ id }, at) => id - (sorted[at - 1]?.id ?? 0)),
    ...sorted.map(() => 1),
    ...lengths,
    ...offsets.map((offset) => offset + 1),
  ];
  const directory = gzipSync(Buffer.concat(numbers.map(varint)));
  const metadata = gzipSync(JSON.stringify(facts.metadata ?? { vector_layers: [{ id: 'earth' }, { id: 'roads' }] }));
  const data = Buffer.concat(sorted.map(({ bytes }) => bytes));

  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles');
  header[7] = 3;
  const metadataAt = HEADER_BYTES + directory.length;
  const dataAt = metadataAt + metadata.length;
  const places = [HEADER_BYTES, directory.length, metadataAt, metadata.length, dataAt, 0, dataAt, data.length];
  const counts = [sorted.length, sorted.length, sorted.length];
  [...places, ...counts].forEach((value, at) => header.writeBigUInt64LE(BigInt(value), 8 + at * 8));
  const zooms = tiles.map(({ z }) => z);
  header.set([1, 2, facts.tileCompression ?? 2, facts.tileType ?? 1, Math.min(...zooms), Math.max(...zooms)], 96);
  [72.7, 40.4, 72.9, 40.6].forEach((degrees, at) => header.writeInt32LE(Math.round(degrees * 1e7), 102 + at * 4));
  return Buffer.concat([header, directory, metadata, data]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Buffer.from([...bytes, value]);
}
