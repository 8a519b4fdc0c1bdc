import type { BrowserContext, CDPSession } from '@playwright/test';
import { NO_WORKER } from '../../server/plugins/static.ts';
import { expect, mapDrawn, sendReport } from '../support/e2e.ts';
import {
  carried,
  counted,
  fetchedAhead,
  keepIt,
  keptHere,
  sendIt,
  test as onName,
  testWithWorker as test,
  writeReport,
} from '../support/offline.ts';
import { IN_ALAI_1, point } from '../support/reports.ts';

test.use({ data: 'own:offline', serviceWorkers: 'allow', basemap: true });

test('after one look at the map everything opens without a network that a walk needs, and says how old it is; a report goes later', async ({
  page,
  line,
  server,
}) => {
  const before = await counted(server);
  const { id, code, manageToken } = await sendReport(page.request, {
    category: 'LIGHT_NONE',
    location: point(IN_ALAI_1),
  });
  const mine = JSON.stringify([{ id, code, manageToken, sentAt: '2026-11-20T04:00:00Z', category: 'LIGHT_NONE' }]);
  await page.addInitScript((list) => localStorage.setItem('alai.mine', list), mine);
  await page.goto('/');
  await carried(page);
  await fetchedAhead(page);

  line.open = false;
  await page.goto('/?view=list');
  await expect(page.getByText(/Интернет жок · \d\d\.\d\d\.\d{4}, \d\d:\d\d абалы боюнча/)).toBeVisible();
  await expect(page.getByRole('link', { name: /Чырак|Көчө/ }).first()).toBeVisible();
  // Never opened before: the own report.
  await page.goto(`/r/${code}`);
  await expect(page.getByRole('heading', { name: /Чырак|Көчө/ }).first()).toBeVisible();
  await page.goto('/?mode=areas');
  await expect(page.getByTestId('figures')).toContainText(String(before + 1));
  await writeReport(page, 'Тармаксыз жазылды.');
  await sendIt(page);
  await keptHere(page);
  await page.close();

  line.open = true;
  const next = await page.context().newPage();
  await next.goto('/track');
  await expect(next.getByText(/№ \w{4}-\w{4}/)).toHaveCount(2);
  expect(await counted(server)).toBe(before + 2);
});

/** What the browser does when a connection comes. */
async function connectionComes(context: BrowserContext, origin: string): Promise<void> {
  const nobody = await context.newPage();
  const session: CDPSession = await context.newCDPSession(nobody);
  const found = new Promise<string>((resolve) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
      if (ours) resolve(ours.registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  const registrationId = await found;
  await session.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag: 'outbox', lastChance: false });
}

test('with all pages closed the worker sends what waits when a connection comes, once, also when a page opens at that moment', async ({
  page,
  context,
  line,
  server,
}) => {
  const before = await counted(server);
  await page.goto('/');
  await carried(page);
  await writeReport(page, 'Барак жабык.');
  await keepIt(page, line);
  // The browser itself was asked for it, and that the site's data may stay.
  const asked = await page.evaluate(async () => {
    const registration = (await navigator.serviceWorker.ready) as unknown as {
      sync: { getTags(): Promise<string[]> };
    };
    return registration.sync.getTags();
  });
  expect(asked).toEqual(['outbox']);
  await page.close();

  line.open = true;
  await connectionComes(context, line.origin);
  await expect.poll(() => counted(server)).toBe(before + 1);
  const next = await context.newPage();
  await next.goto('/track');
  await expect(next.getByText(/№ \w{4}-\w{4}/)).toBeVisible();

  await writeReport(next, 'Барак ошол учурда ачылды.');
  await keepIt(next, line);
  await next.close();
  line.next(/^POST \/api\/reports$/, 'answer late');
  line.open = true;
  const last = await context.newPage();
  await Promise.all([connectionComes(context, line.origin), last.goto('/track')]);
  await expect(last.getByText(/№ \w{4}-\w{4}/)).toHaveCount(2);
  await expect(last.getByText('Жөнөтүлүүнү күтүп турат')).toHaveCount(0);
  expect(line.left()).toBe(0);
  expect(await counted(server)).toBe(before + 2);
});
test('a new version comes while a report waits and another is being written: told calmly, taken with one tap, nothing is lost', async ({
  page,
  context,
  line,
  server,
}) => {
  const before = await counted(server);
  await page.goto('/');
  await carried(page);
  await writeReport(page, 'Жаңылоодон мурун жазылды.');
  await keepIt(page, line);
  await page.getByRole('button', { name: 'Дагы билдирүү' }).click();
  await writeReport(page, 'Бүтө элек.');

  // The old files are gone from the server, and its gate refuses reports for a while.
  line.updated = true;
  line.next(/^POST \/api\/reports$/, 'cut before the request');
  line.open = true;
  const other = await context.newPage();
  await other.goto('/privacy');
  await other.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect(page.getByText('Сайттын жаңы версиясы даяр')).toBeVisible();
  // The page goes on with files of its own version, which it has not needed before.
  await page.getByRole('button', { name: 'Башкалар эмнени көрөт' }).click();
  await expect(page.getByRole('dialog')).toContainText('Дароо көрүнөт');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Жаңылоо' }).click();
  await page.waitForFunction(() => document.querySelector('script[src*="~2"]') !== null);
  await expect(page.getByLabel('Кыскача баяндап бериңиз')).toHaveValue('Бүтө элек.');
  await expect(page.getByText('Сайттын жаңы версиясы даяр')).toHaveCount(0);
  await expect.poll(() => counted(server)).toBe(before + 1);
  // From now on the new one is there without a network.
  await other.close();
  line.open = false;
  await page.goto('/track');
  await expect(page.getByText(/№ \w{4}-\w{4}/)).toBeVisible();
  expect(await page.evaluate(() => document.querySelector('script[src*="~2"]') !== null)).toBe(true);
});

onName(
  'after an update without a worker the next page opens in the new version, and a part of a page says what it is',
  async ({ page, line, expectFault }) => {
    expectFault(/dynamically imported module|Unable to preload|Failed to fetch/);
    await writeReport(page, 'Жаңылоо учурунда.');
    line.updated = true;
    await page.getByRole('button', { name: 'Башкалар эмнени көрөт' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Сайт жаңыланды' })).toBeVisible();
    await page.getByRole('button', { name: 'Кайра аракет кылыңыз' }).click();
    await page.waitForFunction(() => document.querySelector('script[src*="~2"]') !== null);
    await expect(page.getByLabel('Кыскача баяндап бериңиз')).toHaveValue('Жаңылоо учурунда.');
    // The other way round the page that is gone is that of the new version.
    line.updated = false;
    await page.goto('/');
    // The map's own files are no part of this.
    await mapDrawn(page);
    line.updated = true;
    await page.locator('a[href="/track"]').first().click();
    await expect(page.getByRole('heading', { name: 'Билдирүүнү көзөмөлдөө' })).toBeVisible();
  },
);

test('what a push service hands over is shown by the worker, one message a report, with its page behind it', async ({
  page,
  context,
  line,
}) => {
  await context.grantPermissions(['notifications'], { origin: line.origin });
  await page.goto('/');
  await carried(page);
  const browser = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(line.origin));
      if (ours) resolve(ours.registrationId);
    }),
  );
  await browser.send('ServiceWorker.enable');
  const registrationId = await registered;
  for (const body of ['Абалы өзгөрдү', 'Сизге суроо бар']) {
    const data = JSON.stringify({ title: 'Алай картасы', body, code: 'ABCD2345', language: 'ky' });
    await browser.send('ServiceWorker.deliverPushMessage', { origin: line.origin, registrationId, data });
  }
  const shown = () =>
    page.evaluate(async () =>
      (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, data }) => [
        title,
        body,
        data,
      ]),
    );
  await expect.poll(shown).toEqual([['Алай картасы', 'Сизге суроо бар', 'ABCD2345']]);
});

test('switched off at the server, the worker goes and takes along what it kept; a report that waits stays and is sent', async ({
  page,
  line,
}) => {
  await page.goto('/');
  await carried(page);
  await writeReport(page, 'Күтүп турат.');
  await keepIt(page, line);
  // What the server answers with SERVICE_WORKER=off.
  line.scripts.set('/worker.js', NO_WORKER);
  line.open = true;
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(0);
  await page.goto('/track');
  await expect(page.getByText(/№ \w{4}-\w{4}/)).toBeVisible();
});
