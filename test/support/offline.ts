import type { Page } from '@playwright/test';
import { openBadLine } from './bad-line.ts';
import type { BadLine } from './bad-line.ts';
import type { RunningServer } from './server.ts';
import { expect, placeByName, test as base } from './e2e.ts';

/**
 * Pages reached over a bad line, by a name on plain http: no secure context, so no service worker, no Web Locks and no
 * crypto.subtle, as in a hall.
 */
export const test = base.extend<{ line: BadLine }>({
  line: async ({ server }, use) => {
    const line = await openBadLine(server.origin);
    await use(line);
    await line.close();
  },
  baseURL: ({ line }, use) => use(`http://alai.test:${line.port}`),
});

/** Over the same bad line, by the address that is a secure context: with the service worker, where a file lets it in. */
export const testWithWorker = test.extend({ baseURL: ({ line }, use) => use(line.origin) });

/** Until the worker has all it needs and answers for the page. */
export const carried = (page: Page) =>
  page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.ready;
    return registration.active?.state === 'activated' && navigator.serviceWorker.controller !== null;
  });

/** Until what a walk needs has been fetched. */
export const fetchedAhead = (page: Page) => page.waitForFunction(() => sessionStorage.getItem('alai.ahead') !== null);

/** Writes a report down to its last field, in Kyrgyz, with a category's first words and its kind's. */
export async function writeReport(page: Page, description: string): Promise<void> {
  await page.goto('/new');
  await placeByName(page, 'Алай 2 жилмассиви', 'Дүкөндүн артында');
  await page.getByRole('button', { name: 'Таштанды, тазалык' }).click();
  await page.getByRole('button', { name: 'Таштанды чыгарылбайт' }).click();
  await page.getByLabel('Кыскача баяндап бериңиз').fill(description);
}

export const sendIt = (page: Page): Promise<void> => page.getByRole('button', { name: 'Жөнөтүү' }).click();

/** The page says that the server has it. */
export const thanked = (page: Page): Promise<void> =>
  expect(page.getByText('Рахмат! Билдирүүңүз кабыл алынды.')).toBeVisible();

/** The page says that the phone has it. */
export const keptHere = (page: Page): Promise<void> =>
  expect(page.getByRole('heading', { name: 'Телефонуңузда сакталды' })).toBeVisible();

/** Sends what is written while nothing gets through: the phone keeps it. */
export async function keepIt(page: Page, line: BadLine): Promise<void> {
  line.open = false;
  await sendIt(page);
  await keptHere(page);
}

/** How many reports the server has. */
export async function counted({ origin }: RunningServer): Promise<number> {
  const answer = await fetch(`${origin}/api/statistics`);
  return ((await answer.json()) as { total: { count: number } }).total.count;
}
