import { violations } from '../support/axe.ts';
import { expect, sendReport, test } from '../support/e2e.ts';
import { point } from '../support/reports.ts';

test.use({ data: 'own:staff-bursts' });

test('a moderator sees a flood as one, hides it in one step, takes it back, and answers what was flagged', async ({
  page,
  office,
}) => {
  const ids: string[] = [];
  for (let i = 0; i < 6; i++) {
    const location = point([72.836 + i * 0.0005, 40.4985]);
    ids.push(
      (await sendReport(page.request, { category: 'WATER_CUT', location, description: 'Суу таптакыр жок болду.' })).id,
    );
  }
  for (const [index, reason] of ['spam', 'personal_data'].entries()) {
    const answer = await page.request.post(`/api/reports/${ids[index]}/flags`, {
      headers: { 'Device-Token': `device-of-neighbour-${index}` },
      data: { reason, note: `Кошуна ${index}` },
    });
    expect(answer.ok()).toBe(true);
  }
  const shown = async (): Promise<number> =>
    (await (await page.request.get('/api/reports?category=WATER_CUT')).json()).features.length;
  await office.signIn(page, 'moderator');
  await page.goto('/staff/bursts');
  const menu = (count: number) => page.getByRole('link', { name: `Шектүү ${count} күтүүдө` });
  await expect(menu(3)).toBeVisible();
  const bursts = page.getByRole('region', { name: 'Капыстан көп келген билдирүүлөр' });
  const card = bursts.getByRole('button', { name: /^6 билдирүү/ });
  await expect(card).toHaveAttribute('aria-expanded', 'true');
  await expect(card).toContainText('бир даректен');
  await expect(card).toContainText('сөздөрү бирдей');
  await expect(bursts.getByText('Суу таптакыр жок болду.')).toBeVisible();
  await expect(bursts.getByText('Алай 1 жилмассиви: 6')).toBeVisible();
  await expect(bursts.getByText('6 бир интернет даректен', { exact: false })).toBeVisible();
  await bursts.locator('[data-map-state="idle"]').waitFor();
  await bursts.getByText('Билдирүүлөрдүн тизмеси').click();
  await expect(bursts.locator(`a[href="/staff/reports/${ids[5]}"]`)).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await bursts.getByRole('button', { name: 'Баарын жашыруу: 6' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').selectOption('spam');
  await expect(dialog.getByText('6 билдирүүнүн ичинен 6 өзгөрөт.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Өзгөртүү: 6' }).click();
  await expect(page.getByText('6 билдирүү өзгөртүлдү.')).toBeVisible();
  await expect(bursts.getByText('Акыркы жети күндө андай болгон жок.')).toBeVisible();
  expect(await shown()).toBe(0);
  await expect(page.getByRole('link', { name: 'Шектүү', exact: true })).toBeVisible();
  // Also later, from the list of what was hidden.
  await page.reload();
  const hidden = page.getByRole('region', { name: 'Жакында бир кадамда жашырылгандар' });
  await expect(hidden).toContainText('6 билдирүү');
  expect(await violations(page)).toEqual([]);
  await hidden.getByRole('button', { name: 'Баарын кайтаруу' }).click();
  await expect(card).toBeVisible();
  await expect(hidden).toHaveCount(0);
  expect(await shown()).toBe(6);

  const flagged = page.getByRole('region', { name: 'Даттануусу бар билдирүүлөр' });
  await expect(flagged.getByRole('listitem').filter({ hasText: 'Кошуна' }).first()).toBeVisible();
  await expect(menu(3)).toBeVisible();
  await flagged.getByRole('button', { name: 'Каралды, калсын' }).first().click();
  await expect(flagged.getByText('Кошуна 0')).toHaveCount(0);
  await expect(menu(2)).toBeVisible();
  await page.getByRole('status').getByRole('button', { name: 'Кайтаруу' }).click();
  await expect(flagged.getByText('Кошуна 0')).toBeVisible();
  await flagged.getByRole('button', { name: 'Жашыруу' }).first().click();
  await dialog.getByRole('button', { name: 'Жарнама же спам' }).click();
  await expect(flagged.getByText('Кошуна 0')).toHaveCount(0);
  // What nobody has shown again is no part of the flood any more.
  await expect(bursts.getByRole('button', { name: /^5 билдирүү/ })).toBeVisible();
  expect(await shown()).toBe(5);
});
