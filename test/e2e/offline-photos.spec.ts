import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect } from '../support/e2e.ts';
import { keepIt, sendIt, test, thanked, writeReport } from '../support/offline.ts';

test.use({ data: 'own:offline' });

const TOKEN = /"manageToken":"([^"]+)"/;

/** A photo as a phone writes it: larger than any screen, lying on its side, with place and phone in its EXIF. */
function phonePhoto(): Promise<Buffer> {
  const [width, height] = [3000, 2000];
  const noise = Buffer.alloc(width * height * 3);
  for (let i = 0; i < noise.length; i += 3) {
    // Red on the left, blue on the right, and rough enough to be large.
    const left = (i / 3) % width < width / 2;
    const rough = (i * 2654435761) % 90;
    noise[i] = left ? 150 + rough : rough;
    noise[i + 1] = rough;
    noise[i + 2] = left ? rough : 150 + rough;
  }
  return sharp(noise, { raw: { width, height, channels: 3 } })
    .withExif({ IFD0: { Make: 'Phone', Model: 'Secret' }, IFD3: { GPSLatitude: '40/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 92 })
    .toBuffer();
}

const choose = async (page: Page, count: number): Promise<void> => {
  const buffer = await phonePhoto();
  const files = Array.from({ length: count }, (_, i) => ({ name: `${i}.jpg`, mimeType: 'image/jpeg', buffer }));
  await page.getByLabel('Сүрөт кошуу').setInputFiles(files);
  await expect(page.getByRole('img', { name: /-сүрөт$/ })).toHaveCount(count);
};

/** What the phone keeps of its photos. */
const kept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ bytes: number[]; width: number; height: number }[]>((resolve) => {
        const opening = indexedDB.open('alai');
        opening.onsuccess = () => {
          const asking = opening.result.transaction('photos').objectStore('photos').getAll();
          asking.onsuccess = () =>
            resolve(
              asking.result.map(({ bytes, width, height }) => ({ bytes: [...new Uint8Array(bytes)], width, height })),
            );
        };
      }),
  );

test('a photo is made small, upright and without EXIF on the phone, and taken away with one tap', async ({ page }) => {
  await writeReport(page, 'Сүрөтү бар.');
  await choose(page, 1);
  const [photo] = await kept(page);
  expect(photo!.bytes.length).toBeLessThanOrEqual(300_000);
  const bytes = Buffer.from(photo!.bytes);
  const { format, width, height, exif, orientation } = await sharp(bytes).metadata();
  expect({ format, exif, orientation }).toEqual({ format: 'jpeg', exif: undefined, orientation: undefined });
  expect(width).toBeLessThan(height!);
  expect(Math.max(width!, height!)).toBeLessThanOrEqual(1600);
  expect(bytes.includes('Secret')).toBe(false);
  // Turned by a quarter: what lay on the left is on top.
  const top = await sharp(bytes).resize(1, 2, { fit: 'fill' }).raw().toBuffer();
  expect(top[0]! > top[2]!).toBe(true);
  expect(top[3]! < top[5]!).toBe(true);
  await page.getByRole('button', { name: '1-сүрөттү алып салуу' }).click();
  await expect(page.getByRole('img', { name: /-сүрөт$/ })).toHaveCount(0);
  expect(await kept(page)).toEqual([]);
});

test('photos follow their report over a line that breaks at every stage, go on where they were, and are there once', async ({
  page,
  context,
  line,
  server,
}) => {
  await writeReport(page, 'Эки сүрөт.');
  await choose(page, 2);
  await keepIt(page, line);
  await page.close();

  line.next(/^POST .*\/photos$/, 'answer cut short');
  line.next(/^HEAD /, 'cut before the request');
  line.next(/^PATCH /, 'cut in the request');
  line.next(/^PATCH /, 'answer lost');
  line.open = true;
  const next = await context.newPage();
  const sent = next.waitForResponse(async (answer) => TOKEN.test(await answer.text().catch(() => '')));
  await next.goto('/track');
  const { id, manageToken } = await (await sent).json();
  const states = async () => {
    const answer = await fetch(`${server.origin}/api/reports/${id}/own`, { headers: { 'manage-token': manageToken } });
    return ((await answer.json()) as { photos?: unknown[] }).photos?.length ?? answer.status;
  };
  await expect.poll(states, { timeout: 90_000 }).toBe(2);
  expect(line.left()).toBe(0);
});

test('the report does not wait for its photos; one that was sent is taken back with one tap', async ({
  page,
  line,
}) => {
  await writeReport(page, 'Бир сүрөт.');
  await choose(page, 1);
  await sendIt(page);
  await thanked(page);
  await expect(page.getByText('Сүрөттөр жөнөтүлдү.')).toBeVisible();
  await page.getByRole('button', { name: '1-сүрөттү алып салуу' }).click();
  await expect(page.getByRole('img', { name: /-сүрөт$/ })).toHaveCount(0);
  await expect.poll(() => line.arrived.some((name) => name.startsWith('DELETE '))).toBe(true);
});

test('what is no photo says so and keeps nothing', async ({ page }) => {
  await writeReport(page, 'Файл.');
  const file = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') };
  await page.getByLabel('Сүрөт кошуу').setInputFiles([file]);
  await expect(page.getByText('Бул файл сүрөт катары ачылбады.')).toBeVisible();
});
