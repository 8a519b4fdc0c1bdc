import type { Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { expect, sendReport, test } from '../support/e2e.ts';
import { sendPhotos } from '../support/pages.ts';

test.use({ data: 'own:staff-queue' });

const left = (page: Page, count: number) => expect(page.getByText(`1 / ${count}`, { exact: true })).toBeVisible();
const empty = (page: Page) => expect(page.getByText('Кезек бош')).toBeVisible();
const staffReport = async (page: Page, id: string) => (await page.request.get(`/api/staff/reports/${id}`)).json();
const published = async (page: Page, id: string): Promise<unknown[]> =>
  (await (await page.request.get(`/api/reports/${id}`)).json()).properties.photos;

test('photos are blurred, published and refused with a reason by keyboard alone, and each of it is taken back', async ({
  page,
  office,
}) => {
  const report = await sendReport(page.request, { category: 'ROAD_MUD' });
  await sendPhotos(page.request, report, 2);
  await office.signIn(page, 'moderator');
  await page.goto('/staff/queue');
  await left(page, 1);
  const photo = (number: number) =>
    page
      .getByRole('article')
      .getByRole('listitem')
      .filter({ has: page.getByRole('img', { name: `${number}-сүрөт` }) })
      .getByRole('paragraph');
  await expect(photo(1)).toHaveText('Текшерүүнү күтүүдө');
  await expect(photo(2)).toHaveText('Текшерүүнү күтүүдө');

  await page.keyboard.press('KeyB');
  const dialog = page.getByRole('dialog', { name: 'Сүрөттүн бөлүгүн бүдөмүктөө' });
  await dialog.locator('[data-drawn=true]').waitFor();
  await page.keyboard.press('Enter');
  const box = dialog.getByRole('button', { name: /^1-аймак/ });
  await expect(box).toBeFocused();
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight');
  for (let step = 0; step < 2; step++) await page.keyboard.press('Shift+ArrowDown');
  await expect(box).toHaveAccessibleName('1-аймак: солдон 40 %, жогортон 35 %, туурасы 30 %, бийиктиги 22 %');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect(photo(1)).toHaveText('Текшерүүнү күтүүдө, бүдөмүктөлгөн жерлери: 1');
  const [first] = (await staffReport(page, report.id)).photos;
  expect(first).toMatchObject({ state: 'pending', blur: [{ x: 0.4, y: 0.35, width: 0.3, height: 0.22 }] });

  await page.keyboard.press('KeyF');
  await expect(photo(1)).toHaveText('Жарыяланган, бүдөмүктөлгөн жерлери: 1');
  expect(await published(page, report.id)).toMatchObject([{ id: first.id }]);
  await page.keyboard.press('KeyR');
  await expect(page.getByRole('dialog', { name: 'Сүрөттү эмне үчүн жарыялабайбыз?' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Digit1');
  await empty(page);
  expect((await staffReport(page, report.id)).photos[1]).toMatchObject({ state: 'refused', reason: 'personal_data' });

  // One after the other, the newest first.
  await page.keyboard.press('KeyU');
  await left(page, 1);
  await expect(photo(2)).toHaveText('Текшерүүнү күтүүдө');
  await page.keyboard.press('KeyU');
  await expect(photo(1)).toHaveText('Текшерүүнү күтүүдө, бүдөмүктөлгөн жерлери: 1');
  expect(await published(page, report.id)).toEqual([]);
  await page.keyboard.press('KeyU');
  await expect(photo(1)).toHaveText('Текшерүүнү күтүүдө');
  expect((await staffReport(page, report.id)).photos[0]).toMatchObject({ state: 'pending', blur: [] });
  await page.keyboard.press('KeyU');
  await expect(page.getByText('Кайтара турган нерсе жок.')).toBeVisible();

  await page.keyboard.press('KeyF');
  await expect(photo(1)).toHaveText('Жарыяланган');
  await page.keyboard.press('KeyF');
  await empty(page);
  expect(await published(page, report.id)).toHaveLength(2);
});
