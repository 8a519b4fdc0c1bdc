import { expect, test } from '../support/e2e.ts';

test('the first page opens in Kyrgyz, with a heading and a main landmark, and asks nobody but this server', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ky');
});
