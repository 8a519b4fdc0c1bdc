import type { Page } from '@playwright/test';
import { NO_WORKER } from '../../server/plugins/static.ts';
import { expect, sendReport } from '../support/e2e.ts';
import { keptHere, sendIt, test as onName, thanked, writeReport } from '../support/offline.ts';
import { IN_ALAI_1, point } from '../support/reports.ts';

/** Over the same bad line, by the address that is a secure context: with the service worker. */
const test = onName.extend({ baseURL: ({ line }, use) => use(line.origin) });
test.use({ data: 'own:offline', serviceWorkers: 'allow' });

/** Until the worker has all it needs and answers for the page. */
const carried = (page: Page) =>
  page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.ready;
    return registration.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
  });

const cached = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map(({ url }) => url.slice(location.origin.length));
  });

test('after one visit the pages open without a network, say how old they are, and a report can be written and goes later', async ({
  page,
  line,
  server,
}) => {
  const { code } = await sendReport(page.request, { category: 'LIGHT_NONE', location: point(IN_ALAI_1) });
  await page.goto('/?view=list');
  await carried(page);
  await page.reload();
  await expect(page.locator(`a[href*="${code}"], [data-code="${code}"], li`).first()).toBeVisible();

  line.open = false;
  await page.goto('/?view=list');
  await expect(page.getByText(/Интернет жок · \d\d\.\d\d\.\d{4}, \d\d:\d\d абалы боюнча/)).toBeVisible();
  await expect(page.getByRole('link', { name: /Чырак|Көчө/ }).first()).toBeVisible();
  await writeReport(page, 'Тармаксыз жазылды.');
  await sendIt(page);
  await keptHere(page);
  await page.close();

  line.open = true;
  const next = await page.context().newPage();
  await next.goto('/track');
  await expect(next.getByText(/№ \w{4}-\w{4}/)).toBeVisible();
  const list = await (await fetch(`${server.origin}/api/reports?category=WASTE_PICKUP&limit=1`)).json();
  expect((list as { features: unknown[] }).features.length).toBe(1);
});

test('what is kept holds nothing of staff, no token and no place that somebody asked about', async ({ page, line }) => {
  await page.goto('/');
  await carried(page);
  await writeReport(page, 'Белгисиз.');
  await sendIt(page);
  await thanked(page);
  await page.getByRole('link', { name: 'Билдирүүнү көрүү' }).click();
  await expect(page.getByRole('main')).toBeVisible();
  await page.goto('/staff');
  await expect(page.getByRole('main')).toBeVisible();
  const urls = (await cached(page)).filter((url) => !url.startsWith('/assets/'));
  expect(urls.filter((url) => url.startsWith('/api/')).length).toBeGreaterThan(0);
  expect(urls.filter((url) => /staff|session|\/own|questions|bbox|nearby|lng=/i.test(url))).toEqual([]);
  line.open = false;
  await expect(page.goto('/staff')).rejects.toThrow();
});

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
    browser.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
      if (first) resolve(first.registrationId);
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
  line.open = false;
  await sendIt(page);
  await keptHere(page);
  // What the server answers with SERVICE_WORKER=off.
  line.scripts.set('/worker.js', NO_WORKER);
  line.open = true;
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect.poll(() => page.evaluate(async () => (await caches.keys()).length)).toBe(0);
  await page.goto('/track');
  await expect(page.getByText(/№ \w{4}-\w{4}/)).toBeVisible();
});
