import type { Page } from '@playwright/test';

/** Waits until the map on the page shows all that was asked for, down to the last tile. */
export async function mapDrawn(page: Page): Promise<void> {
  await page.locator('[data-map-state="idle"]').first().waitFor();
}

/** Step 1 of a report without the map, in Kyrgyz or Russian: the settlement by its short name, and a landmark. */
export async function placeByName(page: Page, settlement: string, landmark = ''): Promise<void> {
  await page.getByRole('button', { name: /Өзгөртүү|Изменить/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(settlement).click();
  await dialog.getByRole('button', { name: /Даяр|Готово/ }).click();
  await page.getByLabel(/Багыт алуучу жер|Ориентир/).fill(landmark);
  await page.getByRole('button', { name: /Кийинки|Далее/ }).click();
}
