import { expect, mapDrawn, test } from '../support/e2e.ts';

test.use({ data: 'quarters' });

test('the table says the same as the statistics, and each number opens its reports', async ({ page }) => {
  await page.goto('/?view=compare');
  await expect(page).toHaveURL(/area=alai-1,alai-2/);
  const table = page.getByTestId('comparison');
  for (const [column, code] of ['alai-1', 'alai-2'].entries()) {
    const { total } = await (await page.request.get(`/api/statistics?area=${code}`)).json();
    const cell = (name: string) =>
      table
        .getByRole('row', { name: new RegExp(`^${name}`) })
        .getByRole('link')
        .nth(column);
    await expect(cell('Катталды')).toHaveText(String(total.count));
    await expect(cell('Чечилди')).toHaveText(String(total.resolved));
    await expect(cell('Чечилди')).toHaveAttribute('href', new RegExp(`area=${code}.*status=resolved`));
  }
  const { total } = await (await page.request.get('/api/statistics?area=alai-2&status=resolved')).json();
  await table
    .getByRole('row', { name: /^Чечилди/ })
    .getByRole('link')
    .nth(1)
    .click();
  await expect(page).toHaveURL(/view=list/);
  await expect(
    page
      .getByText(new RegExp(`(^|\\D)${total.count}(\\D|$)`))
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
});

test('both maps have the same scale, filters and zoom, and the numbers of the table over them', async ({
  page,
  isMobile,
}) => {
  await page.goto('/?view=compare&mode=areas&category=WATER');
  // A phone has room for the table alone.
  if (isMobile) {
    await expect(page.getByTestId('comparison')).toBeVisible();
    return expect(page.locator('[data-map-state]')).toHaveCount(0);
  }
  await expect(page.locator('[data-map-state="idle"]')).toHaveCount(2);
  for (const [code, name] of [
    ['alai-1', 'Алай 1 жилмассиви'],
    ['alai-2', 'Алай 2 жилмассиви'],
  ] as const) {
    const { total } = await (await page.request.get(`/api/statistics?area=${code}&category=WATER`)).json();
    await expect(page.getByRole('main').getByRole('region', { name, exact: true })).toContainText(
      `${total.count} билдирүү`,
    );
  }
  const scale = page.getByRole('region', { name: 'Шарттуу белгилер' });
  await expect(scale).toHaveCount(1);
  const before = await scale.innerText();
  await page.getByRole('button', { name: 'Жакындатуу' }).click();
  await expect(scale).not.toHaveText(before);
});

test('the filters come along into the comparison and back', async ({ page, isMobile }) => {
  await page.goto('/?category=ROAD&mode=points');
  await mapDrawn(page);
  if (isMobile) await page.getByRole('button', { name: 'Панелди чоңойтуу' }).press('Enter');
  await page.getByRole('link', { name: 'Салыштыруу' }).click();
  await expect(page).toHaveURL(/category=ROAD.*view=compare.*mode=points/);
  await page.getByRole('link', { name: 'Карта', exact: true }).first().click();
  await expect(page).toHaveURL(/category=ROAD/);
  await expect(page).not.toHaveURL(/compare/);
});
