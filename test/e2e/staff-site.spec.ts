import { violations } from '../support/axe.ts';
import { expect, placeByName, sendReport, test } from '../support/e2e.ts';

test.use({ data: 'own:site' });

test('an administrator renames a category and adds a kind with a picture, which a resident’s form shows without a restart; retired it is gone, and its reports keep the name', async ({
  page,
  browser,
  baseURL,
  office,
}) => {
  await office.signIn(page, 'admin');
  // Somebody has the map open all the while.
  const resident = await (await browser.newContext({ baseURL })).newPage();
  await resident.goto('/?view=list');
  await page.goto('/staff/categories');
  await expect(page.getByRole('heading', { name: 'Категориялар жана түрлөр' })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: /^Жол/ }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Аталышы (Кыргызча)', { exact: true }).fill('Көчөлөр жана көпүрөлөр');
  await dialog.getByLabel('Кыска аталышы (Кыргызча)').fill('Жолубуз');
  await dialog.getByRole('radio', { name: 'светофор' }).check({ force: true });
  await dialog.getByLabel('Башка түс').fill('#FFFF');
  await expect(dialog.getByText('Түс #0072B2 сыяктуу жазылат.')).toBeVisible();
  await dialog.getByLabel('Башка түс').fill('#FFEE00');
  await dialog.getByLabel('Аралык, метр').fill('5');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog.getByText('Сан жазыңыз: 10–1 000.')).toBeVisible();
  await expect(dialog.getByLabel('Аралык, метр')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Аралык, метр').fill('80');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog).toHaveCount(0);

  // The open page follows by itself.
  await expect(resident.getByText('Жолубуз').first()).toBeVisible();
  const followed = resident.waitForResponse('**/api/config');
  await page.getByRole('button', { name: /^Түрлөрү: \d+, Көчөлөр жана көпүрөлөр/ }).click();
  await page.getByRole('button', { name: 'Түр кошуу' }).click();
  await dialog.getByLabel('Аталышы (Кыргызча)').fill('Светофор иштебейт');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog.getByText('Үч тилде тең жазыңыз.')).toHaveCount(2);
  await dialog.getByLabel('Аталышы (Русский)').fill('Не работает светофор');
  await dialog.getByLabel('Аталышы (English)').fill('Traffic light broken');
  await dialog.getByRole('radio', { name: 'светофор' }).check({ force: true });
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog).toHaveCount(0);
  await followed;

  // By keyboard: the new kind goes up one place, and the button keeps the focus.
  const up = page.getByRole('button', { name: 'Жогору жылдыруу: Светофор иштебейт' });
  await up.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /Светофор иштебейт: \d+ ичинен \d+-орунда/ })).toHaveCount(1);
  await expect(up).toBeFocused();

  const { categories } = await (await page.request.get('/api/config')).json();
  const road = categories.find(({ code }: { code: string }) => code === 'ROAD');
  const staffRoad = (await (await page.request.get('/api/staff/categories')).json()).categories.find(
    ({ code }: { code: string }) => code === 'ROAD',
  );
  expect(staffRoad.nearby).toEqual({ metres: 80, days: 365 });
  const kind = road.kinds.find(({ name }: { name: { ky: string } }) => name.ky === 'Светофор иштебейт');
  await resident.getByRole('link', { name: 'Көйгөйдү билдирүү' }).first().click();
  await placeByName(resident, 'Алай 1');
  await resident.getByRole('button', { name: 'Жолубуз' }).click();
  const row = resident.getByRole('button', { name: 'Светофор иштебейт' });
  await expect(row).toBeVisible();
  await expect(row.locator('use').first()).toHaveAttribute('href', '#cat-SIGNAL');

  const { code } = await sendReport(page.request, { category: kind.code });
  await page.getByRole('button', { name: /^Светофор иштебейт/ }).click();
  await dialog.getByRole('button', { name: 'Колдонуудан чыгаруу' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Кайтаруу: Светофор иштебейт' })).toBeVisible();
  await resident.goto(`/r/${code}`);
  await expect(resident.getByText('Светофор иштебейт').first()).toBeVisible();
  const after = (await (await page.request.get('/api/config')).json()).categories;
  const kinds = after.find(({ code: one }: { code: string }) => one === 'ROAD').kinds;
  expect(kinds.map(({ code: one }: { code: string }) => one)).not.toContain(kind.code);
  await page.getByRole('button', { name: 'Кайтаруу: Светофор иштебейт' }).click();
  await expect(page.getByRole('button', { name: /^Светофор иштебейт/ })).toBeVisible();
  await resident.context().close();
});

test('a category that two change at once: the second sees what the first made of it, and both changes stay', async ({
  page,
  office,
}) => {
  await office.signIn(page, 'admin', 'Айжан');
  await page.goto('/staff/categories');
  await page
    .getByRole('button', { name: /^Ичүүчү суу/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Аталышы (Русский)', { exact: true }).fill('Вода');
  const { categories } = await (await page.request.get('/api/staff/categories')).json();
  const { version, name } = categories.find(({ code }: { code: string }) => code === 'WATER');
  const theirs = await page.request.patch('/api/staff/categories/WATER', {
    headers: { 'if-match': String(version) },
    data: { urgent: true },
  });
  expect(theirs.ok()).toBe(true);
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  const told = dialog.getByRole('alert').filter({ hasText: 'башка бирөө өзгөрттү' });
  await expect(told).toContainText('Айжан');
  await expect(told.locator('ins')).toHaveText('ооба');
  await expect(dialog.getByLabel('Аталышы (Русский)', { exact: true })).toHaveValue('Вода');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog).toHaveCount(0);
  const now = (await (await page.request.get('/api/staff/categories')).json()).categories;
  expect(now.find(({ code }: { code: string }) => code === 'WATER')).toMatchObject({
    urgent: true,
    name: { ...name, ru: 'Вода' },
  });
});

test('an administrator sets term, holidays and texts: the public reads them as text, and the shipped one comes back', async ({
  page,
  office,
}) => {
  await office.signIn(page, 'admin');
  await page.goto('/staff/settings');
  await expect(page.getByRole('heading', { name: 'Жөндөөлөр' })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: /^Жооп берүү мөөнөтү/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Мөөнөт, жумуш күнү менен').fill('0');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog.getByText('1ден 250гө чейинки сан жазыңыз.')).toBeVisible();
  await dialog.getByLabel('Мөөнөт, жумуш күнү менен').fill('21');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(page.getByText('21 жумуш күнү')).toBeVisible();

  // A shorter period says what goes before it is saved.
  await page.getByRole('button', { name: /^Аты-жөнү, телефону: билдирүү жабылбаса да/ }).click();
  const contacts = dialog.getByLabel('Аты-жөнү, телефону: билдирүү жабылбаса да');
  await contacts.fill('0');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(contacts).toHaveAttribute('aria-invalid', 'true');
  // How many there are is told in test/api/retention.test.ts: here nothing is old enough.
  await page.route('**/retention/preview', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), contacts: 12 } });
  });
  await contacts.fill('30');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: 'аты-жөнү жана телефону: 12 билдирүүдө' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Өчүрүүгө макулмун, сактоо' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Аты-жөнү, телефону: билдирүү жабылбаса да/ })).toContainText(
    '30 күн',
  );

  const year = new Date().getFullYear();
  await page.getByRole('combobox', { name: /^Жыл/ }).selectOption(String(year + 1));
  await expect(page.getByText(`${year + 1}: Орозо айт`)).toBeVisible();
  for (const day of [`${year + 1}-03-10`, `${year + 1}-05-17`]) {
    await page.getByRole('button', { name: 'Күн кошуу' }).click();
    await dialog.getByLabel('Күнү', { exact: true }).fill(day);
    await dialog.getByRole('button', { name: 'Сактоо' }).click();
    await expect(dialog).toHaveCount(0);
  }
  await expect(page.getByText(`${year + 1}: Орозо айт`)).toHaveCount(0);
  await page.getByRole('button', { name: `Алып салуу: 17.05.${year + 1}` }).click();
  await expect(page.getByText(`${year + 1}: Орозо айт`)).toBeVisible();

  await page.getByRole('button', { name: /^Карта жөнүндө барагы/ }).click();
  await dialog.getByLabel('Текст (Кыргызча)').fill('Биз <b>Ош</b> шаарынан.\n\nКелиңиз.');
  await expect(dialog.getByRole('region', { name: 'Тургундар мындай көрөт' }).locator('p')).toHaveText([
    'Биз <b>Ош</b> шаарынан.',
    'Келиңиз.',
  ]);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog).toHaveCount(0);
  await page.goto('/about');
  await expect(page.getByText('Биз <b>Ош</b> шаарынан.')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.goto('/staff/settings');
  await page.getByRole('button', { name: /^Карта жөнүндө барагы/ }).click();
  await dialog.getByRole('button', { name: 'Баштапкы текстти кайтаруу' }).click();
  await expect(dialog).toHaveCount(0);
  await page.goto('/about');
  await expect(page.getByText('Тексттер менен сүрөттөр кызматкерлер текшергенден кийин жарыяланат.')).toBeVisible();
});

test('the site bears the name that it was given, on its pages and in the links that are shared', async ({
  page,
  office,
}) => {
  await office.signIn(page, 'admin');
  await page.goto('/staff/settings');
  await page.getByRole('button', { name: /^Сайттын аты/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Текст (Кыргызча)').fill('Ош картасы');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(page.getByRole('link', { name: 'Ош картасы' })).toBeVisible();
  expect(await (await page.request.get('/about')).text()).toContain('<title>Ош картасы</title>');
  await page.goto('/about');
  await expect(page).toHaveTitle('Ош картасы');
});
