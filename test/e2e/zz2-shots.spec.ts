import { expect, test } from '../support/e2e.ts';
test.use({ data: 'empty' });
test('routing shots', async ({ page, office, isMobile }) => {
  await office.signIn(page, 'admin');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    if (isMobile) await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/staff/routing');
    await expect(page.getByRole('heading', { name: 'Ким эмнеге жооп берет' })).toBeVisible();
    await page.screenshot({ path: `/tmp/h1/rt-${isMobile ? 'phone' : 'wide'}-${scheme}.png`, fullPage: false });
    await page.getByRole('button', { name: 'Эреже кошуу' }).click();
    await page.waitForTimeout(400);
    await page.screenshot({ path: `/tmp/h1/rtd-${isMobile ? 'phone' : 'wide'}-${scheme}.png` });
  }
});
