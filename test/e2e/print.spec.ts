import { violations } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';

for (const what of ['poster', 'form'] as const) {
  test(`the ${what} of a settlement is one sheet of A4 with its name in Kyrgyz and Russian`, async ({ page }) => {
    await page.goto(`/print?what=${what}&area=alai-1`);
    const paper = page.locator('.paper');
    await expect(paper).toContainText('Алай 1 жилмассиви');
    if (what === 'poster') {
      await expect(paper.getByRole('img', { name: /\/new\?area=alai-1$/ })).toBeVisible();
      await expect(paper.locator('[lang="ru"]')).toContainText(/[а-я]/);
    }
    expect(await violations(page)).toEqual([]);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    // 210 by 297 mm in points.
    expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45][\d.]* 84[12][\d.]*\]/);
  });
}
