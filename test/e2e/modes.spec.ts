import type { Page } from '@playwright/test';
import { expect, mapDrawn, test } from '../support/e2e.ts';

test.use({ data: 'quarters' });

const statistics = async (page: Page, query: string) => (await page.request.get(`/api/statistics?${query}`)).json();
const legend = (page: Page) => page.getByRole('region', { name: 'Шарттуу белгилер' });

test(
  'areas are filled by reports per 100 households, and the legend counts what has no area',
  { tag: '@wide' },
  async ({ page }) => {
    await page.goto('/?mode=areas');
    await mapDrawn(page);
    const { total, groups } = await statistics(page, 'by=area');
    const inQuarters = groups
      .filter(({ area }: { area: string | null }) => area?.startsWith('quarter-'))
      .reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    expect(inQuarters).toBeGreaterThan(30);
    await expect(legend(page)).toContainText('100 үй-бүлөгө');
    await expect(legend(page)).toContainText(`${inQuarters} билдирүү`);
    const rest = groups
      .filter(({ area }: { area: string | null }) => area === null)
      .reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    expect(inQuarters + rest).toBeLessThan(total.count);
    // The fourth quarter has no number of households.
    await expect(legend(page)).toContainText(/[Үү]й-бүлө саны белгисиз/);
  },
);

test(
  'a touch on an area opens the list of its reports, and the way back leads to the map',
  { tag: '@phone' },
  async ({ page }) => {
    await page.goto('/?mode=areas&level=settlement&measure=count&area=alai-1');
    await mapDrawn(page);
    const box = (await page.getByTestId('map').boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 3);
    await expect(page).toHaveURL(/view=list/);
    const { total } = await statistics(page, 'area=alai-1');
    await expect(
      page
        .getByText(new RegExp(`(^|\\D)${total.count}(\\D|$)`))
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(/mode=areas/);
  },
);

test(
  'hexagons say their size and how many reports they count; a size is chosen in the address',
  { tag: '@wide' },
  async ({ page }) => {
    for (const size of [200, 500]) {
      await page.goto(`/?mode=grid&size=${size}`);
      await mapDrawn(page);
      const { reports } = await (await page.request.get(`/api/grid?size=${size}`)).json();
      await expect(legend(page)).toContainText(new RegExp(`${size}.м уяча`));
      await expect(legend(page)).toContainText(`${reports.onMap} билдирүү`);
    }
  },
);

test('what heat counts can be chosen and stands in the address', async ({ page, isMobile }) => {
  await page.goto('/');
  await mapDrawn(page);
  if (isMobile) await page.getByRole('button', { name: 'Катмарлар' }).click();
  await page.getByLabel('Эмне эсептелет').first().selectOption('supports');
  await expect(page).toHaveURL(/weight=supports/);
  if (isMobile) await page.getByRole('button', { name: 'Жабуу' }).first().click();
  await expect(legend(page)).toContainText('«Менде да бар»');
});

test('each way of showing the map draws something of its own', { tag: '@phone' }, async ({ page }) => {
  const shots = new Set<string>();
  for (const mode of ['points', 'heat', 'grid', 'areas']) {
    await page.goto(`/?mode=${mode}&area=alai-1`);
    await mapDrawn(page);
    shots.add((await page.locator('canvas.maplibregl-canvas').screenshot()).toString('base64'));
  }
  expect(shots.size).toBe(4);
});

test(
  'few reports are no density: cells and areas say plainly how few they are',
  { tag: '@phone' },
  async ({ page }) => {
    for (const mode of ['grid', 'areas']) {
      await page.goto(`/?mode=${mode}&category=LIGHT`);
      await mapDrawn(page);
      await expect(legend(page)).toContainText('Билдирүү аз');
    }
  },
);
