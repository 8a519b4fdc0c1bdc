import { atWork } from '../support/at-work.ts';
import { violations } from '../support/axe.ts';
import { expect, mapDrawn, sendReport, test } from '../support/e2e.ts';
import { keepOnPhone } from '../support/pages.ts';
import { phonePhoto } from '../support/photos.ts';

test.use({ data: 'empty', viewport: { width: 360, height: 740 } });

const SHOWS_NOW = 'Азыркы абалынын сүрөтүн кошуу';
/** As a camera writes it: some megabytes. */
const largePhoto = async () => ({ name: 'azyr.jpg', mimeType: 'image/jpeg', buffer: await phonePhoto(2400, 1800) });

test('a neighbour says with one tap that it is not fixed, adds a photo without a network, and takes both back', async ({
  page,
  context,
  browser,
  office,
}) => {
  const { id, code } = await sendReport(page.request, { category: 'ROAD_POTHOLE' });
  const staff = await atWork(browser, office);
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

test('who sent it opens it again with one tap, adds a photo, and staff find it', async ({ page, browser, office }) => {
  const sent = await sendReport(page.request, { category: 'ROAD_POTHOLE' });
  const staff = await atWork(browser, office);
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
