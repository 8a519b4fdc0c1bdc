import { violations } from '../support/axe.ts';
import { expect, mapDrawn, test } from '../support/e2e.ts';

test.use({ data: 'demo' });

test('a planner reads the hot spots in order, opens one, sees it on the map with its reports, and shares the address', async ({
  page,
}) => {
  await page.goto('/');
  await mapDrawn(page);
  const answer = await (await page.request.get('/api/hotspots')).json();
  const section = page.getByRole('region', { name: 'Көйгөй топтолгон жерлер' });
  const links = section.getByRole('link');
  await expect(links).toHaveCount(5);
  const named = await links.evaluateAll((all) => all.map((link) => link.getAttribute('aria-label')));
  answer.features.slice(0, 5).forEach(({ properties }: { properties: { count: number } }, at: number) => {
    expect(named[at]).toMatch(new RegExp(`^№ ${at + 1}: .*, ${properties.count} билдирүү$`));
  });
  await expect(section).toContainText(`${answer.radius} м аралыкта кеминде ${answer.minimum} билдирүү`);
  await expect(section).toContainText(`${answer.reports.onMap} билдирүү боюнча`);
  await expect(section).toContainText(`${answer.reports.areaOnly} билдирүүнүн конушу гана белгилүү`);

  await section.getByRole('button', { name: /^Таблица катары/ }).click();
  const table = section.getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(answer.features.length + 1);
  expect(await violations(page), 'table').toEqual([]);
  await table.getByRole('button').first().click();

  await expect(page).toHaveURL(/[?&]spot=72\.\d{4},40\.\d{4}$/);
  const behind = page.getByRole('region', { name: 'Топтолгон жер № 1' });
  await expect(behind).toContainText(`${answer.features[0].properties.count} билдирүү`);
  const ring = answer.features[0].geometry.coordinates[0].slice(0, -1).map((corner: number[]) => corner.join());
  const inside = await (await page.request.get(`/api/reports?limit=1000&within=${ring.join(';')}`)).json();
  const placed = inside.features.filter(
    (report: { properties: { precision: string } }) => report.properties.precision !== 'area',
  );
  expect(placed.length).toBeGreaterThanOrEqual(answer.features[0].properties.count);
  await expect(behind.getByRole('link')).toHaveCount(Math.min(placed.length, 100));
  expect(await violations(page), 'hot spot').toEqual([]);

  await page.reload();
  await expect(behind.getByRole('link')).toHaveCount(Math.min(placed.length, 100));
  await behind.getByRole('link').first().click();
  await expect(behind).toBeHidden();
  await page.getByRole('button', { name: 'Тизмеге' }).click();
  await expect(behind).toBeVisible();
  await page.getByRole('button', { name: 'Жыйынтыкка' }).click();
  await expect(section).toBeVisible();
  await expect(page).not.toHaveURL(/spot=/);
});

test('with few reports the page says that there is no hot spot, and of how many reports that is true', async ({
  page,
}) => {
  const get = async (url: string) => (await page.request.get(url)).json();
  const rare = (await get('/api/statistics?by=category')).groups.sort(
    (a: { count: number }, b: { count: number }) => a.count - b.count,
  )[0].category;
  const { found, reports } = await get(`/api/hotspots?category=${rare}`);
  expect(found).toBe(0);
  expect(reports.total).toBeGreaterThan(0);
  await page.goto(`/?category=${rare}`);
  const section = page.getByRole('region', { name: 'Көйгөй топтолгон жерлер' });
  await expect(section).toContainText('Мындай жер табылган жок');
  await expect(section).toContainText(`${reports.onMap} билдирүүнүн эч бири`);
  await page.goto('/?spot=72.0000,40.0000');
  await expect(page.getByText('Бул жерде азыр көйгөйлөр топтолгон эмес.')).toBeVisible();
});

test('the export page offers what the map shows: heat, hexagons and hot spots', async ({ page }) => {
  await page.goto('/export?category=ROAD&radius=300');
  for (const [name, layer] of [
    ['Жыштык картасы', 'heat'],
    ['Алты бурчтуктар', 'grid'],
    ['Көйгөй топтолгон жерлер', 'hotspots'],
  ]) {
    await page.getByRole('radio', { name: name! }).check({ force: true });
    const href = (await page.getByRole('link', { name: 'Жүктөп алуу' }).getAttribute('href'))!;
    expect(href).toContain(`/api/exports/${layer}.geojson?category=ROAD`);
    expect((await page.request.get(href)).status(), href).toBe(200);
  }
  expect(await violations(page)).toEqual([]);
});
