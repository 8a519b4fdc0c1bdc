import type { ReportCreated } from '../../server/contract/reports.ts';
import { formatCode } from '../../web/src/i18n/format.ts';
import { atWork } from '../support/at-work.ts';
import { violations } from '../support/axe.ts';
import { expect, sendReport, test } from '../support/e2e.ts';
import { keepDraft, keepOnPhone } from '../support/pages.ts';

test.use({ data: 'empty', viewport: { width: 360, height: 740 } });

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
}) => {
  const [asked, moved, calm] = [
    await sendReport(page.request, { category: 'ROAD_POTHOLE' }),
    await sendReport(page.request, { category: 'LIGHT_NONE' }),
    await sendReport(page.request, { category: 'WASTE_DUMP' }),
  ];
  const staff = await atWork(browser, office);
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

test('who sent a report corrects it, erases name and phone, and withdraws it', async ({ page, browser, office }) => {
  const sent = await sendReport(page.request, {
    category: 'WATER_CUT',
    description: 'Суу жок',
    contact: { phone: '+996 555 000 333', consent: true },
  });
  const staff = await atWork(browser, office);
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
  await keepDraft(page, { pin: { lng: lng!, lat: lat! }, pinMoved: true, category: 'PUBLIC', kind: 'PUBLIC_PLAY' });
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
