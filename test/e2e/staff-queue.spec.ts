import type { Page } from '@playwright/test';
import { inBothThemes } from '../support/axe.ts';
import { formatCode } from '../../web/src/i18n/format.ts';
import { expect, mapDrawn, sendReport, test } from '../support/e2e.ts';
import { STAFF_PASSWORD } from '../support/office.ts';
import { point } from '../support/reports.ts';

test.use({ data: 'own:staff-queue' });

/** New reports with text, oldest first; the text of each names its number. */
async function send(page: Page, count: number, text = 'Жол бузук'): Promise<string[]> {
  const codes: string[] = [];
  for (let i = 0; i < count; i++) {
    const { code } = await sendReport(page.request, {
      category: 'ROAD_MUD',
      location: point([72.838 + i * 0.0003, 40.498]),
      landmark: 'Мектептин жанында',
      description: `${text} ${i + 1}.`,
    });
    codes.push(code);
  }
  return codes;
}

async function publicText(page: Page, code: string): Promise<string | null | undefined> {
  const { features } = await (await page.request.get('/api/reports?limit=100')).json();
  const found = features.find(({ properties }: { properties: { code: string } }) => properties.code === code);
  return found === undefined ? undefined : found.properties.description;
}

const left = (page: Page, count: number) => expect(page.getByText(`1 / ${count}`, { exact: true })).toBeVisible();
const empty = (page: Page) => expect(page.getByText('Кезек бош')).toBeVisible();

test('a moderator comes by a one-time link and clears the queue: 20 by keyboard on a laptop, 5 by thumb on a phone', async ({
  page,
  office,
  isMobile,
}) => {
  const count = isMobile ? 5 : 20;
  const codes = await send(page, count);
  const { path } = await office.invite('moderator');
  await page.goto(path);
  await page.getByLabel('Жаңы сырсөз').fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Сырсөздү коюп кирүү' }).click();
  await page.getByRole('button', { name: 'Азыр эмес' }).click();
  await left(page, count);
  await expect(page.getByRole('link', { name: `Кезек ${count} күтүүдө` })).toBeVisible();

  if (isMobile) {
    const approve = page.getByRole('button', { name: 'Жарыялоо' });
    await page.getByRole('button', { name: 'Жашыруу' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Жарнама же спам' }).tap();
    for (let rest = 4; rest > 0; rest--) {
      await left(page, rest);
      await approve.tap();
    }
    await empty(page);
  } else {
    await page.keyboard.press('KeyH');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Digit3');
    await left(page, 19);
    await page.keyboard.press('KeyE');
    await expect(page.getByRole('textbox', { name: 'Жарыяланган текст' })).toBeFocused();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Жол оңдоого муктаж.');
    await page.keyboard.press('Control+Enter');
    for (let rest = 18; rest > 0; rest--) {
      await left(page, rest);
      await page.keyboard.press('KeyA');
    }
    await empty(page);
    // The last one comes back, and goes again.
    await page.keyboard.press('KeyU');
    await expect(page.getByText('Кайтарылды.')).toBeVisible();
    await left(page, 1);
    await expect(page.getByRole('article').getByText('Жол бузук 20.').first()).toBeVisible();
    expect(await publicText(page, codes[19]!)).toBeNull();
    await page.keyboard.press('KeyA');
    await empty(page);
    expect(await publicText(page, codes[1]!)).toBe('Жол оңдоого муктаж.');
    // What comes in meanwhile is counted in the menu, and stands in the queue, without anything being pressed.
    await send(page, 1, 'Жаңы көлчүк');
    await expect(page.getByRole('link', { name: 'Кезек 1 күтүүдө' })).toBeVisible();
    await left(page, 1);
    await expect(page.getByRole('article').getByText('Жаңы көлчүк 1.').first()).toBeVisible();
    await page.keyboard.press('KeyA');
    await empty(page);
  }
  // Each of them: one is hidden, one edited on the laptop, and all others are published as they were sent.
  expect(await publicText(page, codes[0]!)).toBeUndefined();
  for (const [index, code] of codes.entries()) {
    if (index >= (isMobile ? 1 : 2)) expect(await publicText(page, code)).toBe(`Жол бузук ${index + 1}.`);
  }
});

test(
  'two moderators at one report: who is second sees what changed and chooses, and who looks is named',
  { tag: '@wide' },
  async ({ page, browser, office }) => {
    const [code] = await send(page, 1, 'Чыр');
    await office.signIn(page, 'moderator', 'Айжан Осмонова');
    await page.goto('/staff/queue');
    await expect(page.getByText('Чыр 1.').first()).toBeVisible();
    const claimed = page.waitForResponse((response) => response.url().endsWith('/claim'));
    await claimed;

    const context = await browser.newContext({ baseURL: new URL(page.url()).origin, viewport: page.viewportSize() });
    const second = await context.newPage();
    await office.signIn(second, 'moderator', 'Бакыт Токтосунов');
    await second.goto('/staff/queue');
    await expect(second.getByRole('article').getByText('Муну азыр Айжан Осмонова карап жатат.')).toBeVisible();

    await page.getByRole('button', { name: 'Текстти оңдоо' }).click();
    await page.getByRole('textbox', { name: 'Жарыяланган текст' }).fill('Айжандын тексти.');
    await page.getByRole('button', { name: 'Жарыялоо' }).click();
    await empty(page);

    await second.getByRole('button', { name: 'Жарыялоо' }).click();
    const dialog = second.getByRole('dialog', { name: 'Бул билдирүүнү башка бирөө өзгөрттү.' });
    await expect(dialog).toContainText('Айжан Осмонова');
    await expect(dialog).toContainText('Айжандын тексти.');
    expect(await publicText(page, code!)).toBe('Айжандын тексти.');
    await dialog.getByRole('button', { name: 'Меники да киргизилсин' }).click();
    await empty(second);
    expect(await publicText(page, code!)).toBe('Чыр 1.');
    await context.close();
  },
);

test(
  'what should not be published is marked in words, can be cut out, and place and category are corrected',
  { tag: '@wide' },
  async ({ page, office }) => {
    const [code] = await send(page, 1, 'Асанов Бакыт, 0555 123 456, келесоо! Суу жок');
    await office.signIn(page, 'moderator');
    await page.goto('/staff/queue');
    await mapDrawn(page);
    await expect(page.locator('mark').filter({ hasText: '0555 123 456' })).toContainText('телефон');
    await expect(page.locator('mark').filter({ hasText: 'Асанов' })).toContainText('аты-жөнү');

    await page.getByRole('button', { name: 'Категориясын оңдоо' }).click();
    await page.getByRole('combobox', { name: 'Категория' }).selectOption('WATER');
    await page.getByRole('button', { name: 'Сактоо' }).click();
    await expect(page.getByText('Өзгөртүү сакталды.')).toBeVisible();
    await page.getByRole('button', { name: 'Тактыгын азайтуу' }).click();
    await page.getByRole('button', { name: 'Сактоо' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByRole('button', { name: 'Жерин жылдыруу' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('[data-map-state="idle"]').waitFor();
    await dialog.locator('canvas').focus();
    await page.keyboard.press('ArrowRight');
    await dialog.getByText('Алай 1 жилмассиви').waitFor();
    await dialog.getByRole('button', { name: 'Ушул жерге коюу' }).click();
    await expect(dialog).toHaveCount(0);

    await page.getByRole('button', { name: 'Текстти оңдоо' }).click();
    await page.getByRole('button', { name: 'Белгиленгендерди алып салуу' }).click();
    await page.getByRole('button', { name: 'Жарыялоо' }).click();
    await empty(page);
    const text = await publicText(page, code!);
    expect(text).toContain('Суу жок');
    expect(text).not.toMatch(/0555|Асанов|келесоо/);
    const track = await (await page.request.get(`/api/track/${code}`)).json();
    expect(track.history.map(({ event }: { event: string }) => event)).toEqual(
      expect.arrayContaining(['recategorised', 'moderated']),
    );
  },
);

test(
  'what is joined in the queue leaves it and comes back with the way back, and a reply is no change of somebody else',
  { tag: '@wide' },
  async ({ page, office }) => {
    const [first, second] = await send(page, 2, 'Көлчүк кургабайт');
    await office.signIn(page, 'moderator');
    await page.goto('/staff/queue');
    await left(page, 2);
    const article = page.getByRole('article');
    const dialog = page.getByRole('dialog');
    const shown = formatCode(second!);
    await expect(article.getByText('Көлчүк кургабайт 1.').first()).toBeVisible();
    await article.getByRole('button', { name: 'Расмий жооп берүү' }).click();
    await dialog.getByLabel('Жооптун тексти').fill('Дренаж коюлат.');
    await dialog.getByRole('button', { name: 'Жооп берүү: 1' }).click();
    await expect(article.getByText('Дренаж коюлат.')).toBeVisible();
    await page.getByRole('button', { name: 'Кийинки', exact: true }).click();
    await expect(article.getByText('Көлчүк кургабайт 2.').first()).toBeVisible();
    await page.getByRole('button', { name: 'Мурунку', exact: true }).click();
    await expect(article.getByText('Дренаж коюлат.')).toBeVisible();
    await article.getByRole('button', { name: 'Абалын өзгөртүү' }).click();
    await dialog.getByRole('combobox').selectOption('verified');
    await dialog.getByRole('button', { name: 'Сактоо' }).click();
    await expect(dialog).toHaveCount(0);

    await article.getByRole('button', { name: 'Окшош билдирүүлөр' }).click();
    await dialog.getByRole('radio', { name: new RegExp(`${shown} ·`) }).check();
    await dialog.getByRole('radiogroup', { name: 'Кайсынысы калат?' }).getByText(shown).click();
    await dialog.getByRole('button', { name: 'Бириктирүү' }).click();
    await left(page, 1);
    await expect(article.getByText('Көлчүк кургабайт 2.').first()).toBeVisible();
    await page.getByRole('button', { name: 'артка кайтаруу' }).click();
    await expect(page.getByText('2 / 2', { exact: true })).toBeVisible();

    await article.getByRole('button', { name: 'Жарыялоо' }).click();
    await left(page, 1);
    await article.getByRole('button', { name: 'Жарыялоо' }).click();
    await empty(page);
    expect(await publicText(page, first!)).toBe('Көлчүк кургабайт 1.');
  },
);

test('axe finds nothing in the queue, its dialogs and a conflict, in either theme', async ({ page, office }) => {
  await send(page, 1, 'Асанов Бакыт, 0555 123 456');
  await office.signIn(page, 'moderator');
  await page.goto('/staff/queue');
  await mapDrawn(page);
  expect(await inBothThemes(page), 'queue').toEqual([]);
  for (const name of ['Жашыруу', 'Категориясын оңдоо', 'Тактыгын азайтуу', 'Абалын өзгөртүү', 'Ички жазуу']) {
    await page.getByRole('button', { name, exact: true }).click();
    expect(await inBothThemes(page), name).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Shift+Slash');
  await expect(page.getByRole('dialog', { name: 'Баскычтар' })).toBeVisible();
  expect(await inBothThemes(page), 'keys').toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Жарыялоо' }).click();
  await empty(page);
  expect(await inBothThemes(page), 'empty').toEqual([]);
});
