import type { Page } from '@playwright/test';
import { mapDrawn } from '../support/pages.ts';
import { showBursts, showQueuedPhotos } from '../support/staff-pictures.ts';
import type { Screen } from './screen.ts';

/** The queue with what a key of it opens. */
async function inQueue(page: Page, key: string): Promise<void> {
  await mapDrawn(page);
  await page.keyboard.press(key);
}

async function openStaffReport(page: Page): Promise<void> {
  await page.locator('a[href^="/staff/reports/"]').first().click();
  await mapDrawn(page);
}

/** The kinds of the first category, and its dialog. */
async function openCategory(page: Page): Promise<void> {
  await page.locator('[aria-expanded]').first().click();
  await page.locator('[aria-haspopup=dialog]').first().click();
}

/** The text about the map, the last one of the texts. */
async function openText(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Карта жөнүндө барагы|^Страница «О карте»/ }).click();
}

/** Two rows of the staff's list chosen, and the reply to both begun. */
async function chooseTwo(page: Page): Promise<void> {
  const boxes = page.locator('td input[type=checkbox], li input[type=checkbox]');
  await boxes.nth(1).check();
  await boxes.nth(2).check();
  await page.getByRole('button', { name: /^Жооп берүү|^Ответить/ }).click();
  await page.getByText(/ушул жоопту алат|Этот ответ получат/).waitFor();
}

/** The first photo of the queue with a part of it marked. */
async function openBlur(page: Page): Promise<void> {
  await showQueuedPhotos(page);
  await page.keyboard.press('b');
  await page.locator('[data-drawn=true]').waitFor();
  await page.keyboard.press('Enter');
  for (let step = 0; step < 12; step++) await page.keyboard.press('Shift+ArrowDown');
}

/** Somebody else's account. */
async function openUser(page: Page): Promise<void> {
  await page.locator('main li button').first().click();
}

/** A token for a programme, as the server shows it afterwards. */
async function withToken(page: Page): Promise<void> {
  const data = { name: 'QGIS', scopes: ['reports.read', 'contacts.read'], days: 90 };
  await page.request.post(new URL('/api/staff/me/tokens', page.url()).href, { data });
  await page.reload();
  await page.getByText('QGIS', { exact: true }).waitFor();
}

/** Another boundary of Alai 1, and what it would change. */
async function proposeBoundary(page: Page): Promise<void> {
  const ring = [
    [72.83, 40.492],
    [72.846, 40.491],
    [72.848, 40.504],
    [72.831, 40.505],
    [72.83, 40.492],
  ];
  const geometry = { type: 'Polygon', coordinates: [ring] };
  const features = [{ type: 'Feature', properties: { code: 'alai-1' }, geometry }];
  const buffer = Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'алай-1.geojson', mimeType: 'application/geo+json', buffer });
  await page.getByTestId('difference-map').scrollIntoViewIfNeeded();
  await mapDrawn(page);
}

/** The boundary of Alai 1 with its corners. */
async function editBoundary(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Оңдоо|Править): .*Алай 1/ }).click();
  await page.locator('[data-drawing=ready]').waitFor();
  await mapDrawn(page);
}

/** The pages of the staff, over the demonstration reports. */
export const STAFF: readonly Screen[] = [
  { name: 'staff-sign-in', path: '/staff' },
  { name: 'staff-queue', path: '/staff/queue', staff: 'moderator', prepare: mapDrawn },
  { name: 'staff-hide', path: '/staff/queue', staff: 'moderator', prepare: (page) => inQueue(page, 'h') },
  { name: 'staff-edit', path: '/staff/queue', staff: 'moderator', prepare: (page) => inQueue(page, 'e') },
  { name: 'staff-keys', path: '/staff/queue', staff: 'moderator', prepare: (page) => inQueue(page, '?') },
  { name: 'staff-entry', path: '/staff/entry', staff: 'moderator' },
  { name: 'staff-reports', path: '/staff/reports', staff: 'official' },
  { name: 'staff-report', path: '/staff/reports?status=in_progress', staff: 'official', prepare: openStaffReport },
  { name: 'staff-many', path: '/staff/reports', staff: 'official', prepare: chooseTwo },
  { name: 'staff-photos', path: '/staff/queue', staff: 'moderator', prepare: showQueuedPhotos },
  { name: 'staff-blur', path: '/staff/queue', staff: 'moderator', prepare: openBlur },
  { name: 'staff-bursts', path: '/staff/bursts', staff: 'moderator', prepare: showBursts },
  { name: 'staff-routing', path: '/staff/routing', staff: 'admin' },
  { name: 'staff-users', path: '/staff/users', staff: 'admin' },
  { name: 'staff-user', path: '/staff/users', staff: 'admin', prepare: openUser },
  {
    name: 'staff-invite',
    path: '/staff/users',
    staff: 'admin',
    prepare: (page) => page.locator('main button').first().click(),
  },
  { name: 'staff-tokens', path: '/staff/tokens', staff: 'admin', prepare: withToken },
  { name: 'staff-categories', path: '/staff/categories', staff: 'admin' },
  { name: 'staff-category', path: '/staff/categories', staff: 'admin', prepare: openCategory },
  { name: 'staff-settings', path: '/staff/settings', staff: 'admin' },
  { name: 'staff-text', path: '/staff/settings', staff: 'admin', prepare: openText },
  { name: 'staff-areas', path: '/staff/areas', staff: 'admin', prepare: proposeBoundary },
  { name: 'staff-draw', path: '/staff/areas', staff: 'admin', prepare: editBoundary },
  { name: 'staff-audit', path: '/staff/audit', staff: 'admin' },
  { name: 'staff-account', path: '/staff/account', staff: 'moderator' },
];
