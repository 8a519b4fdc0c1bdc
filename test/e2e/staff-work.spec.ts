import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { violations } from '../support/axe.ts';
import { formatCode } from '../../web/src/i18n/format.ts';
import { expect, sendReport, test } from '../support/e2e.ts';
import { point } from '../support/reports.ts';

test.use({ data: 'empty' });

const publicly = async (page: Page, id: string) =>
  (await (await page.request.get(`/api/reports/${id}`)).json()).properties;

test('an official answers a report, takes it back, asks, assigns, resolves it with a proof and opens it again', async ({
  page,
  office,
}) => {
  const { id } = await sendReport(page.request, { category: 'ROAD_POTHOLE' });
  await office.signIn(page, 'official');
  await page.goto(`/staff/reports/${id}`);
  const article = page.getByRole('article');
  const dialog = page.getByRole('dialog');
  await article.getByRole('button', { name: 'Расмий жооп берүү' }).click();
  await dialog.getByLabel('Жооптун тексти').fill('Жумуш 5-декабрда башталат.');
  const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#778' } })
    .jpeg()
    .toBuffer();
  await dialog.getByLabel('Файл: PDF же сүрөт').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo });
  await dialog.getByRole('button', { name: 'Жооп берүү: 1' }).click();
  await expect(article.getByText('Жумуш 5-декабрда башталат.')).toBeVisible();
  await expect(article.getByRole('link', { name: 'Тиркелген файл' })).toBeVisible();
  expect((await publicly(page, id)).replies.length).toBe(1);
  expect(await violations(page)).toEqual([]);
  // Also long after the toast is gone.
  await article.getByRole('button', { name: 'Кайтаруу', exact: true }).click();
  await dialog.getByRole('button', { name: 'Баарын кайтаруу' }).click();
  await expect(article.getByText('Жумуш 5-декабрда башталат.')).toHaveCount(0);
  expect((await publicly(page, id)).replies).toEqual([]);

  const { bodies } = await (await page.request.get('/api/config')).json();
  await article.getByRole('button', { name: 'Мекемени алмаштыруу' }).click();
  await dialog.getByLabel('Жооптуу мекеме').selectOption(bodies[1].code);
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(article.getByText(`${bodies[1].name.ky}, кол менен дайындалган`)).toBeVisible();

  await article.getByRole('button', { name: 'Билдирүүчүгө суроо' }).click();
  await dialog.getByLabel('Суроо').fill('Кайсы жагында?');
  await dialog.getByRole('button', { name: 'Суроону жөнөтүү' }).click();
  await expect(article.getByText('Азырынча жооп жок')).toBeVisible();

  await article.getByRole('button', { name: 'Чечилди деп белгилөө' }).click();
  await dialog
    .getByLabel('Чечилгенин көрсөткөн сүрөт')
    .setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer: photo });
  await dialog.getByLabel('Эмне жасалды').fill('Чуңкур жабылды.');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Чечилди' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await publicly(page, id)).toMatchObject({ status: 'resolved', photos: [{ proof: true }] });

  await article.getByRole('button', { name: 'Кайра ачуу' }).click();
  await dialog.getByLabel('Эмне үчүн кайра ачылат').fill('Кайра пайда болду.');
  await dialog.getByRole('button', { name: 'Кайра ачуу' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await publicly(page, id)).status).toBe('in_progress');
});

test('a moderator sees two similar reports side by side, joins them so that every voice is kept, and separates them', async ({
  page,
  office,
  isMobile,
}) => {
  const north = isMobile ? 40.5005 : 40.4965;
  const at = (lng: number) => ({ location: point([lng, north]), category: 'LIGHT_NONE' });
  const words = 'Мектептин жанында көчө жарыгы жок.';
  const old = await sendReport(page.request, { ...at(72.8375), description: words });
  const young = await sendReport(page.request, { ...at(72.8378), description: words });
  await office.signIn(page, 'moderator');
  await page.goto(`/staff/reports/${young.id}`);
  const article = page.getByRole('article');
  const dialog = page.getByRole('dialog');
  await article.getByRole('button', { name: 'Окшош билдирүүлөр' }).click();
  await expect(dialog.getByText(/Окшош билдирүү, \d+\sм алыста/)).toBeVisible();
  await expect(dialog.getByText(/^Окшош: жери, убактысы, түрү, сөздөрү$/).first()).toBeVisible();
  await dialog.locator('[data-map-state="idle"]').waitFor();
  expect(await violations(page)).toEqual([]);
  const shown = formatCode(old.code);
  await dialog.getByRole('radiogroup', { name: 'Кайсынысы калат?' }).getByText(shown).click();
  const merge = dialog.getByRole('button', { name: 'Бириктирүү' });
  // It arrives and is done, and the answer is lost: sent again it is the same merging, not one of reports that have changed.
  const keys: (string | undefined)[] = [];
  await page.route('**/api/staff/merges', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await merge.click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  expect(await publicly(page, old.id)).toMatchObject({ supports: 1 });
  await merge.click();
  await expect(article.getByText('Бул билдирүү башкасы менен бириктирилген.')).toBeVisible();
  expect(await publicly(page, old.id)).toMatchObject({ supports: 1, code: old.code });
  expect((await publicly(page, young.id)).code).toBe(old.code);
  expect(keys).toEqual([keys[0], keys[0]]);

  await article.getByRole('button', { name: 'Кайтаруу', exact: true }).click();
  await dialog.getByRole('button', { name: 'Баарын кайтаруу' }).click();
  await expect(article.getByText('Бул билдирүү башкасы менен бириктирилген.')).toHaveCount(0);
  expect(await publicly(page, young.id)).toMatchObject({ code: young.code, status: 'new' });
  expect((await publicly(page, old.id)).supports).toBe(0);

  // Somebody changes the other one while the dialog is open: both are read anew, and merging is a choice again.
  await article.getByRole('button', { name: 'Окшош билдирүүлөр' }).click();
  await expect(merge).toBeVisible();
  await expect(dialog.getByText(/^Окшош: жери/).first()).toBeVisible();
  const { version } = await (await page.request.get(`/api/staff/reports/${old.id}`)).json();
  const moved = await page.request.patch(`/api/staff/reports/${old.id}/status`, {
    headers: { 'if-match': String(version) },
    data: { status: 'verified' },
  });
  expect(moved.ok()).toBe(true);
  await merge.click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  expect((await publicly(page, young.id)).code).toBe(young.code);
  await expect(dialog.getByText('Текшерилди')).toBeVisible();
  await dialog.getByRole('radiogroup', { name: 'Кайсынысы калат?' }).getByText(shown).click();
  await merge.click();
  await expect(dialog).toHaveCount(0);
  expect((await publicly(page, young.id)).code).toBe(old.code);
  expect(keys[3]).not.toBe(keys[2]);
});
