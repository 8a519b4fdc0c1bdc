import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { areaTilePaths } from '../../web/src/offline/area-download.ts';
import { AREA_QUOTA_BYTES } from '../../web/src/offline/worker/cache-rules.ts';
import { boundsOf } from '../../web/src/map/geometry.ts';
import { expect, mapDrawn } from '../support/e2e.ts';
import { carried, fetchedAhead, sendIt, testWithWorker as test, thanked, writeReport } from '../support/offline.ts';

test.use({ data: 'own:offline', serviceWorkers: 'allow', basemap: true });

const cached = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => url.slice(location.origin.length));
  });

/** Opens what the map shows and how, where the map without a network is. */
async function openMapOptions(page: Page): Promise<void> {
  await page.goto('/');
  await mapDrawn(page);
  await page.getByRole('button', { name: 'Катмарлар' }).click();
}

test('the map of an area is fetched ahead with its size said, draws every zoom that was promised without a network, and goes again', async ({
  page,
  line,
  tiles,
}) => {
  await openMapOptions(page);
  await carried(page);
  await fetchedAhead(page);
  const [basemap, areas] = await Promise.all(
    ['/basemap/tiles.json', '/api/areas?kind=settlement'].map(async (path) => (await page.request.get(path)).json()),
  );
  const [west, south, east, north] = boundsOf(areas.features.map(({ geometry }: { geometry: never }) => geometry))!;
  const paths = areaTilePaths([west, south, east, north], basemap);
  expect(paths.some((path) => path.includes('/14/'))).toBe(true);
  await expect(page.getByText(/Азыр \d+(,\d)? МБ, эң көп дегенде 40 МБ/)).toBeVisible();

  // Full in the middle: said, and what came stays.
  const session = await page.context().newCDPSession(page);
  const quota = (quotaSize?: number) =>
    session.send('Storage.overrideQuotaForOrigin', { origin: line.origin, ...(quotaSize && { quotaSize }) });
  await quota(1);
  await page.getByRole('button', { name: /^Картаны жүктөп алуу, болжол менен \d+(,\d)? МБ/ }).click();
  await expect(page.getByText('Телефондо орун жетпеди.')).toBeVisible();
  await quota();
  // The line breaks in the middle: the next try fetches only what is missing.
  line.next(/^GET \/basemap\/14\//, 'answer cut short');
  await page.getByRole('button', { name: /^Картаны жүктөп алуу/ }).click();
  await expect(page.getByText('Сервер менен байланыш жок.')).toBeVisible();
  const asked = tiles!.tilesAsked();
  await page.getByRole('button', { name: /^Картаны жүктөп алуу/ }).click();
  await expect(page.getByText(/Карта телефондо: Алай 1, Алай 2, \d+(,\d)? МБ/)).toBeVisible();
  expect(tiles!.tilesAsked() - asked).toBeLessThan(paths.length);

  line.open = false;
  const failed: string[] = [];
  page.on('requestfailed', (request) => {
    // The map takes back what it has asked for when it moves on.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    if (paths.some((path) => request.url().endsWith(path))) failed.push(request.url());
  });
  await page.goto('/?area=alai-2');
  await mapDrawn(page);
  expect(failed).toEqual([]);
  const there = await page.evaluate(
    (wanted) =>
      Promise.all(
        wanted.map((path) =>
          fetch(path).then(
            (answer) => answer.ok,
            () => false,
          ),
        ),
      ),
    paths,
  );
  expect(there.every(Boolean)).toBe(true);
  const bytes = await page.evaluate(async () => {
    const answers = await (await caches.open('alai.area')).matchAll();
    const sizes = await Promise.all(answers.map(async (answer) => (await answer.blob()).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  });
  expect(bytes).toBeLessThanOrEqual(AREA_QUOTA_BYTES);
  await page.getByRole('button', { name: 'Катмарлар' }).click();
  await page.getByRole('button', { name: 'Картаны өчүрүү' }).click();
  await expect(page.getByText(/Карта телефондо/)).toHaveCount(0);
  expect(await page.evaluate(() => caches.has('alai.area'))).toBe(false);
});

test('the browser finds nothing that keeps it from being installed', async ({ page }) => {
  await page.goto('/');
  await carried(page);
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // A window of a test is a private one.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
  const { data, errors } = await session.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const { id, lang, name, icons, shortcuts, display, theme_color } = JSON.parse(data!);
  expect({ id, lang, name, display }).toEqual({ id: '/', lang: 'ky', name: 'Алай картасы', display: 'standalone' });
  expect(theme_color).toMatch(/^#/);
  expect(icons.some(({ purpose }: { purpose?: string }) => purpose === 'maskable')).toBe(true);
  expect(shortcuts[0]).toMatchObject({ name: 'Көйгөйдү билдирүү', url: '/new' });
  // What is named there is there, in the size that it says.
  for (const { src, sizes } of [...icons, ...shortcuts.flatMap((shortcut: { icons: [] }) => shortcut.icons)]) {
    const { width, height } = await sharp(await (await page.request.get(src)).body()).metadata();
    expect(`${width}x${height}`).toBe(sizes);
  }
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    const colour = await page.evaluate(
      () =>
        [...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')].find(
          ({ media }) => matchMedia(media).matches,
        )?.content,
    );
    expect(colour).toBe(scheme === 'light' ? '#FFFFFF' : '#1A1E1F');
  }
  // Safari reads no manifest for these.
  expect(await page.locator('meta[name=apple-mobile-web-app-title]').getAttribute('content')).toBe('Алай');
  await expect(page.locator('link[rel=apple-touch-icon]')).toHaveCount(1);
});

test('what is kept holds nothing of staff, no token and no place that somebody asked about', async ({ page, line }) => {
  await page.goto('/');
  await carried(page);
  await writeReport(page, 'Белгисиз.');
  await sendIt(page);
  await thanked(page);
  await page.getByRole('link', { name: 'Билдирүүнү көрүү' }).click();
  await expect(page.getByRole('main')).toBeVisible();
  await page.goto('/staff');
  await expect(page.getByRole('main')).toBeVisible();
  const urls = (await cached(page)).filter((url) => !url.startsWith('/assets/'));
  expect(urls.filter((url) => url.startsWith('/api/')).length).toBeGreaterThan(0);
  expect(urls.filter((url) => /staff|session|\/own|questions|bbox|nearby|lng=/i.test(url))).toEqual([]);
  line.open = false;
  await expect(page.goto('/staff')).rejects.toThrow();
});
