import type { Page } from '@playwright/test';
import { expect, sendReport, test } from '../support/e2e.ts';
import { sendPhotos } from '../support/pages.ts';

test.use({ data: 'own:staff-queue' });

type Spot = { x: number; y: number };

/** Draws from one place to another, with a finger where there is one. */
async function drag(page: Page, touch: boolean, from: Spot, to: Spot): Promise<void> {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  if (!touch) {
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    for (const spot of [middle, to]) await page.mouse.move(spot.x, spot.y);
    return page.mouse.up();
  }
  const session = await page.context().newCDPSession(page);
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
  for (const spot of [middle, to])
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [spot] });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

test('a part of a photo is drawn over, moved and resized by hand, and everybody sees it unreadable', async ({
  page,
  office,
  isMobile,
}) => {
  const report = await sendReport(page.request, { category: 'ROAD_MUD' });
  await sendPhotos(page.request, report, 1);
  await office.signIn(page, 'moderator');
  await page.goto('/staff/queue');
  const article = page.getByRole('article');
  await article.getByRole('button', { name: 'Бүдөмүктөө' }).click();
  const dialog = page.getByRole('dialog', { name: 'Сүрөттүн бөлүгүн бүдөмүктөө' });
  await dialog.locator('[data-drawn=true]').waitFor();
  const picture = dialog.locator('canvas');
  await picture.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await picture.boundingBox())!;
  const at = (left: number, top: number): Spot => ({ x: x + left * width, y: y + top * height });
  const box = dialog.getByRole('button', { name: /^1-аймак/ });
  const saved = async (): Promise<{ x: number; y: number; width: number; height: number }[]> =>
    (await (await page.request.get(`/api/staff/reports/${report.id}`)).json()).photos[0].blur;

  await drag(page, isMobile, at(0.2, 0.2), at(0.6, 0.5));
  await expect(box).toHaveAccessibleName('1-аймак: солдон 20 %, жогортон 20 %, туурасы 40 %, бийиктиги 30 %');
  await drag(page, isMobile, at(0.3, 0.3), at(0.4, 0.4));
  await expect(box).toHaveAccessibleName('1-аймак: солдон 30 %, жогортон 30 %, туурасы 40 %, бийиктиги 30 %');
  // Far beyond the edge: it ends there, and the dialog stays.
  await drag(page, isMobile, at(0.7, 0.6), { x: x + width + 300, y: y + 0.7 * height });
  await expect(box).toHaveAccessibleName('1-аймак: солдон 30 %, жогортон 30 %, туурасы 70 %, бийиктиги 40 %');
  // Nothing comes of a tap.
  await drag(page, isMobile, at(0.1, 0.1), at(0.105, 0.1));
  await expect(dialog.getByRole('button', { name: /-аймак:/ })).toHaveCount(1);
  await dialog.getByText('Эл көргөнү').click();
  await expect(box).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog).toHaveCount(0);
  const [region] = await saved();
  for (const [key, value] of Object.entries({ x: 0.3, y: 0.3, width: 0.7, height: 0.4 }))
    expect(region![key as 'x']).toBeCloseTo(value, 1);

  const staffPhoto = article.getByRole('img', { name: '1-сүрөт' });
  await expect(staffPhoto).toHaveJSProperty('complete', true);
  await article.getByRole('button', { name: 'Сүрөттү жарыялоо' }).click();
  await expect(page.getByText('Кезек бош')).toBeVisible();
  // What everybody gets is what the server made of it: not the picture that was sent.
  const { photos } = (await (await page.request.get(`/api/reports/${report.id}`)).json()).properties;
  const shown = await (await page.request.get(`/api/photos/${photos[0].id}.jpg`)).body();
  const original = await (
    await page.request.get(`/api/staff/reports/${report.id}/photos/${photos[0].id}.jpg?of=original`)
  ).body();
  expect(shown.equals(original)).toBe(false);
});
