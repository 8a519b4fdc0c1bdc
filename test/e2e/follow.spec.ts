import { randomUUID } from 'node:crypto';
import type { Browser } from '@playwright/test';
import type { ReportCreated } from '../../server/contract/reports.ts';
import { formatCode } from '../../web/src/i18n/format.ts';
import { EMPTY_DRAFT } from '../../web/src/report/draft-rules.ts';
import { violations } from '../support/axe.ts';
import { expect, mapDrawn, sendReport, test } from '../support/e2e.ts';
import { keepOnPhone } from '../support/pages.ts';
import type { Office } from '../support/office.ts';
import { phonePhoto } from '../support/photos.ts';

test.use({ data: 'empty', viewport: { width: 360, height: 740 } });

const SHOWS_NOW = 'Азыркы абалынын сүрөтүн кошуу';
/** As a camera writes it: some megabytes. */
const largePhoto = async () => ({ name: 'azyr.jpg', mimeType: 'image/jpeg', buffer: await phonePhoto(2400, 1800) });

/** What staff do from their own browser. */
async function atWork(browser: Browser, office: Office, origin: string) {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  await office.signIn(page, 'admin');
  const change = async (method: 'POST' | 'PATCH', id: string, what: string, data: object) => {
    const { version } = await read(id);
    const headers = { 'if-match': String(version) };
    const answer = await page.request.fetch(`/api/staff/reports/${id}/${what}`, { method, headers, data });
    expect(answer.ok()).toBe(true);
  };
  const act = (id: string, what: string, data: object) => change('POST', id, what, data);
  const status = (id: string, status: string) => change('PATCH', id, 'status', { status });
  const read = async (id: string) => (await page.request.get(`/api/staff/reports/${id}`)).json();
  const merge = async (keep: string, other: string) => {
    const seen = async (id: string) => ({ id, version: (await read(id)).version });
    const data = { keep: await seen(keep), reports: [await seen(other)] };
    expect((await page.request.post('/api/staff/merges', { data })).ok()).toBe(true);
  };
  return { act, status, read, merge, page, end: () => context.close() };
}

test('a report is found by its number however it is typed, from the menu of the map', async ({ page }) => {
  const { code } = await sendReport(page.request, { category: 'ROAD_POTHOLE' });
  await page.goto('/');
  await page.getByRole('link', { name: 'Көзөмөл' }).first().click();
  await expect(page.getByRole('heading', { name: 'Билдирүүнү көзөмөлдөө' })).toBeVisible();
  await expect(page.getByText('Бул телефондон азырынча билдирүү жөнөтүлгөн эмес.')).toBeVisible();
  const field = page.getByLabel('Көзөмөл номери');
  await page.getByRole('button', { name: 'Көрсөтүү' }).click();
  await expect(page.getByText('Номерди жазыңыз.')).toBeVisible();
  await field.fill('ZZZZ ZZZZ');
  await page.getByRole('button', { name: 'Көрсөтүү' }).click();
  await expect(page.getByText('Мындай номер табылган жок.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await field.fill(` ${code.slice(0, 4).toLowerCase()} - ${code.slice(4)}`);
  await field.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/r/${code}$`));
  await expect(page.getByRole('heading', { name: 'Жол чуңкур' })).toBeVisible();
});

test('the phone marks which of its reports has a question, a reply or another status, until it was looked at', async ({
  page,
  browser,
  office,
  server,
}) => {
  const [asked, moved, calm] = [
    await sendReport(page.request, { category: 'ROAD_POTHOLE' }),
    await sendReport(page.request, { category: 'LIGHT_NONE' }),
    await sendReport(page.request, { category: 'WASTE_DUMP' }),
  ];
  const staff = await atWork(browser, office, server.origin);
  await staff.act(asked.id, 'questions', { text: 'Кайсы жагында?' });
  await staff.act(moved.id, 'resolve', {});
  await keepOnPhone(page, calm, moved, asked);
  await page.goto('/track');
  const row = ({ code }: ReportCreated) => page.getByRole('link', { name: formatCode(code) });
  await expect(row(asked)).toContainText('Сизге суроо бар');
  await expect(row(moved)).toContainText('Абалы өзгөрдү');
  await expect(row(calm)).not.toContainText(/Сизге суроо бар|Абалы өзгөрдү/);
  expect(await violations(page)).toEqual([]);
  await row(moved).click();
  await expect(page.getByRole('region', { name: 'Чын эле оңдолдубу?' })).toBeVisible();
  await page.goto('/track');
  await expect(row(moved)).toContainText('Чечилди');
  await expect(row(moved)).not.toContainText('Абалы өзгөрдү');
  await staff.end();
});

test('a neighbour says with one tap that it is not fixed, adds a photo without a network, and takes both back', async ({
  page,
  context,
  browser,
  office,
  server,
}) => {
  const { id, code } = await sendReport(page.request, { category: 'ROAD_POTHOLE' });
  const staff = await atWork(browser, office, server.origin);
  await staff.act(id, 'resolve', {});
  await page.goto(`/r/${code}`);
  const question = page.getByRole('region', { name: 'Чын эле оңдолдубу?' });
  await question.getByRole('button', { name: 'Жок, оңдолгон жок' }).click();
  await expect(question).toContainText('Оңдолгон жок дегендер: 1');
  expect(await violations(page)).toEqual([]);
  expect(await staff.read(id)).toMatchObject({ status: 'resolved', doubted: true });
  // A photo whose code does not come is no bad photo.
  await page.route('**/assets/shrink-*.js', (route) => route.abort());
  await page.reload();
  await expect(question).toContainText('Жообуңуз эсепке алынды.');
  await question.getByLabel(SHOWS_NOW).setInputFiles(await largePhoto());
  await expect(question.getByRole('alert')).toContainText('Сервер менен байланыш жок.');
  await page.unroute('**/assets/shrink-*.js');
  await page.reload();
  await expect(question).toContainText('Жообуңуз эсепке алынды.');
  await mapDrawn(page);
  await context.setOffline(true);
  await question
    .getByLabel(SHOWS_NOW)
    .setInputFiles({ name: 'a.txt', mimeType: 'image/jpeg', buffer: Buffer.from('x') });
  await expect(question.getByRole('alert')).toContainText('Бул файл сүрөт катары ачылбады.');
  await question.getByLabel(SHOWS_NOW).setInputFiles(await largePhoto());
  await expect(question).toContainText('Сүрөт жөнөтүлүүдө: 0');
  expect(await violations(page)).toEqual([]);
  await context.setOffline(false);
  await expect(question).toContainText('Сүрөт жөнөтүлдү.');
  expect(await staff.read(id)).toMatchObject({ photos: [{ role: 'verdict', fixed: false, state: 'pending' }] });
  // Staff see it beside what is said.
  await staff.page.goto(`/staff/reports/${id}`);
  const said = staff.page.locator('section', { has: staff.page.getByRole('heading', { name: 'Чын эле оңдолдубу?' }) });
  await expect(said.getByRole('img', { name: 'Жок, оңдолгон жок' })).toBeVisible();
  expect(await violations(staff.page)).toEqual([]);
  await question.getByRole('button', { name: 'артка кайтаруу' }).click();
  await expect(question.getByRole('button', { name: 'Ооба, оңдолду' })).toBeVisible();
  await expect(question).not.toContainText('дегендер');
  expect(await staff.read(id)).toMatchObject({ photos: [] });

  // Said again, and then the report is merged into another one: that answer is told, and taken back there.
  await question.getByRole('button', { name: 'Жок, оңдолгон жок' }).click();
  await expect(question).toContainText('Жообуңуз эсепке алынды.');
  const kept = await sendReport(page.request, { category: 'ROAD_POTHOLE' });
  await staff.merge(kept.id, id);
  await page.reload();
  const before = page.getByRole('region', { name: 'Бириктирүүгө чейинки жообуңуз' });
  await expect(before).toContainText('«Жок, оңдолгон жок»');
  expect(await violations(page)).toEqual([]);
  await before.getByRole('button', { name: 'артка кайтаруу' }).click();
  await expect(before).toHaveCount(0);
  await staff.end();
});

test('who sent it opens it again with one tap, adds a photo, and staff find it', async ({
  page,
  browser,
  office,
  server,
}) => {
  const sent = await sendReport(page.request, { category: 'ROAD_POTHOLE' });
  const staff = await atWork(browser, office, server.origin);
  await staff.act(sent.id, 'resolve', {});
  await keepOnPhone(page, sent);
  await page.goto(`/r/${sent.code}`);
  const question = page.getByRole('region', { name: 'Чын эле оңдолдубу?' });
  await question.getByRole('button', { name: 'Жок, оңдолгон жок' }).click();
  await expect(question).toContainText('Билдирүү кайра ачылды.');
  await expect(page.getByText('Аткарылууда').first()).toBeVisible();
  await expect(question.getByLabel(SHOWS_NOW)).toBeAttached();
  // The camera's application may have closed the page meanwhile.
  await page.reload();
  const own = page.getByRole('region', { name: 'Сиздин билдирүүңүз' });
  await expect(own).toContainText('Билдирүү кайра ачылды.');
  const opening = page.waitForRequest((request) => 'upload-length' in request.headers());
  await own.getByLabel(SHOWS_NOW).setInputFiles(await largePhoto());
  await expect(own).toContainText('Сүрөт жөнөтүлдү.');
  await page.reload();
  await expect(own).toContainText('Сүрөт жөнөтүлдү.');
  // Made small on the phone, as the photos of the form are.
  expect(Number((await opening).headers()['upload-length'])).toBeLessThanOrEqual(300_000);
  expect(await violations(page)).toEqual([]);
  expect(await staff.read(sent.id)).toMatchObject({
    status: 'in_progress',
    doubted: true,
    photos: [{ state: 'pending' }],
  });
  await staff.end();
});

test('who sent a report corrects it, erases name and phone, and withdraws it', async ({
  page,
  browser,
  office,
  server,
}) => {
  const sent = await sendReport(page.request, {
    category: 'WATER_CUT',
    description: 'Суу жок',
    contact: { phone: '+996 555 000 333', consent: true },
  });
  const staff = await atWork(browser, office, server.origin);
  await keepOnPhone(page, sent);
  await page.goto(`/r/${sent.code}`);
  const own = page.getByRole('region', { name: 'Сиздин билдирүүңүз' });
  await expect(own).toContainText('Текстиңиз текшерилип жатат');
  await own.getByRole('button', { name: 'Оңдоо' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Кыскача баяндап бериңиз').fill('Эки күндөн бери суу жок');
  await expect(dialog.getByRole('radio', { name: 'Так жери' })).toBeDisabled();
  expect(await violations(page)).toEqual([]);
  // Staff are quicker: what they changed is told, what is written here stays.
  await staff.act(sent.id, 'questions', { text: 'Качантан бери?' });
  await staff.status(sent.id, 'in_progress');
  await dialog.getByRole('button', { name: 'Сактоо' }).click();
  await expect(dialog.getByRole('alert').first()).toContainText('мурда «Жаңы», азыр «Аткарылууда»');
  await expect(dialog.getByLabel('Кыскача баяндап бериңиз')).toHaveValue('Эки күндөн бери суу жок');
  expect(await violations(page)).toEqual([]);
  // It arrives, and the answer is lost: sent again it is done already.
  await page.route('**/own', async (route) => {
    if (route.request().method() !== 'PATCH') return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await dialog.getByRole('button', { name: 'Кайра жөнөтүү' }).click();
  await expect(dialog).toContainText('Жазганыңыз сакталуу.');
  await page.unroute('**/own');
  await dialog.getByRole('button', { name: 'Кайра жөнөтүү' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await staff.read(sent.id)).toMatchObject({ description: 'Эки күндөн бери суу жок', waiting: true });

  await own.getByRole('button', { name: 'Атымды жана телефонумду өчүрүү' }).click();
  await dialog.getByRole('button', { name: 'Атымды жана телефонумду өчүрүү' }).click();
  await expect(own.getByRole('button', { name: 'Атымды жана телефонумду өчүрүү' })).toHaveCount(0);
  expect(await staff.read(sent.id)).toMatchObject({ hasContact: false });

  await own.getByRole('button', { name: 'Кайтарып алуу' }).click();
  await expect(dialog).toContainText('Муну артка кайтаруу мүмкүн эмес.');
  await dialog.getByRole('button', { name: 'Жок, калсын' }).click();
  await own.getByRole('button', { name: 'Кайтарып алуу' }).click();
  await dialog.getByRole('button', { name: 'Кайтарып алуу' }).click();
  await expect(page.getByRole('heading', { name: 'Билдирүү кайтарылып алынды.' })).toBeVisible();
  await page.goto('/track');
  await expect(page.getByRole('link', { name: formatCode(sent.code) })).toContainText('Сиз кайтарып алгансыз');
  await staff.end();
});

test('who sent it is not told on a phone that says no, asks for e-mail, agrees with the link of a letter, and ends it with one tap', async ({
  page,
  mailbox,
}) => {
  const sent = await sendReport(page.request, { category: 'ROAD_POTHOLE' });
  await keepOnPhone(page, sent);
  await page.goto(`/r/${sent.code}`);
  const wish = page.getByRole('region', { name: 'Өзгөрүүлөрдү кабарлоо' });
  // This browser's answer to whoever asks is no.
  await wish.getByRole('button', { name: 'Ушул телефонго' }).click();
  await expect(wish.getByRole('status')).toContainText('эч нерсе сакталган жок');
  await wish.getByRole('button', { name: 'Электрондук почта аркылуу' }).click();
  const field = wish.getByLabel('Электрондук дарегиңиз');
  await field.fill('aida');
  await field.press('Enter');
  await expect(wish).toContainText('Бул электрондук дарек эмес.');
  expect(await violations(page)).toEqual([]);
  await field.fill('aida@example.kg');
  await wish.getByRole('button', { name: 'Ырастоо катын жөнөтүү' }).click();
  await expect(wish).toContainText('Дарегиңизге кат жөнөтүлдү.');
  await page.goto((await mailbox.arrived('aida@example.kg')).link('/plain/notice'));
  await page.getByRole('button', { name: 'Ооба, кабарлап туруңуз' }).click();
  await expect(page.getByText('Рахмат! Өзгөрүүлөрдү ушул дарекке кабарлайбыз.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.goto(`/r/${sent.code}`);
  await expect(wish).toContainText('Өзгөрүүлөрдү электрондук почтаңызга кабарлайбыз.');
  expect(await violations(page)).toEqual([]);
  await wish.getByRole('button', { name: 'Кабарларды токтотуу' }).click();
  await expect(wish.getByRole('button', { name: 'Электрондук почта аркылуу' })).toBeVisible();
  await page.goto('/privacy');
  await expect(page.getByRole('heading', { name: 'Кабар алууну сурасаңыз' })).toBeVisible();
});

test('a neighbour’s report of the same problem is supported before sending, and no new pin is made', async ({
  page,
}) => {
  const near = await sendReport(page.request, { category: 'PUBLIC' });
  const [lng, lat] = near.report.geometry!.coordinates;
  const values = { ...EMPTY_DRAFT, pin: { lng, lat }, pinMoved: true, category: 'PUBLIC', kind: 'PUBLIC_PLAY' };
  const kept = JSON.stringify({ key: randomUUID(), values, savedAt: Date.now() });
  await page.addInitScript((draft) => sessionStorage.setItem('alai.draft', draft), kept);
  await page.goto('/new?step=details');
  await page.getByRole('button', { name: 'Менде да бар' }).click();
  await expect(page.getByText('Колдооңуз эсепке алынды.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Жаңы белги жөнөтпөйм' }).click();
  await expect(page).toHaveURL(new RegExp(`/r/${near.code}$`));
  const { features } = await (await page.request.get('/api/reports?category=PUBLIC')).json();
  expect(features.map(({ properties }: { properties: object }) => properties)).toMatchObject([
    { code: near.code, supports: 1 },
  ]);
});

test('the feed of what is looked at is offered on the export page, and to feed readers', async ({ page }) => {
  await page.goto('/export?area=alai-1');
  const link = page.getByRole('link', { name: 'Atom' });
  await expect(link).toHaveAttribute('href', '/feeds/reports.atom?area=alai-1&lang=ky');
  const answer = await page.request.get((await link.getAttribute('href'))!);
  expect(answer.headers()['content-type']).toContain('application/atom+xml');
  await expect(page.locator('link[rel=alternate][href*="area=alai-1"]')).toHaveCount(1);
});
