import { violations } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';

test('without JavaScript a resident sends a report, hears its number and finds it in the list', async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.origin });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('link', { name: 'Карта ачылбай жатабы? Жөнөкөй форма' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Көйгөйдү билдирүү' })).toBeVisible();
  // What is missing is said by the map, in its language, not by a browser in English.
  await page.getByRole('button', { name: 'Жөнөтүү' }).click();
  await expect(page.getByRole('alert')).toContainText('Белгиленген жерлерди оңдоңуз.');
  await expect(page.getByLabel('Кандай көйгөй?')).toHaveAccessibleDescription(/^\S/);
  await page.getByLabel('Кандай көйгөй?').selectOption('WATER_CUT');
  await page.getByLabel('Конуш').selectOption('alai-2');
  await page.getByLabel('Телефон').fill('0555 010 203');
  await page.getByRole('button', { name: 'Жөнөтүү' }).click();
  // What was typed is still there, with what is missing.
  await expect(page.getByText('Аты-жөнү жана телефон үчүн макулдук керек.').last()).toBeVisible();
  await expect(page.getByLabel('Кандай көйгөй?')).toHaveValue('WATER_CUT');
  await page.getByLabel('Жеке маалыматтарымды иштетүүгө макулмун').check();
  await page.getByRole('button', { name: 'Жөнөтүү' }).click();
  await expect(page.getByRole('heading', { name: 'Рахмат! Билдирүүңүз кабыл алынды.' })).toBeVisible();
  const code = await page.locator('.code').innerText();
  await page.getByRole('link', { name: 'Билдирүүлөр', exact: true }).click();
  await page.locator(`a[href*="${code}"]`).click();
  await expect(page.locator('.code')).toHaveText(code);
  await context.close();
});

test('axe finds nothing on the pages without JavaScript, and they fit into 320 px, light and dark', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const url of ['/plain', '/plain/reports', '/plain/track?code=ZZZZ2222']) {
      await page.goto(url);
      expect(await violations(page), url).toEqual([]);
      const beyond = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(beyond, url).toBe(0);
    }
  }
});
