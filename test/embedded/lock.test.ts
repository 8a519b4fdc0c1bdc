import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DirectoryInUseError, lockDirectory } from '../../server/db/embedded/lock.ts';
import { startFixture, temporaryDirectory } from './support.ts';

let directory: string;
let remove: () => void;
beforeEach(() => void ({ directory, remove } = temporaryDirectory()));
afterEach(() => remove());

test('a directory is held once, and free again after its release', async () => {
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toThrow(DirectoryInUseError);
  await lock.release();
  await (await lockDirectory(directory)).release();
});

test('the same directory under another name is held too, its neighbour is not', async () => {
  const real = path.join(directory, 'real');
  mkdirSync(real);
  symlinkSync(real, path.join(directory, 'link'));
  const lock = await lockDirectory(real);
  await expect(lockDirectory(path.join(directory, 'link'))).rejects.toThrow(DirectoryInUseError);
  const other = await lockDirectory(path.join(directory, 'a new one', 'x'.repeat(150)));
  await Promise.all([lock.release(), other.release()]);
});

test('the refusal is one sentence that names the directory, the holder and what to do', async () => {
  const holder = startFixture('hold-lock.mjs', directory);
  expect(await holder.nextLine()).toBe('held');
  const message = await lockDirectory(directory).then(
    () => 'not refused',
    (error: Error) => error.message,
  );
  expect(message).toMatch(/^The directory .+ is already in use by another process \(\d+\): .+ DATA_DIR .+\.$/);
  expect(message).toContain(directory);
  await holder.kill();
});

test('a holder that is killed with -9 is replaced at once', async () => {
  const holder = startFixture('hold-lock.mjs', directory);
  expect(await holder.nextLine()).toBe('held');
  await holder.kill();
  await (await lockDirectory(directory)).release();
});

test('of several processes that start at the same moment exactly one gets the directory', async () => {
  const startAt = String(Date.now() + 2500);
  const competitors = Array.from({ length: 4 }, () => startFixture('hold-lock.mjs', directory, startAt));
  const lines = await Promise.all(competitors.map((competitor) => competitor.nextLine()));
  expect(lines.filter((line) => line === 'held')).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith('refused DirectoryInUseError'))).toHaveLength(3);
  await Promise.all(competitors.map((competitor) => competitor.kill()));
});
