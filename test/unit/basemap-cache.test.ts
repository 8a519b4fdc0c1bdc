import { randomBytes } from 'node:crypto';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DiskCache } from '../../server/basemap/disk-cache.ts';
import { temporaryDirectory } from '../support/basemap-app.ts';

const KIB = 1024;
let directory: string;
let remove: () => Promise<void>;
let errors: unknown[];
const caches: DiskCache[] = [];

beforeEach(async () => {
  ({ directory, remove } = await temporaryDirectory());
  errors = [];
});

afterEach(async () => {
  await Promise.all(caches.splice(0).map((cache) => cache.close()));
  await remove();
});

function open(maxBytes: number, at = directory): DiskCache {
  const cache = new DiskCache({ directory: at, maxBytes, onError: (error) => errors.push(error) });
  caches.push(cache);
  return cache;
}

function entry(bytes: number) {
  return { bytes: randomBytes(bytes), version: 'v', fetchedAt: 1 };
}

async function files(): Promise<string[]> {
  const names = await readdir(directory, { recursive: true });
  const full = names.map((name) => path.join(directory, name));
  const facts = await Promise.all(full.map((name) => stat(name)));
  return full.filter((_, at) => facts[at]?.isFile());
}

async function bytesOnDisk(): Promise<number> {
  const facts = await Promise.all((await files()).map((name) => stat(name)));
  return facts.reduce((sum, { size }) => sum + size, 0);
}

it('puts out what was used longest ago and stays under its bound on disk', async () => {
  const cache = open(100 * KIB);
  for (let at = 0; at < 8; at += 1) await cache.put(`tile ${at}`, entry(10_000));
  expect(await cache.get('tile 0')).not.toBeNull();
  for (let at = 8; at < 13; at += 1) {
    await cache.put(`tile ${at}`, entry(10_000));
    expect(await bytesOnDisk()).toBeLessThanOrEqual(100 * KIB);
  }
  expect(await cache.get('tile 0')).not.toBeNull();
  expect(await cache.get('tile 1')).toBeNull();
  expect(await cache.get('tile 12')).not.toBeNull();
});

it('stays under its bound when many write at once', async () => {
  const cache = open(64 * KIB);
  await Promise.all(Array.from({ length: 40 }, (_, at) => cache.put(`tile ${at}`, entry(5_000))));
  expect(await bytesOnDisk()).toBeLessThanOrEqual(64 * KIB);
  expect((await files()).length).toBeGreaterThan(4);
});

it('still knows what was used last after a restart', async () => {
  const before = open(100 * KIB);
  for (let at = 0; at < 8; at += 1) await before.put(`tile ${at}`, entry(10_000));
  await before.close();
  const all = await files();
  await Promise.all(all.map((name, at) => utimes(name, at + 1000, at + 1000)));
  const [oldest, ...others] = await Promise.all(all.map((name) => readFile(name)));

  const after = open(100 * KIB);
  await after.put('one more', entry(10_000));
  const left = await Promise.all((await files()).map((name) => readFile(name)));
  const has = (file: Buffer | undefined) => left.some((other) => file !== undefined && other.equals(file));
  expect(has(oldest)).toBe(false);
  expect(others.every(has)).toBe(true);
});

it('shrinks to a smaller bound at the next start', async () => {
  const before = open(200 * KIB);
  for (let at = 0; at < 10; at += 1) await before.put(`tile ${at}`, entry(10_000));
  await before.close();
  await open(50 * KIB).put('one more', entry(1000));
  expect(await bytesOnDisk()).toBeLessThanOrEqual(50 * KIB);
});

it('takes a damaged file for a miss and deletes it', async () => {
  const cache = open(100 * KIB);
  await cache.put('tile', entry(5000));
  const [file = ''] = await files();
  await writeFile(file, (await readFile(file)).subarray(0, 3000));
  expect(await cache.get('tile')).toBeNull();
  expect(await files()).toEqual([]);
  await cache.put('tile', entry(5000));
  expect(await cache.get('tile')).not.toBeNull();
});

it('keeps what is asked for while it is being written', async () => {
  const cache = open(100 * KIB);
  const write = cache.put('tile', entry(5000));
  for (let time = 0; time < 20; time += 1) await cache.get('tile');
  await write;
  expect(await cache.get('tile')).not.toBeNull();
});

it('counts an empty answer as a whole block, so that they cannot fill a disk either', async () => {
  const cache = open(32 * KIB);
  for (let at = 0; at < 30; at += 1) await cache.put(`tile ${at}`, { bytes: null, version: 'v', fetchedAt: 1 });
  expect(await files()).toHaveLength(8);
  expect(await cache.get('tile 29')).toEqual({ bytes: null, version: 'v', fetchedAt: 1 });
});

it('does not keep what is larger than all of it', async () => {
  const cache = open(32 * KIB);
  await cache.put('small', entry(1000));
  await cache.put('large', entry(50_000));
  expect(await cache.get('large')).toBeNull();
  expect(await cache.get('small')).not.toBeNull();
  expect(await bytesOnDisk()).toBeLessThanOrEqual(32 * KIB);
});

it('keeps nothing when its bound is 0', async () => {
  const cache = open(0);
  await cache.put('tile', entry(1000));
  expect(await cache.get('tile')).toBeNull();
  expect(await files()).toEqual([]);
});

it('goes on without a disk, and says so', async () => {
  const file = path.join(directory, 'a file');
  await writeFile(file, '');
  const cache = open(100 * KIB, path.join(file, 'cache'));
  await cache.put('tile', entry(1000));
  expect(await cache.get('tile')).toBeNull();
  expect(errors).not.toEqual([]);
});

it('leaves files that are not its own alone, except drafts nobody finishes', async () => {
  const [draft, fresh, other] = ['old.tmp', 'new.tmp', 'tilejson.json'].map((name) => path.join(directory, name));
  for (const name of [draft, fresh, other]) await writeFile(name ?? '', 'x');
  await utimes(draft ?? '', 1000, 1000);
  await open(100 * KIB).put('large', entry(200 * KIB));
  expect((await files()).sort()).toEqual([fresh, other].sort());
});
