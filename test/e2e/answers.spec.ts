import type { Page } from '@playwright/test';
import { atWork } from '../support/at-work.ts';
import { violations } from '../support/axe.ts';
import { formatCode } from '../../web/src/i18n/format.ts';
import { expect, sendReport, test } from '../support/e2e.ts';
import { keepOnPhone } from '../support/pages.ts';

test.use({ data: 'empty' });

/** A report as a phone sends it, with what the phone keeps of it. */
const send = (page: Page) => sendReport(page.request, { category: 'ROAD_POTHOLE' });

test('the official reply stands on the page of the report, with its body, its date and its file', async ({
  page,
  browser,
  office,
}) => {
  const { id, code } = await send(page);
  const { page: staff } = await atWork(browser, office, 'official');
  const file = await staff.request.post('/api/staff/reply-files', {
    multipart: { file: { name: 'жооп.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) } },
  });
  expect(file.status()).toBe(201);
  const { bodies } = await (await page.request.get('/api/config')).json();
  const reply = await staff.request.post('/api/staff/replies', {
    data: {
      text: 'Чуңкур 5-декабрга чейин жабылат.',
      body: bodies[0].code,
      file: (await file.json()).id,
      reports: [{ id, version: 1 }],
    },
  });
  expect(reply.status()).toBe(200);

  await page.goto(`/r/${code}`);
  await expect(page.getByRole('heading', { name: 'Расмий жооп' })).toBeVisible();
  await expect(page.getByText('Чуңкур 5-декабрга чейин жабылат.')).toBeVisible();
  await expect(page.getByText(bodies[0].name.ky)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Тиркелген файл \(PDF/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('reply.pdf');
  expect(await violations(page)).toEqual([]);
  await staff.context().close();
});

test('the number of a report that was merged leads to the kept one, and the page says so', async ({
  page,
  browser,
  office,
}) => {
  const [kept, other] = [await send(page), await send(page)];
  const { page: staff } = await atWork(browser, office, 'moderator');
  const merge = await staff.request.post('/api/staff/merges', {
    data: { keep: { id: kept.id, version: 1 }, reports: [{ id: other.id, version: 1 }] },
  });
  expect(merge.status()).toBe(200);

  await page.goto(`/r/${other.code.toLowerCase()}`);
  await expect(page.getByText(`№${formatCode(other.code)} билдирүүсү бул билдирүү менен бириктирилди`)).toBeVisible();
  await expect(
    page
      .getByText(`№ ${formatCode(kept.code)}`)
      .or(page.getByText(`№${formatCode(kept.code)}`))
      .first(),
  ).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.goto(`/r/${formatCode(kept.code)}`);
  await expect(page.getByRole('heading', { name: 'Жол чуңкур' })).toBeVisible();
  await expect(page.getByText('бириктирилди:')).toHaveCount(0);
  await staff.context().close();
});

test('who sent a report finds the question of the staff on its page and answers it; nobody else sees it', async ({
  page,
  browser,
  office,
}) => {
  const sent = await send(page);
  const { page: staff } = await atWork(browser, office, 'moderator');
  const asked = await staff.request.post(`/api/staff/reports/${sent.id}/questions`, {
    headers: { 'if-match': '1' },
    data: { text: 'Чуңкур көчөнүн кайсы жагында?' },
  });
  expect(asked.ok()).toBe(true);

  await page.goto(`/r/${sent.code}`);
  await expect(page.getByRole('heading', { name: 'Жол чуңкур' })).toBeVisible();
  await expect(page.getByText('Чуңкур көчөнүн кайсы жагында?')).toHaveCount(0);
  await keepOnPhone(page, sent);
  await page.goto(`/r/${sent.code}`);
  const question = page.getByRole('region', { name: 'Сизге суроо' });
  await expect(question).toContainText('Чуңкур көчөнүн кайсы жагында?');
  await question.getByRole('button', { name: 'Жоопту жөнөтүү' }).click();
  await expect(question.getByText('Жооп жазыңыз.')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  // The line breaks: the words stay, also when the page is opened anew.
  await question.getByLabel('Жообуңуз').fill('Мектеп жагында.');
  await page.route('**/answer', (route) => route.abort('connectionreset'));
  await question.getByRole('button', { name: 'Жоопту жөнөтүү' }).click();
  await expect(question.getByText('Жазганыңыз сакталуу')).toBeVisible();
  await page.unroute('**/answer');
  await page.reload();
  await expect(question.getByLabel('Жообуңуз')).toHaveValue('Мектеп жагында.');
  await question.getByRole('button', { name: 'Жоопту жөнөтүү' }).click();
  await expect(question.getByText(/^Жооп бердиңиз, \d\d\.\d\d\.\d{4}$/)).toBeVisible();
  await expect(question.getByText('Мектеп жагында.')).toBeVisible();
  const seen = await (await staff.request.get(`/api/staff/reports/${sent.id}`)).json();
  expect(seen.questions[0].answer).toBe('Мектеп жагында.');
  await staff.context().close();
});

/** The smallest document that is one. */
const PDF =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

test('anybody can say what is wrong with a report, and staff see it counted', async ({ page, browser, office }) => {
  const { id, code } = await send(page);
  await page.goto(`/r/${code}`);
  await page.getByRole('button', { name: 'Бул билдирүүдө ката бар' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Жөнөтүү' }).click();
  await expect(dialog.getByText('Себебин тандаңыз.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByText('Картада башка жерде турат').click();
  await dialog.getByLabel('Кыскача түшүндүрүңүз').fill('Көпүрөнүн аркы бетинде.');
  await dialog.getByRole('button', { name: 'Жөнөтүү' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Рахмат! Кызматкер карап чыгат.')).toBeVisible();

  const { page: staff } = await atWork(browser, office, 'moderator');
  const { flags } = await (await staff.request.get(`/api/staff/reports/${id}`)).json();
  expect(flags).toMatchObject({ open: 1, all: [{ reason: 'wrong_place', note: 'Көпүрөнүн аркы бетинде.' }] });
  await staff.context().close();
});

test('a form that does not come over a broken connection says so, and comes when it is asked for again', async ({
  page,
}) => {
  const { code } = await send(page);
  await page.goto(`/r/${code}`);
  await page.route('**/assets/FlagDialog-*.js', (route) => route.abort());
  await page.getByRole('button', { name: 'Бул билдирүүдө ката бар' }).click();
  const retry = page.getByRole('button', { name: 'Кайра аракет кылыңыз' });
  await expect(retry).toBeVisible();
  await page.unroute('**/assets/FlagDialog-*.js');
  await retry.click();
  await expect(page.getByRole('dialog')).toBeVisible();
});
