import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, mapDrawn, placeByName, sendReport, test } from '../support/e2e.ts';
import { point } from '../support/reports.ts';

// As it moves for everybody.
test.use({ data: 'own:main-job', contextOptions: { reducedMotion: 'no-preference' } });

/** Enough real reports in Alai 1 for heat: from 30 in view. Invented, and gone with the test's server. */
async function fill(page: Page, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await sendReport(page.request, {
      category: i % 2 === 0 ? 'ROAD_MUD' : 'LIGHT_NONE',
      location: point([72.838 + (i % 8) * 0.0004, 40.4975 + Math.floor(i / 8) * 0.0004]),
    });
  }
}

/** The three steps, the way a thumb takes them. Ends on the result page; gives the tracking code. */
async function dropPin(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Көйгөйдү билдирүү' }).click();
  await expect(page.getByRole('heading', { name: 'Көйгөй кайда?' })).toBeVisible();
  await mapDrawn(page);
  const map = page.getByLabel('Жерди тандоо картасы');
  const box = (await map.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 20, box.y + box.height / 3 + 12, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByText('Алай 1 жилмассиви')).toBeVisible();
  await page.getByLabel('Багыт алуучу жер').fill('Мектептин жанында');
  await page.getByRole('button', { name: 'Кийинки' }).click();

  await expect(page.getByRole('heading', { name: 'Кандай көйгөй?' })).toBeVisible();
  await page.getByRole('button', { name: 'Жол, көпүрө' }).click();
  await page.getByRole('button', { name: 'Жол чуңкур' }).click();

  await expect(page.getByRole('heading', { name: 'Толугураак айтып бериңиз' })).toBeVisible();
  await page.getByLabel('Кыскача баяндап бериңиз').fill('Көчөдө чоң чуңкур бар.');
  await page.getByRole('button', { name: 'Жөнөтүү' }).click();

  await expect(page.getByText('Рахмат! Билдирүүңүз кабыл алынды.')).toBeVisible();
  const code = (await page.locator('[data-code]').getAttribute('data-code'))!;
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
  return code;
}

test('a pin dropped on the page is counted, heated, tracked, exported, and still there after a restart', async ({
  page,
  server,
  isMobile,
}) => {
  await fill(page, 40);
  await page.goto('/?area=alai-1');
  await mapDrawn(page);
  const legend = page.getByRole('region', { name: 'Шарттуу белгилер' });
  await expect(legend).toContainText('40 билдирүү');
  await expect(legend).toContainText('150');
  const before = await heatSize(page);

  const code = await dropPin(page);
  await page.getByRole('main').getByRole('link', { name: 'Картага кайтуу' }).click();
  await page.goto('/?area=alai-1');
  await mapDrawn(page);
  await expect(legend).toContainText('41 билдирүү');
  await expect(page.getByText('41', { exact: true }).first()).toBeVisible();
  expect(await heatSize(page)).not.toEqual(before);

  await page.goto(`/r/${code}`);
  await expect(
    page.getByRole('heading', { name: 'Жол чуңкур' }).or(page.getByText('Жол чуңкур')).first(),
  ).toBeVisible();

  await page.goto('/export?area=alai-1');
  const button = page.getByRole('link', { name: /Жүктөп алуу · 41 билдирүү/ });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const collection = JSON.parse(readFileSync((await download.path())!, 'utf8'));
  expect(collection.features.length).toBe(41);
  expect(collection.features.map((feature: { properties: { code: string } }) => feature.properties.code)).toContain(
    code,
  );

  await server.restart();
  await page.goto(isMobile ? '/?area=alai-1&view=list' : '/?area=alai-1');
  await expect(page.getByText(/41/).first()).toBeVisible();
  expect((await (await page.request.get(`/api/track/${code}`)).json()).status).toBe('new');
});

/** What the heat is made of and how large it is, as the page's own request would see it. */
async function heatSize(page: Page): Promise<unknown> {
  const heat = await (await page.request.get('/api/heat?area=alai-1')).json();
  expect(heat.features.length).toBeGreaterThan(0);
  return [heat.reports, JSON.stringify(heat.features).length];
}

test(
  'a lost answer loses nothing: the report is kept on the phone, sends itself again, and is one',
  { tag: '@phone' },
  async ({ page }) => {
    await page.goto('/new');
    await placeByName(page, 'Алай 2 жилмассиви', 'Дүкөндүн артында');
    await page.getByRole('button', { name: 'Таштанды, тазалык' }).click();
    await page.getByRole('button', { name: 'Таштанды чыгарылбайт' }).click();
    await page.getByLabel('Кыскача баяндап бериңиз').fill('Эки жума болду.');

    // The report arrives, its answer does not.
    await page.route('**/api/reports', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Жөнөтүү' }).click();
    await expect(page.getByRole('heading', { name: 'Телефонуңузда сакталды' })).toBeVisible();
    await expect(page.getByText('Эки жума болду.')).toBeVisible();
    await page.unroute('**/api/reports');
    await expect(page.getByText('Рахмат! Билдирүүңүз кабыл алынды.')).toBeVisible();
    const list = await (await page.request.get('/api/reports?category=WASTE_PICKUP')).json();
    expect(list.features.length).toBe(1);
  },
);

test('the whole report can be sent with the keyboard alone, without the map', { tag: '@wide' }, async ({ page }) => {
  await page.goto('/new');
  await page.getByRole('button', { name: 'Өзгөртүү' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Алай 1 жилмассиви' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Даяр' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Багыт алуучу жер').focus();
  await page.keyboard.type('Мектеп');
  await page.getByRole('button', { name: 'Кийинки' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Көчө жарыгы' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Чырак күйбөйт' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Жөнөтүү' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Рахмат! Билдирүүңүз кабыл алынды.')).toBeVisible();
});
