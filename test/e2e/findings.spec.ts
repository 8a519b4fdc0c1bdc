import type { Locator, Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { expect, mapDrawn, test } from '../support/e2e.ts';

test.use({ data: 'demo' });

/** Reports of a query, as the server counts them. */
async function countOf(page: Page, query: string): Promise<number> {
  const { total } = await (await page.request.get(`/api/statistics?${query}`)).json();
  return total.count;
}

/** Whole numbers in the cells of a table, by the names of its rows. */
async function numbersOf(table: Locator): Promise<Map<string, number[]>> {
  const rows = await table
    .getByRole('row')
    .filter({ has: table.page().getByRole('rowheader') })
    .all();
  const read = async (row: Locator): Promise<[string, number[]]> => [
    (await row.getByRole('rowheader').innerText()).split('\n')[0]!,
    (await row.getByRole('cell').allInnerTexts()).map(Number),
  ];
  return new Map(await Promise.all(rows.map(read)));
}

/** Waits until figures and list speak of so many reports. */
async function shows(page: Page, count: number): Promise<void> {
  await expect(page.getByText(new RegExp(`^${count} билдирүүнүн`))).toBeVisible();
  await expect(page.getByTestId('figures').getByText(String(count), { exact: true }).first()).toBeVisible();
}

/** What the address says about time, as a query. */
function timeOf(page: Page): string {
  const { searchParams } = new URL(page.url());
  return ['from', 'to'].flatMap((key) => (searchParams.has(key) ? [`${key}=${searchParams.get(key)}`] : [])).join('&');
}

test('a handle of the histogram, dragged, narrows list, map legend and figures alike', async ({ page }) => {
  await page.goto('/');
  await mapDrawn(page);
  const all = await countOf(page, '');
  await expect(page.getByTestId('histogram-count')).toHaveText(`${all} билдирүү`);
  const plot = (await page.getByRole('group', { name: 'Убакыт боюнча' }).boundingBox())!;
  const handle = (await page.getByTestId('brush-from').boundingBox())!;
  await page.mouse.move(handle.x + handle.width / 2, handle.y + 20);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.4, handle.y + 20, { steps: 5 });
  const seen = await page.getByTestId('histogram-count').textContent();
  await page.mouse.up();
  await expect(page).toHaveURL(/from=\d{4}-\d\d-\d\d/);
  const few = await countOf(page, timeOf(page));
  expect(few).toBeLessThan(all);
  // What was read while dragging is what the server then counted.
  expect(seen).toBe(`${few} билдирүү`);
  await expect(page.getByTestId('histogram-count')).toHaveText(`${few} билдирүү`);
  const { reports } = await (await page.request.get(`/api/heat?${timeOf(page)}`)).json();
  const legend = page.getByRole('region', { name: 'Шарттуу белгилер' });
  await expect(legend.getByText(`${reports.onMap} билдирүү боюнча`)).toBeVisible();
  await expect(page.getByTestId('figures').getByText(String(few), { exact: true })).toBeVisible();
  await expect(page.getByText(new RegExp(`^${few} билдирүүнүн`)).first()).toBeVisible();
});

test('the histogram is reached and moved from the keyboard, and says where it is in words', async ({ page }) => {
  await page.goto('/?view=list&from=2026-03-02');
  const from = page.getByRole('slider', { name: 'Башталган күнү' });
  await from.focus();
  await expect(from).toHaveAttribute('aria-valuetext', /^2026-жылдын 2-марты, \d+ билдирүү$/);
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/from=2026-03-09/);
  await expect(from).toBeFocused();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page).toHaveURL(/from=2026-02-09/);
  await page.keyboard.press('Home');
  await expect(page).not.toHaveURL(/from=/);
  await expect(from).toHaveAttribute('aria-valuetext', /^башынан/);
  await page.getByRole('slider', { name: 'Аяктаган күнү' }).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page).toHaveURL(/to=\d{4}/);
  await expect(page.getByTestId('histogram-count')).toHaveText(`${await countOf(page, timeOf(page))} билдирүү`);
});

test('every number opens the reports behind it, and going back leads to the number', async ({ page }) => {
  await page.goto('/?view=list&area=alai-1');
  const all = await countOf(page, 'area=alai-1');
  await shows(page, all);

  const done = await countOf(page, 'area=alai-1&status=resolved');
  await page
    .getByTestId('figures')
    .getByRole('link', { name: `${done} Чечилди` })
    .click();
  await shows(page, done);
  await page.goBack();
  await shows(page, all);

  const row = page
    .getByRole('complementary', { name: 'Жыйынтык' })
    .getByRole('button', { name: /Жолдор жана көпүрөлөр/ });
  const roads = await countOf(page, 'area=alai-1&category=ROAD');
  await expect(row).toContainText(String(roads));
  await row.click();
  await shows(page, roads);
  await row.click();
  await shows(page, all);

  for (const chart of ['Айлар боюнча', 'Убакыт боюнча']) {
    await page.getByRole('button', { name: `Таблица катары: ${chart}` }).click();
    const table = page.getByRole('table', { name: chart });
    const number = table.getByRole('button').nth(1);
    const count = Number(await number.innerText());
    await number.press('Enter');
    await shows(page, count);
    await page.goBack();
    await shows(page, all);
  }
});

test('a click on a bar shows its week, and the button beside the range all time again', async ({ page }) => {
  await page.goto('/?view=list');
  const all = await countOf(page, '');
  await expect(page.getByTestId('histogram-count')).toHaveText(`${all} билдирүү`);
  const { groups } = await (await page.request.get('/api/statistics?by=week')).json();
  const highest = groups.reduce((best: { count: number }, group: { count: number }) =>
    group.count > best.count ? group : best,
  );
  const plot = page.getByRole('group', { name: 'Убакыт боюнча' });
  const box = (await plot.boundingBox())!;
  const first = Date.parse(groups[0].week);
  const last = Date.parse(groups.at(-1).week) + 7 * 86_400_000;
  const share = (Date.parse(highest.week) + 3.5 * 86_400_000 - first) / (last - first);
  await plot.click({ position: { x: 22 + share * (box.width - 44), y: 55 } });
  await expect(page).toHaveURL(new RegExp(`from=${highest.week}`));
  await expect(page.getByTestId('histogram-count')).toHaveText(`${highest.count} билдирүү`);
  await page.getByRole('region', { name: 'Убакыт боюнча' }).getByRole('button', { name: 'Баары' }).click();
  await expect(page.getByTestId('histogram-count')).toHaveText(`${all} билдирүү`);
});

test('the table behind a chart says the same as the chart', async ({ page }) => {
  await page.goto('/?view=list');
  const panel = page.getByRole('complementary', { name: 'Жыйынтык' });
  const all = await countOf(page, '');
  await shows(page, all);
  const done = await countOf(page, 'status=resolved');
  const bars = await panel
    .getByRole('listitem')
    .filter({ has: page.getByRole('button') })
    .allInnerTexts();
  const drawing = await panel.getByRole('img', { name: /^Айлар боюнча/ }).getAttribute('aria-label');
  expect(drawing).toContain(`${all} катталган, ${done} чечилген`);
  for (const chart of ['Категориялар боюнча', 'Айлар боюнча', 'Убакыт боюнча'])
    await page.getByRole('button', { name: `Таблица катары: ${chart}` }).click();
  for (const chart of ['Категориялар боюнча', 'Айлар боюнча', 'Убакыт боюнча']) {
    const numbers = [...(await numbersOf(page.getByRole('table', { name: chart }))).values()];
    expect(
      numbers.reduce((sum, [registered = 0]) => sum + registered, 0),
      chart,
    ).toBe(all);
    expect(
      numbers.reduce((sum, [, resolved = 0]) => sum + resolved, 0),
      chart,
    ).toBe(done);
  }
  const ranking = await numbersOf(page.getByRole('table', { name: 'Категориялар боюнча' }));
  for (const bar of bars) {
    const [name, count] = bar.split('\n').filter((text) => text.trim() !== '');
    expect(ranking.get(name!.trim())?.[0], name).toBe(Number(count));
  }
  expect(await violations(page)).toEqual([]);
});
