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

/** Fields of a report that a change and its undoing leave as they were. */
async function stateOf(page: Page, id: string): Promise<object> {
  const { version: _version, updatedAt: _updatedAt, ...state } = await staffReport(page, id);
  return state;
}

test('everything that is done with a report by a key is taken back by a key', async ({ page, office }) => {
  const { id } = await sendReport(page.request, { category: 'ROAD_MUD', description: 'Көпүрө урап жатат.' });
  await office.signIn(page, 'moderator');
  await page.goto('/staff/queue');
  await left(page, 1);
  const before = await stateOf(page, id);
  const article = page.getByRole('article');
  const dialog = page.getByRole('dialog');
  const save = async (): Promise<void> => {
    await dialog.getByRole('button', { name: 'Сактоо' }).press('Enter');
    await expect(dialog).toHaveCount(0);
  };
  const STEPS: Record<string, () => Promise<void>> = {
    // Approve, edit, leave without text, hide: the report leaves the queue.
    KeyA: () => empty(page),
    KeyE: async () => {
      await page.keyboard.press('Control+a');
      await page.keyboard.type('Көпүрө эски.');
      await page.keyboard.press('Control+Enter');
      await empty(page);
    },
    KeyX: () => empty(page),
    KeyH: async () => {
      await dialog.waitFor();
      await page.keyboard.press('Digit5');
      await empty(page);
    },
    KeyC: async () => {
      await dialog.getByRole('combobox', { name: 'Категория' }).selectOption('DRAIN');
      await save();
    },
    KeyS: async () => {
      await dialog.getByRole('combobox').selectOption('alai-2');
      await save();
    },
    KeyM: async () => {
      await dialog.locator('[data-map-state="idle"]').waitFor();
      await dialog.locator('canvas').focus();
      await page.keyboard.press('ArrowRight');
      await dialog.getByText('Алай 1 жилмассиви').waitFor();
      await dialog.getByRole('button', { name: 'Ушул жерге коюу' }).press('Enter');
      await expect(dialog).toHaveCount(0);
    },
    KeyT: async () => {
      await dialog.getByRole('combobox').selectOption('in_progress');
      await save();
    },
    KeyQ: async () => {
      await dialog.getByLabel('Суроо').fill('Кайсы көпүрө?');
      await dialog.getByRole('button', { name: 'Суроону жөнөтүү' }).press('Enter');
      await expect(article.getByText('Кайсы көпүрө?')).toBeVisible();
    },
  };
  for (const [code, finish] of Object.entries(STEPS)) {
    await page.keyboard.press(code);
    await finish();
    await expect.poll(() => stateOf(page, id), code).not.toEqual(before);
    await page.keyboard.press('KeyU');
    await left(page, 1);
    await expect.poll(() => stateOf(page, id), code).toEqual(before);
    await expect(page.getByText('Кайтарылды.')).toBeVisible();
  }

  // A note is taken back by the button: the key knows, and goes no further.
  await page.keyboard.press('KeyN');
  await dialog.getByRole('textbox').fill('Чалдым.');
  await save();
  await expect(article.getByText('Чалдым.')).toBeVisible();
  const undone = article.getByText('кайтарылган', { exact: true });
  const earlier = await undone.count();
  await article.getByRole('button', { name: 'Кайтаруу', exact: true }).press('Enter');
  await expect(undone).toHaveCount(earlier + 1);
  await page.keyboard.press('KeyU');
  await expect(page.getByText('Кайтара турган нерсе жок.')).toBeVisible();

  // Coarser is for good, and says so beforehand; what was done before it can still be taken back.
  await page.keyboard.press('KeyT');
  await dialog.getByRole('combobox').selectOption('verified');
  await save();
  await page.keyboard.press('KeyP');
  await expect(dialog.getByText('Кайра тагыраак кылууга болбойт', { exact: false })).toBeVisible();
  await save();
  await page.keyboard.press('KeyU');
  await expect.poll(async () => (await staffReport(page, id)).status).toBe('new');
  expect((await staffReport(page, id)).precision).not.toBe('exact');

  await page.keyboard.press('Shift+Slash');
  const keys = page.getByRole('dialog', { name: 'Баскычтар' });
  for (const letter of 'JKUAEXHFRBCMSPQNTLVODGW')
    await expect(keys.getByText(letter, { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('KeyA');
  await empty(page);
});
