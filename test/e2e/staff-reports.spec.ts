import type { Page } from '@playwright/test';
import { inBothThemes } from '../support/axe.ts';
import { expect, mapDrawn, test } from '../support/e2e.ts';

test.use({ data: 'demo' });

test(
  'an official finds a report by words nobody has published, moves its status with a reason, and sees both histories',
  { tag: '@wide' },
  async ({ page, office }) => {
    await office.signIn(page, 'official', 'Нурлан Кызматкер');
    const { reports } = await (await page.request.get('/api/staff/reports?waiting=true&status=new&limit=1')).json();
    const [report] = reports;
    await page.goto('/staff');
    await expect(page).toHaveURL(/\/staff\/reports$/);
    await page.getByRole('searchbox').fill(report.code);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Баары 1 билдирүү')).toBeVisible();
    await page.locator(`a[href="/staff/reports/${report.id}"]`).click();
    await mapDrawn(page);
    if (report.description) await expect(page.getByText(report.description).first()).toBeVisible();
    // An official answers; what may be published is for moderators.
    await expect(page.getByRole('button', { name: 'Жашыруу' })).toHaveCount(0);

    await page.getByRole('button', { name: 'Абалын өзгөртүү' }).click();
    await page.getByRole('combobox', { name: 'Абалы' }).selectOption('in_progress');
    await page.getByRole('textbox', { name: 'Түшүндүрмө' }).fill('Бригада жиберилди.');
    await page.getByRole('button', { name: 'Сактоо' }).click();
    await page.getByRole('button', { name: 'Ички жазуу' }).click();
    await page.getByRole('textbox', { name: 'Ички жазуу' }).fill('Мастерге чалдым.');
    await page.getByRole('button', { name: 'Сактоо' }).click();
    const history = page.getByRole('article');
    await expect(history.getByText('Бригада жиберилди.')).toBeVisible();
    await expect(history.getByText('Мастерге чалдым.')).toBeVisible();
    await expect(history.getByText('Нурлан Кызматкер').first()).toBeVisible();

    const track = await (await page.request.get(`/api/track/${report.code}`)).json();
    expect(track.status).toBe('in_progress');
    expect(JSON.stringify(track)).toContain('Бригада жиберилди.');
    expect(JSON.stringify(track)).not.toContain('Мастерге чалдым.');
  },
);

test('the list is filtered, ordered and paged, shows what is chosen, the address keeps the view, and columns are chosen', async ({
  page,
  office,
  isMobile,
}) => {
  await office.signIn(page, 'planner');
  await page.goto('/staff/reports');
  const rows = page.locator('a[href^="/staff/reports/"]');
  await expect(rows).toHaveCount(50);
  await page.getByRole('button', { name: 'Дагы көрсөтүү' }).click();
  await expect(rows).toHaveCount(100);
  await page.getByLabel('Тартиби').selectOption('reported asc');
  await expect(rows).toHaveCount(50);
  const all = await (await page.request.get('/api/staff/reports?limit=1000')).json();
  const oldest = all.reports.at(-1);
  await expect(rows.first()).toHaveAttribute('href', `/staff/reports/${oldest.id}`);

  if (isMobile) await page.getByRole('button', { name: 'Чыпка' }).click();
  await choose(page, 'Абалы', ['Чечилди', 'Четке кагылды']);
  await choose(page, 'Категория', ['Жолдор жана көпүрөлөр', 'Ичүүчү суу']);
  await page.getByLabel('Башталган күнү').fill('1.1.2020');
  await page.getByLabel('Аяктаган күнү').fill('31.12.2030');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/status=resolved,rejected&category=ROAD,WATER&from=2020-01-01&to=2031-01-01$/);
  const query = 'status=resolved,rejected&category=ROAD,WATER';
  const { reports } = await (await page.request.get(`/api/staff/reports?${query}&limit=1000`)).json();
  await expect(page.getByText(new RegExp(`^(Баары ${reports.length}|Биринчи 50) билдирүү`))).toBeVisible();

  await page.reload();
  if (isMobile) await page.getByRole('button', { name: 'Чыпка · 4' }).click();
  await expect(page.getByRole('button', { name: 'Абалы Чечилди, Четке кагылды' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Категория Ичүүчү суу, Жолдор жана көпүрөлөр' })).toBeVisible();
  await expect(page.getByLabel('Башталган күнү')).toHaveValue('01.01.2020');
  await expect(page.getByLabel('Аяктаган күнү')).toHaveValue('31.12.2030');
  await expect(page.getByLabel('Тартиби')).toHaveValue('reported asc');
  if (isMobile) return;

  // A link may name a kind and a place; both are shown, and can be taken away.
  await page.goto('/staff/reports?category=ROAD_MUD&within=72.8,40.4;72.9,40.4;72.9,40.6');
  await expect(page.getByRole('button', { name: /^Категория \S/ })).not.toHaveText(/Баары/);
  await page.getByRole('button', { name: 'Чыпкадан алуу: Картадагы жер' }).click();
  await expect(page).toHaveURL(/\?category=ROAD_MUD$/);

  await page.goto('/staff/reports');
  const supports = page.getByRole('columnheader', { name: 'Колдогондор' });
  for (const [way, order] of [
    ['descending', 'desc'],
    ['ascending', 'asc'],
  ] as const) {
    await supports.getByRole('button').click();
    await expect(supports).toHaveAttribute('aria-sort', way);
    const ordered = await (await page.request.get(`/api/staff/reports?sort=supports&order=${order}&limit=1`)).json();
    await expect(rows.first()).toHaveAttribute('href', `/staff/reports/${ordered.reports[0].id}`);
  }
  await page.getByRole('button', { name: 'Тилкелер' }).click();
  await page.getByRole('checkbox', { name: 'Тактыгы' }).press('Space');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('columnheader', { name: 'Тактыгы' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Тактыгы' })).toBeVisible();
});

/** Ticks some of the choices of a filter, which is closed afterwards. */
async function choose(page: Page, filter: string, names: string[]): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${filter} `) }).click();
  const dialog = page.getByRole('dialog', { name: filter });
  for (const name of names) await dialog.getByRole('checkbox', { name, exact: true }).press('Space');
  await dialog.getByRole('button', { name: 'Даяр' }).click();
  await expect(dialog).toHaveCount(0);
}

test(
  'a next page that comes late, after the filter has changed, brings no rows of the old filter',
  { tag: '@wide' },
  async ({ page, office }) => {
    await office.signIn(page, 'planner');
    await page.goto('/staff/reports');
    const rows = page.locator('a[href^="/staff/reports/"]');
    await expect(rows).toHaveCount(50);
    let bring = (): void => {};
    const held = new Promise<void>((resolve) => (bring = resolve));
    await page.route(/\/api\/staff\/reports\?.*cursor=/, async (route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    });
    const asked = page.waitForRequest(/cursor=/);
    await page.getByRole('button', { name: 'Дагы көрсөтүү' }).click();
    await asked;
    await choose(page, 'Абалы', ['Четке кагылды']);
    const { reports } = await (await page.request.get('/api/staff/reports?status=rejected&limit=50')).json();
    const hrefs = reports.map(({ id }: { id: string }) => `/staff/reports/${id}`);
    const shown = () => rows.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    await expect.poll(shown).toEqual(hrefs);
    const late = page.waitForResponse(/cursor=/);
    bring();
    await (await late).finished();
    // An answer that was asked for after it: by then the page has done with the late one.
    await page.evaluate(() => fetch('/api/session').then((answer) => answer.json()));
    expect(await shown()).toEqual(hrefs);
  },
);

test('axe finds nothing in the list, its filters and the report, in both themes', async ({
  page,
  office,
  isMobile,
}) => {
  await office.signIn(page, 'moderator');
  await page.goto('/staff/reports?status=new,verified&category=ROAD&hidden=false');
  await expect(page.locator('a[href^="/staff/reports/"]').first()).toBeVisible();
  if (isMobile) await page.getByRole('button', { name: 'Чыпка · 3' }).click();
  expect(await inBothThemes(page), 'list').toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
    0,
  );
  await page.getByRole('button', { name: /^Категория / }).click();
  await expect(page.getByRole('group', { name: 'Жолдор жана көпүрөлөр' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Түрлөрү: Жолдор жана көпүрөлөр' }).click();
  await expect(page.getByRole('group', { name: 'Жолдор жана көпүрөлөр' })).toBeVisible();
  expect(await inBothThemes(page), 'filter').toEqual([]);
  await page.keyboard.press('Escape');
  await page.locator('a[href^="/staff/reports/"]').first().click();
  await mapDrawn(page);
  await expect(page.getByRole('heading', { name: 'Өзгөртүүлөр тарыхы' })).toBeVisible();
  expect(await inBothThemes(page), 'report').toEqual([]);
});
