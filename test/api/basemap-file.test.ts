import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { basemapApp, temporaryDirectory } from '../support/basemap-app.ts';
import type { BasemapApp } from '../support/basemap-app.ts';
import { pmtilesFile } from '../support/pmtiles-file.ts';
import type { PmtilesFacts } from '../support/pmtiles-file.ts';
import { startTileUpstream, vectorTile } from '../support/tile-upstream.ts';

const CITY = vectorTile('the city');
const STREET = vectorTile('a street');
const TILES = [
  { z: 0, x: 0, y: 0, bytes: gzipSync(vectorTile('the world')) },
  { z: 10, x: 719, y: 386, bytes: gzipSync(CITY) },
  { z: 15, x: 23016, y: 12356, bytes: gzipSync(STREET) },
];
let dataDir: string;
let file: string;
let remove: () => Promise<void>;
let running: BasemapApp | undefined;

beforeEach(async () => {
  ({ directory: dataDir, remove } = await temporaryDirectory());
  file = path.join(dataDir, 'basemap.pmtiles');
});

afterEach(async () => {
  await running?.app.close();
  running = undefined;
  await remove();
});

async function start(bytes?: Buffer, basemapUrl = 'off'): Promise<BasemapApp> {
  if (bytes) await writeFile(file, bytes);
  running = await basemapApp({ dataDir, basemapUrl });
  return running;
}

async function put(bytes: Buffer): Promise<void> {
  await writeFile(`${file}.new`, bytes);
  await rename(`${file}.new`, file);
}

it('is described as it describes itself', async () => {
  const { app } = await start(pmtilesFile(TILES));
  expect((await app.inject('/basemap/tiles.json')).json()).toEqual({
    available: true,
    source: 'file',
    schema: 'protomaps',
    tiles: [expect.stringMatching(/^\/basemap\/\{z\}\/\{x\}\/\{y\}\.mvt\?v=[0-9a-f]{10}$/)],
    minzoom: 0,
    maxzoom: 15,
    attribution: expect.stringContaining('OpenStreetMap'),
    bounds: [72.7, 40.4, 72.9, 40.6],
  });
});

it('is known by its layers when it speaks OpenMapTiles', async () => {
  const metadata = { vector_layers: [{ id: 'transportation' }], attribution: 'OSM' };
  const { app } = await start(pmtilesFile(TILES, { metadata }));
  expect((await app.inject('/basemap/tiles.json')).json()).toMatchObject({
    schema: 'openmaptiles',
    attribution: 'OSM',
  });
});

it('gives its tiles as they lie in it, or plain to those who cannot read gzip', async () => {
  const { app } = await start(pmtilesFile(TILES));
  const url = '/basemap/10/719/386.mvt';
  const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
  expect(packed.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'application/vnd.mapbox-vector-tile',
  });
  expect(packed.rawPayload).toEqual(gzipSync(CITY));
  const plain = await app.inject(url);
  expect([plain.rawPayload, plain.headers['content-encoding']]).toEqual([CITY, undefined]);
  expect(plain.headers.etag).toBe(packed.headers.etag);
  const known = await app.inject({ url, headers: { 'if-none-match': String(plain.headers.etag) } });
  expect(known.statusCode).toBe(304);
});

it.each<[string, number, (bytes: Buffer) => Buffer]>([
  ['not compressed', 1, (bytes) => bytes],
  ['brotli', 3, (bytes) => brotliCompressSync(bytes)],
])('can hold its tiles %s', async (_name, tileCompression, pack) => {
  const { app } = await start(pmtilesFile([{ z: 3, x: 1, y: 2, bytes: pack(STREET) }], { tileCompression }));
  expect((await app.inject('/basemap/3/1/2.mvt')).rawPayload).toEqual(STREET);
});

it('says 204 where it has nothing and 400 where nothing can be', async () => {
  const { app } = await start(pmtilesFile(TILES));
  for (const tile of ['10/0/0', '16/0/0', '22/0/0']) {
    expect((await app.inject(`/basemap/${tile}.mvt`)).statusCode).toBe(204);
  }
  for (const tile of ['10/1024/0', '10/0/1024', '23/0/0', '-1/0/0', 'a/b/c', '1.5/0/0']) {
    const answer = await app.inject(`/basemap/${tile}.mvt`);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'tile_out_of_range']);
  }
});

it('is preferred to the other server, which is not asked at all', async () => {
  const upstream = await startTileUpstream();
  const { app } = await start(pmtilesFile(TILES), upstream.url);
  expect((await app.inject('/basemap/10/719/386.mvt')).rawPayload).toEqual(CITY);
  expect((await app.inject('/basemap/10/0/0.mvt')).statusCode).toBe(204);
  expect(upstream.seen).toEqual([]);
  await app.close();
  await upstream.close();
});

const broken: [string, Buffer][] = [
  ['is no PMTiles at all', Buffer.from('hello')],
  ['is empty', Buffer.alloc(0)],
  ['was cut off while it was copied', pmtilesFile(TILES).subarray(0, -1)],
  ['has a damaged directory', pmtilesFile(TILES).fill(0xff, 127, 160)],
  ['holds pictures', pmtilesFile(TILES, { tileType: 2 } satisfies PmtilesFacts)],
  ['is packed with zstd', pmtilesFile(TILES, { tileCompression: 4 })],
];
it.each(broken)('is passed over, and the log says why, when it %s', async (_name, bytes) => {
  const { app, logged } = await start(bytes);
  expect((await app.inject('/basemap/tiles.json')).json()).toMatchObject({ available: false, source: 'none' });
  expect((await app.inject('/basemap/10/719/386.mvt')).statusCode).toBe(204);
  expect(logged()).toContain('the basemap file cannot be used');
});

it('is found without a restart when it is put in place, replaced, or taken away', async () => {
  const { app } = await start();
  const describe = async () =>
    (await app.inject('/basemap/tiles.json')).json<{ available: boolean; tiles: string[] }>();
  expect((await describe()).available).toBe(false);
  await put(pmtilesFile(TILES));
  const first = await describe();
  expect(first.available).toBe(true);
  await put(pmtilesFile([{ z: 10, x: 719, y: 386, bytes: gzipSync(STREET) }]));
  const second = await describe();
  expect(second.tiles).not.toEqual(first.tiles);
  expect((await app.inject('/basemap/10/719/386.mvt')).rawPayload).toEqual(STREET);
  await rm(file);
  expect((await describe()).available).toBe(false);
});

it('gives a 503, not a fault, for a tile that is damaged', async () => {
  const { app } = await start(pmtilesFile([{ z: 1, x: 0, y: 0, bytes: gzipSync(CITY).subarray(0, -4) }]));
  const answer = await app.inject('/basemap/1/0/0.mvt');
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '60']);
});

it('refuses to start with an address that is none', async () => {
  await expect(basemapApp({ dataDir, basemapUrl: 'ftp://tiles.example' })).rejects.toThrow("must be http(s) or 'off'");
});
