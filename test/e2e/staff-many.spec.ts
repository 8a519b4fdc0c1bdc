import type { Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { expect, sendReport, test } from '../support/e2e.ts';
import { point } from '../support/reports.ts';

test.use({ data: 'own:staff-many' });

/** So many reports of one kind, which nothing else on this server is about. */
async function send(page: Page, category: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const location = point([72.838 + i * 0.0003, 40.4985]);
    ids.push((await sendReport(page.request, { category, location })).id);
  }
  return ids;
}

const repliesTo = async (page: Page, id: string): Promise<string[]> =>
  (await (await page.request.get(`/api/reports/${id}`)).json()).properties.replies.map(
    ({ text }: { text: string }) => text,
  );

test('an official replies to 12 reports at once, by keyboard, and takes it back', async ({
  page,
  office,
  isMobile,
}) => {
  const kind = isMobile ? 'LIGHT_NONE' : 'WATER_CUT';
  const ids = await send(page, kind, 12);
  await office.signIn(page, 'official');
  await page.goto(`/staff/reports?category=${kind}`);
  const boxes = page.getByRole('checkbox', { name: /: тандоо$/ });
  await expect(boxes).toHaveCount(12);
  if (isMobile) for (const box of await boxes.all()) await box.check();
  else await page.getByRole('checkbox', { name: 'Көрүнгөндөрдүн баарын тандоо' }).press('Space');
  const bar = page.getByRole('region', { name: 'Тандалган билдирүүлөр' });
  await expect(bar).toContainText('12 тандалды');
  expect(await violations(page)).toEqual([]);

  await bar.getByRole('button', { name: 'Жооп берүү' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('12 билдирүү ушул жоопту алат.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Жооп берүү: 12' }).click();
  await expect(dialog.getByText('Жооптун текстин жазыңыз.')).toBeVisible();
  await dialog.getByLabel('Жооптун тексти').fill('Жумуш 5-декабрда башталат.');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Жооп берүү: 12' }).press('Enter');
  await expect(page.getByText('12 билдирүүгө жооп берилди.')).toBeVisible();
  await expect(bar).toHaveCount(0);
  for (const id of ids) expect(await repliesTo(page, id)).toEqual(['Жумуш 5-декабрда башталат.']);

  await page.getByRole('button', { name: 'Баарын кайтаруу' }).press('Enter');
  await expect(page.getByText('12 билдирүүгө жооп берилди. Кайтарылды.')).toBeVisible();
  for (const id of ids) expect(await repliesTo(page, id)).toEqual([]);
});

test(
  'a change of many shows what it would do, and is refused as a whole while it is impossible for one',
  { tag: '@wide' },
  async ({ page, office, isMobile }) => {
    const kind = isMobile ? 'ROAD_MUD' : 'ROAD_SNOW';
    const ids = await send(page, kind, 4);
    await office.signIn(page, 'moderator');
    const merged = await page.request.post('/api/staff/merges', {
      data: { keep: { id: ids[0], version: 1 }, reports: [{ id: ids[1], version: 1 }] },
    });
    expect(merged.ok()).toBe(true);
    await page.goto(`/staff/reports?category=${kind}&status=new,verified,in_progress,resolved,rejected,duplicate`);
    const boxes = page.getByRole('checkbox', { name: /: тандоо$/ });
    await expect(boxes).toHaveCount(4);
    // With Shift everything from the first to the last.
    await boxes.first().click();
    await boxes.last().click({ modifiers: ['Shift'] });
    const bar = page.getByRole('region', { name: 'Тандалган билдирүүлөр' });
    await expect(bar).toContainText('4 тандалды');
    await bar.getByRole('button', { name: 'Абалы' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Өзгөртүү: 4' }).click();
    await expect(dialog.getByText('Тандоону толуктаңыз.')).toBeVisible();
    await dialog.getByLabel('Абалы').selectOption('in_progress');
    await expect(dialog.getByText('1 билдирүү үчүн мүмкүн эмес', { exact: false })).toBeVisible();
    await dialog.getByRole('button', { name: 'Өзгөртүү: 4' }).click();
    await dialog.getByRole('button', { name: 'Аларды тандоодон чыгаруу' }).click();
    await expect(dialog.getByText('3 билдирүүнүн ичинен 3 өзгөрөт.')).toBeVisible();
    expect(await violations(page)).toEqual([]);

    // Somebody is quicker with one of them: none is changed, and the newest state is shown before it is tried again.
    const { version } = await (await page.request.get(`/api/staff/reports/${ids[3]}`)).json();
    await page.request.post(`/api/staff/reports/${ids[3]}/notes`, {
      headers: { 'if-match': String(version) },
      data: { text: 'Чалдым.' },
    });
    await dialog.getByRole('button', { name: 'Өзгөртүү: 3' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    expect((await (await page.request.get(`/api/reports/${ids[2]}`)).json()).properties.status).toBe('new');
    await expect(dialog.getByText('3 билдирүүнүн ичинен 3 өзгөрөт.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Өзгөртүү: 3' }).click();
    await expect(page.getByText('3 билдирүү өзгөртүлдү.')).toBeVisible();
    expect((await (await page.request.get(`/api/reports/${ids[2]}`)).json()).properties.status).toBe('in_progress');
  },
);

test(
  'when the network drops in the middle, all are answered or none, and sending it again answers nobody twice',
  {
    tag: '@wide',
  },
  async ({ page, office }) => {
    const kind = 'WASTE_PICKUP';
    const ids = await send(page, kind, 3);
    await office.signIn(page, 'official');
    await page.goto(`/staff/reports?category=${kind}`);
    const boxes = page.getByRole('checkbox', { name: /: тандоо$/ });
    await expect(boxes).toHaveCount(3);
    for (const box of await boxes.all()) await box.check();
    const bar = page.getByRole('region', { name: 'Тандалган билдирүүлөр' });
    await bar.getByRole('button', { name: 'Жооп берүү' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText('3 билдирүү ушул жоопту алат.')).toBeVisible();
    await dialog.getByLabel('Жооптун тексти').fill('Эртең алып кетебиз.');
    const give = dialog.getByRole('button', { name: 'Жооп берүү: 3' });
    const said = dialog.getByText('Жооп келген жок', { exact: false });

    // It never arrives.
    await page.route('**/api/staff/replies', (route) => route.abort('connectionreset'));
    await give.click();
    await expect(dialog.getByText('Сервер менен байланыш жок.', { exact: false })).toBeVisible();
    await expect(said).toBeVisible();
    for (const id of ids) expect(await repliesTo(page, id)).toEqual([]);
    expect(await violations(page)).toEqual([]);
    // It arrives and is done, and the answer is lost.
    await page.unroute('**/api/staff/replies');
    await page.route('**/api/staff/replies', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    await give.click();
    await expect.poll(() => repliesTo(page, ids[0]!)).toEqual(['Эртең алып кетебиз.']);
    await expect(said).toBeVisible();
    await expect(give).toBeEnabled();
    await page.unroute('**/api/staff/replies');
    await give.click();
    await expect(page.getByText('3 билдирүүгө жооп берилди.')).toBeVisible();
    for (const id of ids) expect(await repliesTo(page, id)).toEqual(['Эртең алып кетебиз.']);
    await page.getByRole('button', { name: 'Баарын кайтаруу' }).click();
    await expect(page.getByText('3 билдирүүгө жооп берилди. Кайтарылды.')).toBeVisible();
    for (const id of ids) expect(await repliesTo(page, id)).toEqual([]);
  },
);
