import { violations } from '../support/axe.ts';
import { expect, sendReport, test } from '../support/e2e.ts';
import { STAFF_PASSWORD } from '../support/office.ts';
import { IN_ALAI_1, IN_ALAI_2, point } from '../support/reports.ts';
import { PLACE, SHAPES } from '../support/shapes.ts';

test.use({ data: 'own:staff-users' });

test('an administrator invites a moderator of Alai 1 by a link, who sets a password, sees only Alai 1, and is signed out while working', async ({
  page,
  browser,
  office,
}) => {
  const texts = { [IN_ALAI_1.join()]: 'Биринчиде суу жок.', [IN_ALAI_2.join()]: 'Экинчиде суу жок.' };
  for (const place of [IN_ALAI_1, IN_ALAI_2]) {
    const description = texts[place.join()]!;
    await sendReport(page.request, { category: 'WATER_CUT', location: point(place), description });
  }
  const admin = await office.signIn(page, 'admin', 'Бермет Асанова');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/staff');
  await page.getByRole('link', { name: 'Кызматкерлер' }).click();
  await expect(page.getByRole('heading', { name: 'Кызматкерлер', level: 1 })).toBeVisible();
  const own = page.getByRole('listitem').filter({ hasText: admin.login });
  await expect(own).toContainText('Бардык аймактар');
  await expect(own).toContainText('Экинчи коргоосу жок');
  await expect(own).toContainText('иштейт');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Кызматкерди чакыруу' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Логин').fill('Айжан');
  await dialog.getByText('Айрым аймактар гана').click();
  await dialog.getByRole('button', { name: 'Шилтеме түзүү' }).click();
  await expect(dialog.getByText('Атын жазыңыз.')).toBeVisible();
  await expect(dialog.getByText('Жок дегенде бир аймакты тандаңыз.')).toBeVisible();
  await expect(dialog.getByText('Электрондук почта же латын тамгалары', { exact: false })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('Логин').fill('aijan@example.kg');
  await dialog.getByLabel('Аты-жөнү').fill('Айжан Осмонова');
  await dialog.getByRole('checkbox', { name: 'Алай 1' }).check({ force: true });
  await dialog.getByRole('button', { name: 'Шилтеме түзүү' }).click();
  await expect(dialog.getByText('Ушул жерде бир гана жолу көрсөтүлөт.')).toBeVisible();
  const link = (await dialog.getByTestId('shown-once').textContent())!;
  await dialog.getByRole('button', { name: 'Көчүрүү' }).click();
  await expect(dialog.getByText('Шилтеме көчүрүлдү.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Жабуу' }).last().click();
  const row = page.getByRole('listitem').filter({ hasText: 'aijan@example.kg' });
  await expect(row).toContainText('Аймактары: Алай 1');
  await expect(row).toContainText('чакырылган');
  expect(await page.content()).not.toContain(link.split('#')[1]);

  const hers = await browser.newContext({ ...SHAPES.wide, ...PLACE });
  const there = await hers.newPage();
  await there.goto(link);
  await there.getByLabel('Жаңы сырсөз').fill(STAFF_PASSWORD);
  await there.getByRole('button', { name: 'Сырсөздү коюп кирүү' }).click();
  await there.getByRole('button', { name: 'Азыр эмес' }).click();
  await there.getByRole('link', { name: 'Билдирүүлөр' }).click();
  await expect(there.getByText(texts[IN_ALAI_1.join()]!)).toBeVisible();
  await expect(there.getByText(texts[IN_ALAI_2.join()]!)).toHaveCount(0);
  await expect(there.getByRole('link', { name: 'Кызматкерлер' })).toHaveCount(0);

  await page.reload();
  await expect(row).toContainText('Акыркы жолу:');
  await row.getByRole('button').press('Enter');
  await dialog.getByRole('button', { name: 'Бардык жерден чыгаруу' }).click();
  await expect(dialog.getByText(/^Айжан Осмонова бардык .* дароо чыгарылат\./)).toBeVisible();
  await dialog.getByRole('button', { name: 'Бардык жерден чыгаруу' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await hers.request.get(new URL('/api/staff/reports', link).href)).status()).toBe(401);
  await there.goto(new URL('/staff/queue', link).href);
  await expect(there.getByRole('button', { name: 'Кирүү' })).toBeVisible();
  await hers.close();

  // Ended, the account stands apart, and opens again.
  await row.getByRole('button').click();
  await dialog.getByRole('button', { name: 'Эсепти жабуу' }).click();
  await dialog.getByRole('button', { name: 'Эсепти жабуу' }).click();
  const ended = page.getByRole('region', { name: 'Жабылган эсептер' });
  await expect(ended).toContainText('Айжан Осмонова');
  await ended.getByRole('button').click();
  await dialog.getByRole('button', { name: 'Жеке маалыматын өчүрүү' }).click();
  await dialog.getByRole('button', { name: 'Жеке маалыматын өчүрүү' }).click();
  await expect(dialog.getByText('Логин туура келген жок.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('Ырастоо үчүн логинди жазыңыз: aijan@example.kg').fill('aijan@example.kg');
  await dialog.getByRole('button', { name: 'Жеке маалыматын өчүрүү' }).click();
  await expect(ended).toContainText('өчүрүлгөн');
  await expect(page.getByText('Айжан Осмонова')).toHaveCount(0);
});

test('a token is made, shown once, seen by the administrator with whose it is, and ended', async ({ page, office }) => {
  await office.signIn(page, 'official', 'Канат Токтогулов');
  await page.goto('/staff/account');
  await page.getByRole('link', { name: 'Токендерди ачуу' }).click();
  await expect(page.getByText('Иштеп турган токен жок.')).toBeVisible();
  await page.getByRole('button', { name: 'Токен түзүү' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Журналды окуу')).toHaveCount(0);
  await dialog.getByLabel('Эмне үчүн').fill('QGIS');
  await dialog.getByLabel('Мөөнөтү').selectOption('30');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Түзүү', exact: true }).click();
  const token = (await dialog.getByTestId('shown-once').textContent())!;
  await dialog.getByRole('button', { name: 'Жабуу' }).last().click();
  await expect(page.getByRole('listitem')).toContainText('колдонула элек');
  const asked = async () => {
    const headers = { authorization: `Bearer ${token}`, cookie: '' };
    return (await page.request.get('/api/staff/counts', { headers })).status();
  };
  expect(await asked()).toBe(200);

  await office.signIn(page, 'admin');
  await page.goto('/staff/tokens');
  const others = page.getByRole('region', { name: 'Башка кызматкерлердики' });
  await expect(others.getByRole('listitem')).toContainText('Канат Токтогулов');
  await expect(others.getByRole('listitem')).toContainText('акыркы жолу:');
  expect(await violations(page)).toEqual([]);
  await others.getByRole('button').press('Enter');
  await dialog.getByRole('button', { name: 'Токенди жабуу' }).click();
  await expect(others.getByText('Иштеп турган токен жок.')).toBeVisible();
  expect(await asked()).toBe(401);
});
