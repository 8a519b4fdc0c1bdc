import { readFileSync } from 'node:fs';
import { violations } from '../support/axe.ts';
import { expect, sendReport, test } from '../support/e2e.ts';

test.use({ data: 'own:staff-audit' });

test('an administrator finds in the log who did what with a report, exports exactly that, and verifies the chain', async ({
  page,
  office,
}) => {
  const { id, code } = await sendReport(page.request, { category: 'ROAD_MUD' });
  const other = await sendReport(page.request, { category: 'LIGHT_NONE' });
  const { login } = await office.signIn(page, 'moderator', 'Айбек Модератор');
  for (const report of [id, other.id]) {
    const answer = await page.request.patch(`/api/staff/reports/${report}/status`, {
      data: { status: 'verified' },
      headers: { 'if-match': '1' },
    });
    expect(answer.ok()).toBe(true);
  }
  await office.signIn(page, 'admin', 'Гүлмира Башкаруучу');
  await page.goto('/staff');
  await page.getByRole('link', { name: 'Журнал' }).click();
  await expect(page.getByRole('heading', { name: 'Ким эмне кылды' })).toBeVisible();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), colorScheme).toEqual([]);
  }

  const rows = page.getByRole('main').locator('ol > li');
  await page.getByLabel('Аракет').selectOption('report.status');
  await expect(rows).toHaveCount(2);
  await page.getByLabel('Билдирүүнүн номери').fill(`${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase());
  await page.getByLabel('Билдирүүнүн номери').press('Enter');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Айбек Модератор');
  await expect(rows).toContainText('Статусун өзгөрттү');
  await expect(rows).toContainText('Статус');
  await page.getByRole('combobox', { name: 'Ким', exact: true }).selectOption(login);
  await page.getByRole('combobox', { name: 'Аймак', exact: true }).selectOption('alai-1');
  const until = page.getByLabel('Ушул күнгө чейин');
  await until.fill('01.01.2020');
  await until.press('Enter');
  await expect(page.getByText('Мындай жазуу жок')).toBeVisible();
  await until.fill('');
  await until.press('Enter');
  await expect(rows).toHaveCount(1);
  expect(new URL(page.url()).searchParams.get('user')).toBe(login);

  const download = async (name: string) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
    return readFileSync(await file.path(), 'utf8');
  };
  const lines = (await download('NDJSON жүктөө')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { action: 'report.status', user: login, subjectId: id, subjectName: code },
  ]);
  const csv = await download('CSV жүктөө');
  expect(csv).toContain(code);
  expect(csv).not.toContain(other.code);

  await page.getByRole('button', { name: 'Азыр текшерүү' }).click();
  await expect(page.getByText(/текшерилди: .* бүтүн\./)).toBeVisible();
  await rows.getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/staff/reports/${id}$`));
});
