import { violations } from '../support/axe.ts';
import { expect, sendReport, test } from '../support/e2e.ts';

test.use({ data: 'empty' });

test('an administrator adds a body and a route to it, a report goes there when work on it begins, and a removed route is put back', async ({
  page,
  office,
  isMobile,
}) => {
  const name = isMobile ? 'Суу чарбасы' : 'Жол чарбасы';
  await office.signIn(page, 'admin');
  await page.goto('/staff');
  await page.getByRole('link', { name: 'Мекемелер' }).click();
  await expect(page.getByRole('heading', { name: 'Жооптуу мекемелер' })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Мекеме кошуу' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Аталышы (Кыргызча)').fill(name);
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog.getByText('Аталышын жазыңыз.')).toHaveCount(2);
  await dialog.getByLabel('Аталышы (Русский)').fill('Хозяйство');
  await dialog.getByLabel('Аталышы (English)').fill(isMobile ? 'Water service' : 'Road service');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Мекемелер' }).getByText(name)).toBeVisible();

  await page.getByRole('button', { name: 'Эреже кошуу' }).click();
  const kind = isMobile ? 'WATER_CUT' : 'ROAD_MUD';
  await dialog.getByLabel('Кандай көйгөй').selectOption(kind);
  await dialog.getByLabel('Кайсы жерде').selectOption('alai-1');
  await dialog.getByLabel('Жооп берүүчү мекеме').selectOption({ label: name });
  await dialog.getByLabel('Күчүнө кирген күнү').fill('2026-02-01');
  await dialog.getByLabel('Күчүн жоготкон күнү').fill('2026-01-01');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Күчүнө кирген күнү').fill('2020-01-01');
  await dialog.getByLabel('Күчүн жоготкон күнү').fill('');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog).toHaveCount(0);
  const row = page
    .getByRole('region', { name: 'Ким эмнеге жооп берет' })
    .getByRole('listitem')
    .filter({ hasText: name });
  await expect(row).toContainText('01.01.2020 тартып');

  const { id } = await sendReport(page.request, { category: kind });
  // When work on it begins it gets its body.
  const moved = await page.request.patch(`/api/staff/reports/${id}/status`, {
    headers: { 'if-match': '1' },
    data: { status: 'in_progress' },
  });
  const report = await moved.json();
  const { bodies } = await (await page.request.get('/api/staff/bodies')).json();
  expect(report.body).toBe(bodies.find((body: { name: { ky: string } }) => body.name.ky === name).code);

  await row.getByRole('button').press('Enter');
  await dialog.getByRole('button', { name: 'Эрежени алып салуу' }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: 'артка кайтаруу' }).click();
  await expect(row).toContainText('01.01.2020 тартып');
});

test('a body that two change at once: the second is told, and decides', async ({ page, office }) => {
  await office.signIn(page, 'admin');
  await page.goto('/staff/routing');
  await page.getByRole('region', { name: 'Мекемелер' }).getByRole('button').nth(1).click();
  const dialog = page.getByRole('dialog');
  const ky = await dialog.getByLabel('Аталышы (Кыргызча)').inputValue();
  const { bodies } = await (await page.request.get('/api/staff/bodies')).json();
  const { code, version } = bodies.find((body: { name: { ky: string } }) => body.name.ky === ky);
  const theirs = await page.request.patch(`/api/staff/bodies/${code}`, {
    headers: { 'if-match': String(version) },
    data: { confirmed: true },
  });
  expect(theirs.ok()).toBe(true);
  await dialog.getByLabel('Аталышы (English)').fill('Another name');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await expect(dialog.getByLabel('Аталышы (English)')).toHaveValue('Another name');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog).toHaveCount(0);
  const after = await (await page.request.get('/api/staff/bodies')).json();
  expect(after.bodies.find((body: { code: string }) => body.code === code).name.en).toBe('Another name');
});

test('nobody but an administrator is led to the routes', async ({ page, office }) => {
  await office.signIn(page, 'official');
  await page.goto('/staff/account');
  await expect(page.getByRole('navigation', { name: 'Кызматкерлердин бөлүмдөрү' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Мекемелер' })).toHaveCount(0);
});
