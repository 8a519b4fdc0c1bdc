import type { Page } from '@playwright/test';
import { mapDrawn, placeByName, showPhotos } from '../support/pages.ts';
import { press, said } from '../support/said.ts';
import type { Screen } from './screen.ts';

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

/** The phone cannot draw with its graphics card. */
async function withoutWebGl(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const drawn = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : (drawn as (...all: unknown[]) => never).call(this, kind, ...rest);
    } as typeof drawn;
  });
}

/** Whoever has the phone wants to save data. */
async function savingData(page: Page): Promise<void> {
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
}

/** What is kept for a walk without a network. */
async function offlineSection(page: Page): Promise<void> {
  await press(page, 'layers');
  await page.getByRole('heading', { name: said('offline_title') }).scrollIntoViewIfNeeded();
}

/** The connection breaks while the page is open. */
async function cut(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await page.getByText(said('no_internet')).first().waitFor();
}

/** Files of a page do not come. */
async function pageLost(page: Page): Promise<void> {
  await page.route('**/assets/**', (route) => route.abort());
  await page.locator('a[href^="/track"]').first().click();
  await page.getByRole('button', { name: said('retry') }).waitFor();
}

async function settlementByName(page: Page): Promise<void> {
  await press(page, 'change');
  await page.getByRole('dialog').waitFor();
}

async function kinds(page: Page): Promise<void> {
  await reportUpTo(page, 'what');
  await page.locator('button[aria-describedby="category-WATER"]').click();
}

/** What a resident, then a planner, meets, in this order. They show the demonstration reports. */
export const RESIDENT: readonly Screen[] = [
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
  { name: 'search', path: '/?view=list&q=суу' },
  { name: 'layers', path: '/?area=alai-1', prepare: (page) => press(page, 'layers') },
  { name: 'offline', path: '/?area=alai-1', prepare: offlineSection },
  { name: 'saving', path: '/?area=alai-1', before: savingData },
  { name: 'saving-new', path: '/new?area=alai-1', before: savingData },
  { name: 'cut', path: '/?view=list&area=alai-1', prepare: cut },
  { name: 'page-lost', path: '/', prepare: pageLost },
  { name: 'no-webgl', path: '/?area=alai-1', before: withoutWebGl },
  { name: 'no-webgl-new', path: '/new?area=alai-1', before: withoutWebGl },
  { name: 'report', path: '/', prepare: openReport },
  { name: 'report-photo', path: '/', prepare: (page) => openPhoto(page, 1) },
  { name: 'report-photo-large', path: '/', prepare: (page) => openPhoto(page, 3) },
  { name: 'missing', path: '/r/ZZZZZZZZ' },
  { name: 'new-where', path: '/new?area=alai-1', prepare: mapDrawn },
  { name: 'new-settlement', path: '/new', prepare: settlementByName },
  { name: 'new-what', path: '/new', prepare: (page) => reportUpTo(page, 'what') },
  { name: 'new-kinds', path: '/new', prepare: kinds },
  { name: 'new-details', path: '/new', prepare: (page) => reportUpTo(page, 'details') },
  { name: 'new-seen', path: '/new?area=alai-1', prepare: seenByOthers },
  { name: 'privacy', path: '/privacy' },
  { name: 'export', path: '/export?area=alai-1' },
  { name: 'track', path: '/track' },
  { name: 'poster', path: '/print?area=alai-1' },
  { name: 'paper-form', path: '/print?what=form&area=alai-1' },
  { name: 'about', path: '/about' },
];
