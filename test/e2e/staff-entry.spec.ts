import type { Locator } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';

test.use({ data: 'own:staff-entry' });

/** Goes down the options with the arrow key. Letters would do too, but Chromium is told Cyrillic ones as text, not as keys. */
async function choose(select: Locator, option: RegExp): Promise<void> {
  await expect(select).toBeFocused();
  for (let step = 0; step < 30; step++) {
    if (option.test(await select.locator('option:checked').innerText())) return;
    await select.press('ArrowDown');
  }
  throw new Error(`no option ${option}`);
}

test('paper forms are typed in one after the other with the keyboard alone', async ({ page, office }) => {
  await office.signIn(page, 'moderator');
  await page.goto('/staff/entry');
  await page.getByLabel('Кантип келди').focus();
  // Once for the whole pile: the channel is paper already; then the day, its calendar, and the settlement.
  for (let tab = 0; tab < 3; tab++) await page.keyboard.press('Tab');
  await choose(page.getByLabel('Конуш же квартал'), /^Алай 1/);
  await page.keyboard.press('Tab');
  for (const words of ['Чуңкур', 'Көпүрө сынган']) {
    await choose(page.getByLabel('Категория'), /^Жол/);
    for (const text of ['', 'Мектептин жаны', '', words, '5', '', '0555000555']) {
      await page.keyboard.press('Tab');
      if (text !== '') await page.keyboard.type(text);
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
  }
  await expect(page.getByRole('heading', { name: 'Киргизилди: 2.' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const { reports } = await (await page.request.get('/api/staff/reports?sort=reported&order=desc&limit=2')).json();
  expect(reports).toMatchObject(
    ['Көпүрө сынган', 'Чуңкур'].map((description) => ({
      description,
      landmark: 'Мектептин жаны',
      channel: 'paper',
      area: 'alai-1',
      households: 5,
      hasContact: true,
    })),
  );
});
