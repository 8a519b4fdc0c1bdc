import type { Page } from '@playwright/test';
import { expect, mapDrawn, test } from '../support/e2e.ts';

test.use({ data: 'demo' });

/** Reports of a query, as the server counts them. */
async function countOf(page: Page, query: string): Promise<number> {
  const { total } = await (await page.request.get(`/api/statistics?${query}`)).json();
  return total.count;
}

/** What the address says about time, as a query. */
function timeOf(page: Page): string {
  const { searchParams } = new URL(page.url());
  return ['from', 'to'].flatMap((key) => (searchParams.has(key) ? [`${key}=${searchParams.get(key)}`] : [])).join('&');
}

test('a handle of the histogram, dragged, narrows list, map legend and figures alike', async ({ page, isMobile }) => {
  if (isMobile) await page.setViewportSize({ width: 900, height: 740 });
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
  await expect(page.getByText(`${reports.onMap} билдирүү боюнча`)).toBeVisible();
  if (isMobile) await page.getByRole('button', { name: 'Жыйынтык' }).click();
  await expect(page.getByTestId('figures').getByText(String(few), { exact: true })).toBeVisible();
  await expect(page.getByText(new RegExp(`^${few} билдирүүнүн`)).first()).toBeVisible();
});

test('the histogram is reached and moved from the keyboard, and says where it is in words', async ({
  page,
  isMobile,
}) => {
  if (isMobile) await page.setViewportSize({ width: 900, height: 740 });
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
