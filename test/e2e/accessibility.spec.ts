import { inBothThemes } from '../support/axe.ts';
import { RESIDENT } from '../screens/resident.ts';
import { expect, test } from '../support/e2e.ts';
import { placeByName, smallTargets } from '../support/pages.ts';
import { showScreen } from '../support/show-screen.ts';

test.use({ data: 'demo' });

/** On a wide screen these have other pieces; the rest has the same ones further apart. */
const OTHERWISE_WIDE = [
  'home',
  'tables',
  'cells',
  'areas',
  'compare',
  'list',
  'report',
  'report-photo-large',
  'export',
];

for (const screen of RESIDENT) {
  const tag = OTHERWISE_WIDE.includes(screen.name) ? [] : ['@phone'];
  test(
    `axe finds nothing on the screen “${screen.name}”, light and dark`,
    { tag },
    async ({ page, office, expectFault }) => {
      // Some states are made by cutting the line.
      expectFault(/ERR_|Failed to fetch|dynamically imported module|Unable to preload/);
      await showScreen(page, screen, office);
      expect(await inBothThemes(page)).toEqual([]);
    },
  );
}

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

test('everything a resident can tap is as large as a thumb', { tag: '@phone' }, async ({ page }) => {
  const { features } = await (await page.request.get('/api/reports?category=ROAD&limit=1')).json();
  const small: string[] = [];
  const look = async (screen: string) => {
    await page.waitForLoadState('networkidle');
    small.push(...(await smallTargets(page)).map((found) => `${screen}: ${found}`));
  };
  for (const path of [
    '/',
    '/?view=list',
    `/r/${features[0].properties.code}`,
    '/track',
    '/privacy',
    '/about',
    '/new',
  ]) {
    await page.goto(path);
    await look(path);
  }
  await page.getByRole('button', { name: 'Өзгөртүү' }).click();
  await look('settlement by hand');
  await page.keyboard.press('Escape');
  await placeByName(page, 'Алай 1 жилмассиви');
  await look('categories');
  await page.getByRole('button', { name: 'Көчө жарыгы' }).click();
  await look('kinds');
  await page.getByRole('button', { name: 'Чырак күйбөйт' }).click();
  await look('details');
  await page.goto(`/?report=${features[0].properties.code}`);
  await look('report on the map');
  await page.goto('/?view=list');
  await page.getByRole('button', { name: 'Категория' }).click();
  await look('filters');
  expect(small).toEqual([]);
});
