import type { TOTP } from 'otpauth';
import { URI } from 'otpauth';
import { violations } from '../support/axe.ts';
import { expect, test } from '../support/e2e.ts';
import { STAFF_PASSWORD } from '../support/office.ts';

test.use({ data: 'empty' });

test('a moderator sets a password with a one-time link, adds a second factor by its key, leaves, and needs the code to come back', async ({
  page,
  office,
}) => {
  const invited = await office.invite('moderator', 'Айжан Осмонова');
  await page.goto(invited.path);
  await expect(page.getByText('Айжан Осмонова, эсебиңиз үчүн сырсөз коюңуз.')).toBeVisible();
  const password = page.getByLabel('Жаңы сырсөз');
  await password.fill('aaaaaaaaaaaa');
  await page.getByRole('button', { name: 'Сырсөздү коюп кирүү' }).click();
  await expect(page.getByText('Сырсөз өтө жөнөкөй.')).toBeVisible();
  await password.fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Сырсөздү коюп кирүү' }).click();

  await expect(page.getByRole('heading', { name: 'Сырсөз коюлду' })).toBeVisible();
  expect(page.url()).not.toContain('#');
  await page.getByRole('button', { name: 'Күйгүзүү' }).click();
  await expect(page.getByRole('img', { name: 'Код колдонмосу үчүн QR-сүрөт' })).toBeVisible();
  const secret = (await page.locator('code').textContent())!.replaceAll(' ', '');
  const codes = URI.parse(`otpauth://totp/x?secret=${secret}`) as TOTP;
  await page.getByLabel('Колдонмодогу код').fill('000000');
  await page.getByRole('button', { name: 'Кодду текшерүү' }).click();
  await expect(page.getByText('Код туура келген жок.')).toBeVisible();
  await page.getByLabel('Колдонмодогу код').fill(codes.generate());
  await page.getByRole('button', { name: 'Кодду текшерүү' }).click();
  await expect(page.getByText('Экинчи коргоо күйгүзүлдү.')).toBeVisible();

  await page.getByRole('link', { name: 'Эсеп' }).click();
  await page.getByRole('button', { name: 'Чыгуу', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Кызматкерлер үчүн' })).toBeVisible();
  await page.getByLabel('Логин').fill(invited.login);
  await page.getByLabel('Сырсөз').fill('туура эмес');
  await page.getByRole('button', { name: 'Кирүү' }).click();
  await expect(page.getByText('Логин же сырсөз туура келген жок.')).toBeVisible();
  await page.getByLabel('Сырсөз').fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Кирүү' }).click();
  await expect(page.getByText('Бул эсепке код да керек')).toBeVisible();
  // A code counts once: the next one, which the server takes too.
  await page.getByLabel('Колдонмодогу код').fill(codes.generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole('button', { name: 'Кирүү' }).click();
  await expect(page.getByRole('navigation', { name: 'Кызматкерлердин бөлүмдөрү' })).toBeVisible();

  await page.goto(invited.path);
  await expect(page.getByText('Бул шилтеме жарабайт')).toBeVisible();
});

test('wrong tries are slowed down, and the page says for how long', async ({ page, office }) => {
  const { login } = await office.invite('planner');
  await page.goto('/staff');
  await page.getByLabel('Логин').fill(login);
  await page.getByLabel('Сырсөз').fill('туура эмес');
  for (let tries = 0; tries < 6; tries++) {
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Кирүү' }).click();
    await answered;
  }
  await expect(page.getByText(/\d+ секунддан кийин кайра аракет кылыңыз/)).toBeVisible();
});

test('over an unsafe connection no password is asked for, and the page says where to go', async ({ page }) => {
  await page.route('**/api/session', (route) =>
    route.fulfill({
      status: 403,
      contentType: 'application/problem+json',
      json: { type: 'about:blank', status: 403, title: '', code: 'insecure_connection' },
    }),
  );
  await page.goto('/staff');
  await expect(page.getByText('Бул дарек корголгон эмес')).toBeVisible();
  await expect(page.locator('input[type=password]')).toHaveCount(0);
});

test('signing out everywhere ends the session in another browser, which keeps its page and asks to sign in again', async ({
  page,
  browser,
  office,
}) => {
  const { login } = await office.signIn(page, 'moderator');
  await page.goto('/staff/account');
  await expect(page.getByRole('heading', { name: 'Менин эсебим' })).toBeVisible();
  const other = await browser.newContext({ baseURL: new URL(page.url()).origin });
  await other.request.post('/api/session', { data: { login, password: STAFF_PASSWORD } });
  const there = await other.newPage();
  await there.goto('/staff/account');
  await there.getByRole('button', { name: 'Бардык жерден чыгуу' }).click();
  await expect(there.getByRole('button', { name: 'Кирүү' })).toBeVisible();
  await other.close();

  await page.getByLabel('Азыркы сырсөз').fill(STAFF_PASSWORD);
  await page.getByLabel('Жаңы сырсөз').fill('башка-сырсөз-2026');
  await page.getByRole('button', { name: 'Сырсөздү алмаштыруу' }).click();
  await expect(page.getByText('Сеанс бүттү.')).toBeVisible();
  expect(page.url()).toContain('/staff/account');
});

test('two taps sign out once, and turn the second factor off once', async ({ page, office }) => {
  await office.signIn(page, 'moderator');
  const secret = await page.request.post('/api/staff/me/totp', { data: { password: STAFF_PASSWORD } });
  const codes = URI.parse((await secret.json()).uri) as TOTP;
  const confirmed = await page.request.put('/api/staff/me/totp', { data: { code: codes.generate() } });
  expect(confirmed.ok()).toBe(true);
  const asked: string[] = [];
  await page.route(/\/api\/(session|staff\/me\/totp)$/, async (route) => {
    if (route.request().method() === 'DELETE') asked.push(new URL(route.request().url()).pathname);
    await route.continue();
  });
  await page.goto('/staff/account');
  await page.getByRole('button', { name: 'Өчүрүү' }).click();
  await page.getByLabel('Азыркы сырсөз').first().fill(STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Өчүрүү' }).dblclick();
  await expect(page.getByText('Экинчи коргоо өчүрүлдү.')).toBeVisible();
  await page.getByRole('button', { name: 'Чыгуу', exact: true }).dblclick();
  await expect(page.getByRole('button', { name: 'Кирүү' })).toBeVisible();
  expect(asked).toEqual(['/api/staff/me/totp', '/api/session']);
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on sign-in, one-time link and account in the ${theme} theme`, async ({ page, office }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto('/staff');
    await expect(page.getByRole('button', { name: 'Кирүү' })).toBeVisible();
    expect(await violations(page), 'sign-in').toEqual([]);
    const { path } = await office.invite('official');
    await page.goto(path);
    await expect(page.getByLabel('Жаңы сырсөз')).toBeVisible();
    expect(await violations(page), 'link').toEqual([]);
    await office.signIn(page, 'official');
    await page.goto('/staff/account');
    await expect(page.getByRole('heading', { name: 'Менин эсебим' })).toBeVisible();
    expect(await violations(page), 'account').toEqual([]);
  });
}
