import { chromium } from '@playwright/test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LINE_FAULTS } from '../support/bad-line.ts';
import { browserOptions } from '../support/browser.ts';
import { expect, mapDrawn } from '../support/e2e.ts';
import { fillPhone } from '../support/pages.ts';
import { counted, keepIt, keptHere, sendIt, test, thanked, writeReport } from '../support/offline.ts';
import { PLACE, SHAPES } from '../support/shapes.ts';

test.use({ data: 'own:offline' });

const POST = /^POST \/api\/reports$/;

test('the address of these tests is no secure context', async ({ page }) => {
  await page.goto('/');
  expect(await page.evaluate(() => [isSecureContext, 'locks' in navigator, 'subtle' in crypto])).toEqual([
    false,
    false,
    false,
  ]);
});

test('a report written without a connection outlives the browser and is sent by itself, with a clock that is years off', async ({
  line,
  server,
  baseURL,
}) => {
  const before = await counted(server);
  const directory = mkdtempSync(path.join(os.tmpdir(), 'alai-phone-'));
  const open = async () =>
    chromium.launchPersistentContext(directory, {
      ...(await browserOptions()),
      ...PLACE,
      ...SHAPES.phone,
      baseURL: baseURL!,
    });
  try {
    const phone = await open();
    const page = await phone.newPage();
    await page.clock.setFixedTime('2019-01-01T00:00:00Z');
    await writeReport(page, 'Он күндөн бери таштанды алынбайт.');
    await keepIt(page, line);
    await expect(page.getByText('Жөнөтүлүүнү күтүп турат')).toBeVisible();
    await phone.close();

    line.open = true;
    const again = await open();
    const later = await again.newPage();
    await later.goto('/track');
    await expect(later.getByText('Таштанды чыгарылбайт')).toBeVisible();
    await expect(later.getByText(/№ \w{4}-\w{4}/)).toBeVisible();
    await expect(later.getByText('Жөнөтүлүүнү күтүп турат')).toHaveCount(0);
    await again.close();
    expect(await counted(server)).toBe(before + 1);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

for (const fault of LINE_FAULTS) {
  test(`one report, whatever the line does: ${fault}`, async ({ page, line, server }) => {
    const before = await counted(server);
    await writeReport(page, 'Таштанды көп.');
    line.next(POST, fault);
    await sendIt(page);
    await thanked(page);
    expect(line.left()).toBe(0);
    expect(await counted(server)).toBe(before + 1);
  });
}

test('a line that is open and silent is given up, and the report goes with the next attempt', async ({
  page,
  line,
  server,
}) => {
  const before = await counted(server);
  await page.clock.install();
  await writeReport(page, 'Жооп жок.');
  line.next(POST, 'silence');
  await sendIt(page);
  await expect.poll(() => line.left()).toBe(0);
  // Past the patience of the page, that of an attempt, and the pause after it.
  for (let second = 0; second < 90; second += 10) await page.clock.runFor(10_000);
  await thanked(page);
  expect(await counted(server)).toBe(before + 1);
});

test('a browser that lets the site keep nothing: the words stay in the form, it says so, and they are sent from there', async ({
  line,
  server,
  baseURL,
}) => {
  const before = await counted(server);
  const directory = mkdtempSync(path.join(os.tmpdir(), 'alai-phone-'));
  // As somebody chooses who forbids sites to store anything: neither IndexedDB nor localStorage is to be had.
  mkdirSync(path.join(directory, 'Default'));
  const choice = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(path.join(directory, 'Default/Preferences'), JSON.stringify(choice));
  const phone = await chromium.launchPersistentContext(directory, {
    ...(await browserOptions()),
    ...PLACE,
    ...SHAPES.phone,
    baseURL: baseURL!,
  });
  try {
    const page = await phone.newPage();
    await writeReport(page, 'Эч нерсе сакталбайт.');
    expect(
      await page.evaluate(() => {
        try {
          return localStorage.length;
        } catch (error) {
          return (error as Error).name;
        }
      }),
    ).toBe('SecurityError');
    line.open = false;
    await sendIt(page);
    await expect(page.getByRole('alert').filter({ hasText: 'билдирүү сакталган жок' })).toBeVisible();
    await expect(page.getByLabel('Кыскача баяндап бериңиз')).toHaveValue('Эч нерсе сакталбайт.');
    line.open = true;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await thanked(page);
    expect(await counted(server)).toBe(before + 1);
  } finally {
    await phone.close();
    rmSync(directory, { recursive: true, force: true });
  }
});

test('a tab that dies with its request on the way, and a server that is killed: still one report', async ({
  page,
  context,
  line,
  server,
}) => {
  const before = await counted(server);
  await writeReport(page, 'Күл үйүлүп калды.');
  line.next(POST, 'answer late');
  const left = page.waitForRequest((request) => request.method() === 'POST');
  await sendIt(page);
  await left;
  await page.close();
  await server.kill();
  const next = await context.newPage();
  await next.goto('/track');
  await expect(next.getByText(/№ \w{4}-\w{4}/)).toBeVisible();
  expect(await counted(server)).toBe(before + 1);
});

test('two tabs that send at once make one report', async ({ page, context, line, server }) => {
  const before = await counted(server);
  await writeReport(page, 'Контейнер жок.');
  const other = await context.newPage();
  await other.goto('/track');
  await expect(other.getByRole('heading', { name: 'Билдирүүнү көзөмөлдөө' })).toBeVisible();
  await keepIt(page, line);
  await expect(other.getByText('Жөнөтүлүүнү күтүп турат')).toBeVisible();
  line.open = true;
  await Promise.all([page, other].map((tab) => tab.evaluate(() => dispatchEvent(new Event('online')))));
  await thanked(page);
  await expect(other.getByText(/№ \w{4}-\w{4}/)).toBeVisible();
  await expect(other.getByText('Жөнөтүлүүнү күтүп турат')).toHaveCount(0);
  expect(await counted(server)).toBe(before + 1);
});

test('a page whose files do not come says that there is no connection, and opens once there is', async ({
  page,
  line,
  expectFault,
}) => {
  expectFault(/dynamically imported module|Unable to preload|ERR_/);
  await page.goto('/');
  const way = page.locator('a[href="/track"]').first();
  await expect(way).toBeVisible();
  // The map's own files are no part of this.
  await mapDrawn(page);
  line.open = false;
  await way.click();
  await expect(page.getByText('Сервер менен байланыш жок.')).toBeVisible();
  line.open = true;
  await page.getByRole('button', { name: 'Кайра аракет кылыңыз' }).click();
  await expect(page.getByRole('heading', { name: 'Билдирүүнү көзөмөлдөө' })).toBeVisible();
});

test('what the server refuses says why, is changed, and is sent', async ({ page, line, server }) => {
  const before = await counted(server);
  await writeReport(page, 'Ит көп.');
  await page.getByRole('button', { name: 'Атым жана телефонум' }).click();
  await page.getByLabel('Телефон').fill('12');
  await page.getByRole('checkbox').check();
  await keepIt(page, line);
  line.open = true;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(page.getByRole('heading', { name: 'Кабыл алынган жок' })).toBeVisible();
  await expect(page.getByText('Интернет пайда болгондо өзү жөнөтүлөт.')).toHaveCount(0);
  await page.getByRole('link', { name: 'Өзгөртүү' }).click();
  await page.getByLabel('Телефон').fill('+996 555 000 001');
  await sendIt(page);
  await thanked(page);
  expect(await counted(server)).toBe(before + 1);
});

test('words changed after an answer was lost: the first wording stays, the change is shown and not lost', async ({
  page,
  line,
  server,
}) => {
  const before = await counted(server);
  await writeReport(page, 'Биринчи сөз.');
  // Cut after its first bytes: with none at all the browser itself would ask once more, unseen.
  line.next(POST, 'answer cut short');
  await Promise.all([page.waitForEvent('requestfailed', (request) => request.method() === 'POST'), sendIt(page)]);
  line.open = false;
  await keptHere(page);
  await page.getByRole('link', { name: 'Өзгөртүү' }).click();
  await page.getByLabel('Кыскача баяндап бериңиз').fill('Экинчи сөз.');
  await sendIt(page);
  await keptHere(page);
  line.open = true;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(page.getByText('Өзгөртүү жөнөтүлгөн жок')).toBeVisible();
  await expect(page.getByText('Экинчи сөз.')).toBeVisible();
  expect(await counted(server)).toBe(before + 1);
  await page.getByRole('button', { name: 'Жаңы билдирүү катары жөнөтүү' }).click();
  await expect.poll(() => counted(server)).toBe(before + 2);
});

test('a phone without room says so, keeps the words on the page, and sends them from there', async ({
  page,
  line,
  server,
}) => {
  const before = await counted(server);
  await writeReport(page, 'Телефондо орун жок.');
  await fillPhone(page);
  line.open = false;
  await sendIt(page);
  await expect(page.getByRole('alert').filter({ hasText: 'Телефондо орун жок' })).toBeVisible();
  await expect(page.getByLabel('Кыскача баяндап бериңиз')).toHaveValue('Телефондо орун жок.');
  line.open = true;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await thanked(page);
  expect(await counted(server)).toBe(before + 1);
});

test('a draft that nobody has sent is there again in a new tab, and can be thrown away', async ({ page, context }) => {
  await writeReport(page, 'Бүтпөгөн сөз.');
  await page.close();
  const next = await context.newPage();
  await next.goto('/new?step=details');
  await expect(next.getByLabel('Кыскача баяндап бериңиз')).toHaveValue('Бүтпөгөн сөз.');
  await next.getByRole('button', { name: 'Жаңыдан баштоо' }).click();
  await expect(next.getByRole('heading', { name: 'Көйгөй кайда?' })).toBeVisible();
});
