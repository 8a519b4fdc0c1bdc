import type { Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { showPhotos } from '../support/pages.ts';

test.use({ data: 'demo' });

async function openReport(page: Page): Promise<void> {
  const { features } = await (await page.request.get('/api/reports?category=ROAD&limit=1')).json();
  await page.goto(`/r/${features[0].properties.code}`);
  await expect(page.getByRole('button', { name: 'Менде да ушундай көйгөй бар' })).toBeVisible();
}

const photosOf = (page: Page) => page.getByRole('list', { name: 'Сүрөттөр' }).getByRole('button');

test('published photos are opened large, turned by keyboard and closed again where they were', async ({ page }) => {
  await showPhotos(page, 3);
  await openReport(page);
  await expect(photosOf(page)).toHaveCount(3);
  const second = photosOf(page).getByRole('img', { name: /: сүрөт 2 \/ 3$/ });
  await expect(second).toHaveJSProperty('complete', true);
  expect(await violations(page)).toEqual([]);

  await photosOf(page).nth(1).press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: /: сүрөт 2 \/ 3$/ })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('ArrowRight');
  await expect(dialog.getByRole('img', { name: /: сүрөт 3 \/ 3$/ })).toBeVisible();
  await dialog.getByRole('button', { name: 'Кийинки сүрөт' }).click();
  await expect(dialog.getByRole('img', { name: /: сүрөт 1 \/ 3$/ })).toBeVisible();
  await expect(dialog.getByText('Сүрөт 1 / 3')).toBeVisible();
  // All of it is seen at once, its height too.
  const picture = (await dialog.getByRole('img').boundingBox())!;
  const view = page.viewportSize()!;
  expect(picture.y + picture.height).toBeLessThanOrEqual(view.height);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(photosOf(page).nth(1)).toBeFocused();
});

test('a photo that comes late moves nothing', { tag: '@phone' }, async ({ page }) => {
  await showPhotos(page, 2);
  let release!: () => void;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/photos/**', async (route) => {
    await held;
    await route.fallback();
  });
  await openReport(page);
  const button = page.getByRole('button', { name: 'Менде да ушундай көйгөй бар' });
  const before = await button.boundingBox();
  release();
  await expect
    .poll(() =>
      photosOf(page)
        .last()
        .getByRole('img')
        .evaluate((image: HTMLImageElement) => image.naturalWidth),
    )
    .toBeGreaterThan(0);
  expect(await button.boundingBox()).toEqual(before);
});

test('no photo, and a photo that was taken back meanwhile, leave no gap', { tag: '@phone' }, async ({ page }) => {
  await openReport(page);
  await expect(page.getByRole('list', { name: 'Сүрөттөр' })).toHaveCount(0);
  const without = await page.getByRole('button', { name: 'Менде да ушундай көйгөй бар' }).boundingBox();
  await showPhotos(page, 1);
  await page.route('**/api/photos/**', (route) => route.fulfill({ status: 404, json: {} }));
  await openReport(page);
  await expect(page.getByRole('list', { name: 'Сүрөттөр' })).toHaveCount(0);
  expect(await page.getByRole('button', { name: 'Менде да ушундай көйгөй бар' }).boundingBox()).toEqual(without);
});
