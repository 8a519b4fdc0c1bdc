import { chromium } from '@playwright/test';
import type { CDPSession, Page } from '@playwright/test';
import { inBothThemes } from '../support/axe.ts';
import { browserOptions } from '../support/browser.ts';
import { expect, mapDrawn, sendReport, test } from '../support/e2e.ts';
import { keepOnPhone, showPhotos } from '../support/pages.ts';
import { IN_ALAI_1 } from '../support/reports.ts';
import { PLACE, SHAPES } from '../support/shapes.ts';

test.use({ data: 'empty' });

const SHOW_MAP = /^Картаны көрсөтүү, ≈ (\d+) кБ$/;
const picture = (page: Page) => page.getByRole('application', { name: 'Жерди тандоо сүрөтү' });

/** Paths of all that a page asks for from now on. */
function watchRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  return asked;
}

/** One finger, put down and moved in steps, as the screen of a phone tells it. */
async function drag(cdp: CDPSession, from: [number, number], by: [number, number]): Promise<void> {
  const STEPS = 6;
  const point = (share: number) => ({ x: from[0] + by[0] * share, y: from[1] + by[1] * share });
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point(0)] });
  for (let step = 1; step <= STEPS; step++) {
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point(step / STEPS)] });
  }
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

test('a phone without WebGL lists the reports, and its pin is placed on a picture by finger and by keys', async ({
  server,
}) => {
  const options = await browserOptions();
  const browser = await chromium.launch({
    ...options,
    args: [...options.args!.filter((flag) => !/angle|swiftshader|gpu/.test(flag)), '--disable-3d-apis'],
  });
  try {
    const context = await browser.newContext({
      ...SHAPES.phone,
      ...PLACE,
      deviceScaleFactor: 1,
      baseURL: server.origin,
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    const asked = watchRequests(page);
    await sendReport(page.request, { category: 'ROAD_MUD' });
    await page.goto('/');
    await expect(page.getByText('Бул браузер картаны көрсөтө албайт. Билдирүүлөр тизмеде.')).toBeVisible();
    await expect(page.getByTestId('figures')).toBeVisible();
    await expect(page.getByRole('img', { name: /Аймактын сүрөтү\. Алай 1: \d+\. Алай 2: \d+/ })).toBeVisible();
    expect(await inBothThemes(page), 'home').toEqual([]);

    await page.getByRole('link', { name: 'Көйгөйдү билдирүү' }).click();
    await expect(picture(page)).toBeVisible();
    await page.getByText('Бул телефондо карта ачылбайт, анын ордуна сүрөт.').waitFor();
    const box = (await picture(page).boundingBox())!;
    const cdp = await context.newCDPSession(page);
    const middle: [number, number] = [box.x + box.width / 2, box.y + box.height / 2];
    // By tap: the upper left part of the picture is Alai 1.
    await page.touchscreen.tap(box.x + box.width * 0.3, box.y + box.height * 0.4);
    const place = page.locator('.card').filter({ hasText: 'Өзгөртүү' });
    await expect(place).toContainText('Алай 1 жилмассиви');
    // By finger: the pin is held at its head and carried out of both settlements.
    const head: [number, number] = [box.x + box.width * 0.3, box.y + box.height * 0.4 - 36];
    await drag(cdp, head, [-60, 105]);
    await expect(place).toContainText('Аныкталган эмес');
    await expect(page.getByRole('status').filter({ hasText: /Белги .+ м .*батышка жылды/ })).toBeAttached();
    await page.touchscreen.tap(box.x + box.width * 0.3, box.y + box.height * 0.4);
    await expect(place).toContainText('Алай 1 жилмассиви');
    // The ground under a finger moves, the place does not.
    await drag(cdp, [middle[0] + 80, middle[1] + 30], [-30, -20]);
    await expect(place).toContainText('Алай 1 жилмассиви');
    // Near enough for 10 m, and by keys.
    for (let step = 0; step < 3; step++) await page.getByRole('button', { name: 'Жакындатуу' }).tap();
    await picture(page).focus();
    await page.waitForTimeout(600);
    await page.keyboard.press('ArrowUp');
    await expect(page.getByText('Алай 1 жилмассиви. Белги 10 м түндүккө жылды.')).toBeAttached();
    await page.keyboard.press('Shift+ArrowRight');
    await expect(page.getByText('Алай 1 жилмассиви. Белги 100 м чыгышка жылды.')).toBeAttached();
    expect(await inBothThemes(page), 'the place').toEqual([]);

    await page.getByRole('button', { name: 'Кийинки' }).click();
    await page.getByRole('button', { name: 'Көчө жарыгы' }).click();
    await page.getByRole('button', { name: 'Чырак күйбөйт' }).click();
    await page.getByRole('button', { name: 'Башкалар эмнени көрөт' }).click();
    await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Жөнөтүү' }).click();
    await expect(page.getByText('Рахмат! Билдирүүңүз кабыл алынды.')).toBeVisible();
    const code = (await page.locator('[data-code]').getAttribute('data-code'))!;
    const { features } = await (await page.request.get('/api/reports?category=LIGHT&area=alai-1')).json();
    expect(features.map((feature: { properties: { code: string } }) => feature.properties.code)).toContain(code);

    await page.goto('/');
    await page.locator('li').filter({ hasText: 'Чырак күйбөйт' }).first().getByRole('link').tap();
    await expect(page.getByText(code.slice(0, 4)).first()).toBeVisible();
    await page.goto(`/r/${code}`);
    await expect(page.getByRole('img', { name: /Билдирүүнүн/ })).toBeVisible();
    expect(asked.filter((path) => /create-map|maplibre/.test(path))).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('when the files of the map do not come there is a picture, and the map when they do', async ({ page }) => {
  await page.route('**/assets/create-map-*.js', (route) => route.abort());
  await page.goto('/new');
  await expect(picture(page)).toBeVisible();
  await expect(page.getByText('Карта жүктөлгөн жок, анын ордуна сүрөт.')).toBeVisible();
  await page.goto('/');
  await expect(page.getByText('Карта жүктөлгөн жок. Билдирүүлөр тизмеде.')).toBeVisible();
  await page.unroute('**/assets/create-map-*.js');
  await page.getByRole('button', { name: 'Картаны кайра ачуу' }).click();
  await mapDrawn(page);
});

test.describe('with data saver on', () => {
  test('nothing large comes by itself, each says its size, and a tap brings it', async ({ page, context }) => {
    const { code } = await sendReport(page.request, { category: 'ROAD_MUD' });
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
    await showPhotos(page, 2);
    const asked = watchRequests(page);
    const large = () => asked.filter((path) => /create-map|maplibre|\/basemap|\/api\/photos|worker\.js/.test(path));

    await page.goto('/');
    await expect(page.getByText('Трафик үнөмдөлүп жатат: карта өзү жүктөлбөйт.')).toBeVisible();
    await expect(page.getByTestId('region-picture')).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(large()).toEqual([]);
    // No line is held open; coming back to the page asks once whether there is something new.
    expect(asked).not.toContain('/api/events');
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect.poll(() => asked.filter((path) => path === '/api/events')).toHaveLength(1);

    await page.goto('/new');
    await expect(picture(page)).toBeVisible();
    await page.goto(`/r/${code}`);
    const photos = page.getByRole('button', { name: 'Сүрөттөрдү көрсөтүү (2), 80 кБ чейин' });
    await expect(photos).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(large()).toEqual([]);
    await photos.click();
    await expect.poll(() => large().filter((path) => path.endsWith('thumbnail.jpg'))).toHaveLength(2);

    await page.goto('/');
    const button = page.getByRole('button', { name: SHOW_MAP });
    const kilobytes = Number(SHOW_MAP.exec((await button.textContent())!.trim())![1]);
    await button.click();
    await mapDrawn(page);
    const bytes = await page.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ name }) => /create-map|maplibre/.test(name))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    );
    expect(bytes / 1000 / kilobytes).toBeGreaterThan(0.9);
    expect(bytes / 1000 / kilobytes).toBeLessThan(1.1);
    // It was asked for, and stays for this visit.
    await page.goto('/new');
    await mapDrawn(page);
  });

  test('a pin moved on the picture stays where it was put when the map comes in its place', async ({
    page,
    context,
  }) => {
    const sent = await sendReport(page.request, { category: 'ROAD_MUD' });
    const cdp = await context.newCDPSession(page);
    await cdp.send('Emulation.setDataSaverOverride', { dataSaverEnabled: true });
    await keepOnPhone(page, sent);
    await page.goto(`/r/${sent.code}`);
    await page.getByRole('button', { name: 'Оңдоо' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Жерин өзгөртүү' }).click();
    const box = (await picture(page).boundingBox())!;
    await picture(page).click({ position: { x: box.width * 0.2, y: box.height * 0.5 } });
    await dialog.getByRole('button', { name: SHOW_MAP }).click();
    await mapDrawn(page);
    await dialog.locator('canvas').press('ArrowUp');
    const saving = page.waitForRequest((request) => request.method() === 'PATCH');
    await page.waitForTimeout(600);
    await dialog.getByRole('button', { name: 'Сактоо' }).click();
    const [lng, lat] = (await saving).postDataJSON().location.coordinates as [number, number];
    expect(lng).toBeLessThan(IN_ALAI_1[0] - 0.0003);
    expect(lat).toBeGreaterThan(IN_ALAI_1[1] + 0.0002);
  });

  test('the header of a browser that tells the page nothing counts too', async ({ page }) => {
    const asked = watchRequests(page);
    await page.setExtraHTTPHeaders({ 'Save-Data': 'on' });
    await page.goto('/');
    await expect(page.getByRole('button', { name: SHOW_MAP })).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(asked.filter((path) => /create-map|\/api\/events/.test(path))).toEqual([]);
  });
});
