import { expect, mapDrawn, test } from '../support/e2e.ts';

test.use({ data: 'demo' });

test(
  'the map is really drawn: boundaries and heat have their colours on the canvas',
  { tag: '@wide' },
  async ({ page }) => {
    await page.goto('/?area=alai-1');
    await mapDrawn(page);
    const shot = await page.locator('canvas.maplibregl-canvas').screenshot();
    // A blank canvas compresses to almost nothing.
    expect(shot.length).toBeGreaterThan(12_000);
  },
);

test('what is chosen stands in the address, and the address shows what was chosen', async ({ page, isMobile }) => {
  await page.goto('/');
  await mapDrawn(page);
  if (isMobile) await page.getByRole('banner').getByText('Алай 2', { exact: true }).click();
  else await page.getByRole('checkbox', { name: /Алай 2 жилмассиви/ }).click();
  await expect(page).toHaveURL(/area=alai-2/);
  const { total } = await (await page.request.get('/api/statistics?area=alai-2')).json();
  await expect(page.getByText(String(total.count), { exact: true }).first()).toBeVisible();
  await page.reload();
  await expect(page.getByText(String(total.count), { exact: true }).first()).toBeVisible();
});

test('the list says the same as the map and the API, for any filter', async ({ page }) => {
  for (const query of ['', 'area=alai-1', 'category=WATER', 'area=alai-2&status=resolved', 'status=rejected']) {
    const { total } = await (await page.request.get(`/api/statistics?${query}`)).json();
    await page.goto(`/?view=list&${query}`);
    await expect(page.getByText(new RegExp(`(^|\\D)${total.count}(\\D|$)`)).first()).toBeVisible();
    await expect(
      page
        .getByRole('listitem')
        .filter({ has: page.getByText(/\d\d\.\d\d\.\d{4}/) })
        .first(),
    ).toBeVisible();
  }
});

test('nothing found says what is missing and offers one way out', async ({ page }) => {
  await page.goto('/?view=list&area=alai-1&category=TELECOM&to=2020-01-01');
  await expect(page.getByText('Азырынча билдирүү жок')).toBeVisible();
  await page.getByRole('main').getByText('Чыпкаларды тазалоо').click();
  await expect(page.getByText('Азырынча билдирүү жок')).toHaveCount(0);
});

test('a row opens the card of its report, and back closes it', async ({ page }) => {
  await page.goto('/?view=list&category=ROAD_POTHOLE');
  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByText(/\d\d\.\d\d\.\d{4}/) })
    .first();
  await row.getByRole('link').or(row.getByRole('button')).first().click();
  await expect(page.getByText('Өзгөртүүлөр тарыхы')).toBeVisible();
  await page.goBack();
  await expect(page.getByText('Өзгөртүүлөр тарыхы')).toHaveCount(0);
});

test('"I have this too" counts this phone once and can be taken back', { tag: '@phone' }, async ({ page }) => {
  const { features } = await (await page.request.get('/api/reports?category=ROAD&limit=1')).json();
  const { code, supports } = features[0].properties;
  await page.goto(`/r/${code}`);
  await page.getByRole('button', { name: 'Менде да ушундай көйгөй бар' }).click();
  await expect(page.getByText('Сиз колдодуңуз')).toBeVisible();
  await expect(page.getByText(String(supports + 1), { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText('Сиз колдодуңуз')).toBeVisible();
  await page.getByRole('button', { name: /артка кайтаруу/ }).click();
  await expect(page.getByRole('button', { name: 'Менде да ушундай көйгөй бар' })).toBeVisible();
  await expect(page.getByText(String(supports), { exact: true })).toBeVisible();
});

test('every screen says that boundaries are placeholders and the data invented', async ({ page }) => {
  for (const url of ['/', '/?view=list', '/new', '/export']) {
    await page.goto(url);
    await expect(page.getByText(/[Бб]олжолдуу/).first()).toBeVisible();
  }
});

test('the language changes in place, without a reload, and dates and numbers are Kyrgyz in Chromium', async ({
  page,
}) => {
  await page.goto('/?view=list');
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  for (const [button, text, lang] of [
    ['РУ', 'Сообщения', 'ru'],
    ['EN', 'Reports', 'en'],
    ['КЫ', 'Билдирүүлөр', 'ky'],
  ] as const) {
    await page
      .getByRole('group', { name: /Тил|Язык|Language/ })
      .getByText(button, { exact: true })
      .click();
    await expect(page.getByText(text).first()).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
  }
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
  await expect(page.getByText(/^.*\d\d\.\d\d\.20\d\d.*$/).first()).toBeVisible();
});

test('a report that is not exact says so on its page', { tag: '@phone' }, async ({ page }) => {
  const { features } = await (await page.request.get('/api/reports?category=LAND&limit=1')).json();
  await page.goto(`/r/${features[0].properties.code}`);
  await expect(page.getByText(/аймак/).first()).toBeVisible();
});

test('a code that belongs to nobody is answered kindly', { tag: '@phone' }, async ({ page }) => {
  await page.goto('/r/ZZZZZZZZ');
  await expect(page.getByText('Мындай билдирүү жок')).toBeVisible();
});
