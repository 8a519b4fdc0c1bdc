import type { Page } from '@playwright/test';
import type { Role } from '../server/contract/rights.ts';
import { mapDrawn, placeByName, showPhotos } from './support/pages.ts';
import { showBursts, showQueuedPhotos } from './support/staff-pictures.ts';

/** A screen, or one state of it. */
export interface Screen {
  /** Of the file: <name>-<phone|wide>-<light|dark>-<ky|ru>.png. */
  readonly name: string;
  /** Where it is, with a leading slash; the language is added. */
  readonly path: string;
  /** Who is signed in; nobody without it. */
  readonly staff?: Role;
  /** What brings the state about, once the page is there; it ends when the picture can be taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** The steps of a report up to the one named, the settlement given by its name. */
async function reportUpTo(page: Page, step: 'what' | 'details'): Promise<void> {
  await placeByName(page, 'Алай 1');
  if (step === 'what') return;
  await page.locator('button[aria-describedby="category-WATER"]').click();
  await page.locator('main button').nth(1).click();
  await page.locator('textarea').waitFor();
}

/** What others will see of a report whose place was chosen on the map. */
async function seenByOthers(page: Page): Promise<void> {
  await mapDrawn(page);
  await page.getByLabel(/Багыт алуучу жер|Ориентир/).fill('көк дарбаза');
  // The first time it asks whether the pin is meant to stand where it began.
  for (let press = 0; press < 2; press++) await page.getByRole('button', { name: /Кийинки|Далее/ }).click();
  await page.locator('button[aria-describedby="category-WATER"]').click();
  await page.locator('main button').nth(1).click();
  await page.locator('textarea').fill('Үч күндөн бери суу жок');
  await page.getByRole('button', { name: /Башкалар эмнени көрөт|Что увидят другие/ }).click();
  await mapDrawn(page);
}

/** Opens the newest report that can be seen as a pin. */
async function openReport(page: Page): Promise<void> {
  const here = new URL(page.url());
  const list = new URL('/api/reports?category=ROAD&status=in_progress&limit=1', here);
  const { features } = await (await page.request.get(list.href)).json();
  await page.goto(new URL(`/r/${features[0].properties.code}${here.search}`, here).href);
  await mapDrawn(page);
}

/** What findings there are: on a phone the sheet drawn up, on a laptop a range chosen on the histogram. */
async function findings(page: Page): Promise<void> {
  await mapDrawn(page);
  const handle = page.getByTestId('brush-from');
  if ((await handle.count()) > 0) {
    await handle.focus();
    for (let step = 0; step < 8; step++) await page.keyboard.press('Shift+ArrowRight');
    await page.waitForURL(/from=/);
  } else {
    for (let stop = 0; stop < 2; stop++)
      await page.getByRole('button', { name: /Панелди чоңойтуу|Раскрыть панель/ }).press('Enter');
    await page.getByRole('img', { name: /^Айлар боюнча|^По месяцам/ }).scrollIntoViewIfNeeded();
  }
  await mapDrawn(page);
}

/** The tables behind all charts that are on the screen. */
async function tables(page: Page): Promise<void> {
  await findings(page);
  const buttons = page.getByRole('button', { name: /^Таблица катары|^Таблицей/ });
  while ((await buttons.count()) > 0) await buttons.first().click();
}

/** The same report with so many photos, the first of them opened. */
async function openPhoto(page: Page, count: number): Promise<void> {
  await showPhotos(page, count);
  await openReport(page);
  const photos = page.getByRole('list', { name: /Сүрөттөр|Фотографии/ }).getByRole('button');
  if (count === 1) return photos.first().waitFor();
  await photos.nth(count - 1).click();
  await page.waitForLoadState('networkidle');
}

/** Both maps of a comparison; a phone has its table alone. */
async function compared(page: Page): Promise<void> {
  await page.getByTestId('comparison').waitFor();
  await page.locator('[data-map-state]:not([data-map-state=idle])').first().waitFor({ state: 'detached' });
}

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

/** Every screen, in the order a resident, then a planner, meets them. They show the demonstration reports. */
export const SCREENS: readonly Screen[] = [
  { name: 'home', path: '/?area=alai-1', prepare: mapDrawn },
  { name: 'home-all', path: '/', prepare: mapDrawn },
  { name: 'findings', path: '/', prepare: findings },
  { name: 'tables', path: '/', prepare: tables },
  { name: 'points', path: '/?area=alai-1&mode=points', prepare: mapDrawn },
  { name: 'cells', path: '/?mode=grid', prepare: mapDrawn },
  { name: 'areas', path: '/?mode=areas', prepare: mapDrawn },
  { name: 'compare', path: '/?view=compare', prepare: compared },
  { name: 'few', path: '/?area=alai-2&category=LIGHT', prepare: mapDrawn },
  { name: 'list', path: '/?view=list&area=alai-1' },
  { name: 'empty', path: '/?view=list&area=alai-2&category=HEALTH&to=2020-01-01' },
  { name: 'report', path: '/', prepare: openReport },
  { name: 'report-photo', path: '/', prepare: (page) => openPhoto(page, 1) },
  { name: 'report-photo-large', path: '/', prepare: (page) => openPhoto(page, 3) },
  { name: 'missing', path: '/r/ZZZZZZZZ' },
  { name: 'new-where', path: '/new?area=alai-1', prepare: mapDrawn },
  { name: 'new-what', path: '/new', prepare: (page) => reportUpTo(page, 'what') },
  { name: 'new-details', path: '/new', prepare: (page) => reportUpTo(page, 'details') },
  { name: 'new-seen', path: '/new?area=alai-1', prepare: seenByOthers },
  { name: 'privacy', path: '/privacy' },
  { name: 'export', path: '/export?area=alai-1' },
  { name: 'track', path: '/track' },
  { name: 'poster', path: '/print?area=alai-1' },
  { name: 'paper-form', path: '/print?what=form&area=alai-1' },
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
  { name: 'about', path: '/about' },
  { name: 'staff-areas', path: '/staff/areas', staff: 'admin', prepare: proposeBoundary },
  { name: 'staff-draw', path: '/staff/areas', staff: 'admin', prepare: editBoundary },
  { name: 'staff-audit', path: '/staff/audit', staff: 'admin' },
  { name: 'staff-account', path: '/staff/account', staff: 'moderator' },
];
