import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { Compression, PMTiles, ResolvedValueCache, TileType } from 'pmtiles';
import type { Header, RangeResponse, Source } from 'pmtiles';
import { cleanAttribution } from './attribution.ts';
import { isRecord } from './json.ts';
import { detectSchema, etagOf, MAX_ZOOM, versionOf } from './rules.ts';
import { SourceUnavailable } from './source.ts';
import type { BasemapAnswer, BasemapDescription, TileSource } from './source.ts';
import { gunzipAsync, isGzip, unbrotliAsync } from './tile-bytes.ts';
import { readBounds } from './tilejson.ts';

const DIRECTORIES_IN_MEMORY = 200;
/** A length beyond this is a damaged directory speaking. */
const MAX_READ_BYTES = 64 * 1024 * 1024;

/** The operator's own PMTiles v3 archive of vector tiles. */
export class PmtilesSource implements TileSource {
  readonly #file: FileHandle;
  readonly #archive: PMTiles;
  readonly #header: Header;
  readonly #description: BasemapDescription;
  #reading = 0;
  #closing = false;

  private constructor(file: FileHandle, archive: PMTiles, header: Header, description: BasemapDescription) {
    this.#file = file;
    this.#archive = archive;
    this.#header = header;
    this.#description = description;
  }

  /** Opens and checks the archive at `path`. Rejects with a message for the operator when it cannot serve as a basemap. */
  static async open(path: string): Promise<PmtilesSource> {
    const file = await open(path, 'r');
    try {
      const bytes = new FileBytes(file, path);
      const cache = new ResolvedValueCache(DIRECTORIES_IN_MEMORY, undefined, decompress);
      const header = await cache.getHeader(bytes);
      const { size, mtimeMs } = await file.stat();
      check(header, size);
      const metadata = await new PMTiles(bytes, cache, decompress).getMetadata();
      const description = describe(header, metadata, versionOf(size, mtimeMs));
      // Tiles go out as they lie in the file: no decompression between the disk and the phone.
      const archive = new PMTiles(bytes, cache, (data) => Promise.resolve(data));
      return new PmtilesSource(file, archive, header, description);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  describe(): Promise<BasemapDescription> {
    return Promise.resolve(this.#description);
  }

  async tile(z: number, x: number, y: number): Promise<BasemapAnswer> {
    this.#reading += 1;
    try {
      const found = await this.#archive.getZxy(z, x, y);
      const { version } = this.#description;
      if (found === undefined || found.data.byteLength === 0) return { tile: null, version };
      const raw = Buffer.from(found.data);
      const bytes = this.#header.tileCompression === Compression.Brotli ? await unbrotliAsync(raw) : raw;
      return { tile: { bytes, encoding: isGzip(bytes) ? 'gzip' : 'identity', etag: etagOf(bytes) }, version };
    } catch {
      throw new SourceUnavailable('the basemap file is damaged', 60);
    } finally {
      this.#reading -= 1;
      if (this.#closing && this.#reading === 0) await this.#file.close();
    }
  }

  /** Lets what is being read come to its end. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    if (this.#reading === 0) await this.#file.close();
  }
}

/** The file as pmtiles reads it. The handle stays open, so a file that is replaced under us stays whole. */
class FileBytes implements Source {
  readonly #file: FileHandle;
  readonly #path: string;

  constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  getKey(): string {
    return this.#path;
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    if (!(length <= MAX_READ_BYTES)) throw new Error('its directory is damaged');
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await this.#file.read(buffer, 0, length, offset);
    // The first read asks for 16 KiB whatever the size of the file; any other that falls short met a damaged file.
    if (bytesRead < length && offset > 0) throw new Error('it ends too early');
    return { data: buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + bytesRead) };
  }
}

function check(header: Header, size: number): void {
  const end = header.tileDataOffset + (header.tileDataLength ?? 0);
  if (header.specVersion !== 3) throw new Error(`it is PMTiles version ${header.specVersion}, version 3 is needed`);
  if (header.tileType !== TileType.Mvt) throw new Error('it does not hold vector tiles (MVT)');
  if (size < end) throw new Error(`it is cut off: ${size} bytes instead of ${end}`);
  for (const used of [header.tileCompression, header.internalCompression]) {
    if (used === Compression.Zstd) throw new Error('it is compressed with zstd, gzip is needed');
  }
}

function describe(header: Header, metadata: unknown, version: string): BasemapDescription {
  const facts = isRecord(metadata) ? metadata : {};
  const bounds = readBounds([header.minLon, header.minLat, header.maxLon, header.maxLat]);
  return {
    source: 'file',
    schema: detectSchema(facts.vector_layers) ?? 'protomaps',
    minzoom: Math.min(header.minZoom, MAX_ZOOM),
    maxzoom: Math.min(header.maxZoom, MAX_ZOOM),
    attribution: cleanAttribution(facts.attribution),
    ...(bounds && { bounds }),
    version,
  };
}

async function decompress(data: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> {
  if (compression === Compression.None || compression === Compression.Unknown) return data;
  const plain = await (compression === Compression.Brotli ? unbrotliAsync : gunzipAsync)(Buffer.from(data));
  return new Uint8Array(plain).buffer;
}
