import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../server/config.ts';
import { bucketStorage } from '../../server/photos/bucket.ts';
import { storageName } from '../../server/photos/rules.ts';
import { directoryStorage } from '../../server/photos/storage.ts';
import type { PhotoStorage } from '../../server/photos/storage.ts';
import { startBucket, type TestBucket } from '../support/bucket.ts';

let bucket: TestBucket;
let directory: string;
beforeAll(async () => {
  bucket = await startBucket();
  directory = mkdtempSync(path.join(os.tmpdir(), 'alai-photos-'));
});
afterAll(async () => {
  await bucket.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => bucket.behave('normal'));

const NAME = storageName('0123456789abcdef'.repeat(2), 'large');
const BYTES = Buffer.from('not really a picture, but bytes all the same');

async function contentOf(storage: PhotoStorage, name: string): Promise<Buffer | null> {
  const file = await storage.get(name);
  if (file === null) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of file.stream) chunks.push(chunk as Buffer);
  const content = Buffer.concat(chunks);
  expect(file.bytes).toBe(content.length);
  return content;
}

describe.each<[string, () => PhotoStorage]>([
  ['a directory', () => directoryStorage(path.join(directory, 'photos'))],
  ['a bucket', () => bucketStorage(bucket.config)],
])('photos in %s', (_name, make) => {
  test('come back as they were put, replaced when put again, and are gone when deleted, also twice', async () => {
    const storage = make();
    expect(await contentOf(storage, NAME)).toBeNull();
    await storage.put(NAME, BYTES);
    expect(await contentOf(storage, NAME)).toEqual(BYTES);
    await storage.put(NAME, Buffer.from('other'));
    expect(String(await contentOf(storage, NAME))).toBe('other');
    await storage.delete(NAME);
    await storage.delete(NAME);
    expect(await contentOf(storage, NAME)).toBeNull();
  });
});

describe('a directory', () => {
  test('holds whole files only, readable by the server alone', async () => {
    const storage = directoryStorage(path.join(directory, 'whole'));
    await Promise.all(Array.from({ length: 10 }, () => storage.put(NAME, BYTES)));
    expect(readdirSync(path.join(directory, 'whole', '01'))).toEqual([NAME]);
  });

  test('that cannot be written to is away, with Retry-After', async () => {
    writeFileSync(path.join(directory, 'a-file'), '');
    const storage = directoryStorage(path.join(directory, 'a-file'));
    await expect(storage.put(NAME, BYTES)).rejects.toMatchObject({
      code: 'photos_unavailable',
      extra: { retryAfterSeconds: 10 },
    });
  });
});

describe('a bucket', () => {
  test('is asked again when it was busy for a moment', async () => {
    bucket.behave('busy-once');
    await bucketStorage(bucket.config).put(NAME, BYTES);
    expect(bucket.objects.get(NAME)).toEqual(BYTES);
  });

  test.each(['error', 'reset', 'redirect'] as const)('that answers with %s is away', async (behaviour) => {
    const storage = bucketStorage(bucket.config);
    await storage.put(NAME, BYTES);
    bucket.behave(behaviour);
    for (const work of [() => storage.put(NAME, BYTES), () => storage.get(NAME), () => storage.delete(NAME)])
      await expect(work()).rejects.toMatchObject({ code: 'photos_unavailable', statusCode: 503 });
  });

  test('that breaks off in the middle of a picture is away, before anything of it was shown', async () => {
    const storage = bucketStorage(bucket.config);
    await storage.put(NAME, BYTES);
    bucket.behave('short-body');
    await expect(storage.get(NAME)).rejects.toMatchObject({ code: 'photos_unavailable' });
  });

  test('refuses another secret', async () => {
    const storage = bucketStorage({ ...bucket.config, secret: 'another' });
    await expect(storage.put(NAME, BYTES)).rejects.toMatchObject({ code: 'photos_unavailable' });
  });
});

test('only names made of 128 random bits are names', () => {
  for (const key of ['', '../../x', 'A'.repeat(32), 'a'.repeat(31), `${'a'.repeat(32)}/..`])
    expect(() => storageName(key, 'large')).toThrow(TypeError);
});

describe('the settings of a bucket', () => {
  const settings = {
    PHOTO_BUCKET_URL: 'https://s3.example.com/photos/',
    PHOTO_BUCKET_KEY_ID: 'id',
    PHOTO_BUCKET_SECRET: 'secret',
  };
  const load = (environment: Record<string, string>) => loadConfig({ DATA_DIR: directory, ...environment }).photoBucket;

  test('may be left out, and are needed together', () => {
    expect(load({})).toBeNull();
    expect(load(settings)).toEqual({
      url: 'https://s3.example.com/photos',
      region: 'us-east-1',
      keyId: 'id',
      secret: 'secret',
    });
    for (const name of Object.keys(settings)) expect(() => load({ ...settings, [name]: '' })).toThrow(/together/);
    expect(() => load({ ...settings, PHOTO_BUCKET_URL: 's3://photos' })).toThrow(/http/);
  });
});
