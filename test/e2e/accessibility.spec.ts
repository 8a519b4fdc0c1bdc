import { inBothThemes } from '../support/axe.ts';
import { expect, mapDrawn, test } from '../support/e2e.ts';

test.use({ data: 'demo' });

test('axe finds nothing on any screen in either theme', async ({ page }) => {
  const { features } = await (await page.request.get('/api/reports?category=ROAD&limit=1')).json();
  for (const url of [
    '/',
    '/?mode=areas',
    '/?mode=grid',
    '/?view=compare',
    '/?view=list',
    '/?view=list&category=TELECOM&to=2020-01-01',
    `/r/${features[0].properties.code}`,
    '/new',
    '/export',
    '/r/ZZZZZZZZ',
  ]) {
    await page.goto(url);
    await page.waitForLoadState('networkidle');
    if (url === '/') await mapDrawn(page);
    expect(await inBothThemes(page), url).toEqual([]);
  }
  await page.goto('/new');
  await page.getByRole('button', { name: 'Өзгөртүү' }).click();
  expect(await inBothThemes(page), 'settlement by hand').toEqual([]);
  await page.getByRole('dialog').getByText('Алай 1 жилмассиви').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Даяр' }).click();
  await page.getByRole('button', { name: 'Кийинки' }).click();
  await expect(page.getByRole('heading', { name: 'Кандай көйгөй?' })).toBeVisible();
  expect(await inBothThemes(page), 'categories').toEqual([]);
  await page.getByRole('button', { name: 'Сел, жер көчкү' }).click();
  expect(await inBothThemes(page), 'kinds').toEqual([]);
});

test('nothing sticks out sideways at 320 px', async ({ page, isMobile }) => {
  if (isMobile) await page.setViewportSize({ width: 320, height: 640 });
  for (const url of ['/', '/?mode=areas', '/?view=compare', '/?view=list', '/new', '/new?step=what', '/export']) {
    await page.goto(url);
    await page.waitForLoadState('networkidle');
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      url,
    ).toBe(0);
  }
});
