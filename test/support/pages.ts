import { randomUUID } from 'node:crypto';
import { expect, type APIRequestContext, type Page } from '@playwright/test';
import sharp from 'sharp';
import type { NewReport, ReportCreated } from '../../server/contract/reports.ts';
import type { KeptDraft } from '../../web/src/report/draft-kept.ts';
import { EMPTY_DRAFT } from '../../web/src/report/draft-rules.ts';
import type { DraftValues } from '../../web/src/report/draft-rules.ts';
import { IN_ALAI_1, point } from './reports.ts';

/** Sends a report the way a phone does, in Alai 1 unless it says where; fails the test unless it is accepted. */
export async function sendReport(
  request: APIRequestContext,
  data: Partial<NewReport> & Pick<NewReport, 'category'>,
): Promise<ReportCreated> {
  const answer = await request.post('/api/reports', {
    headers: { 'Idempotency-Key': randomUUID() },
    data: { location: point(IN_ALAI_1), ...data },
  });
  expect(answer.status()).toBe(201);
  return answer.json();
}

/** Waits until the map on the page shows all that was asked for, down to the last tile. */
export async function mapDrawn(page: Page): Promise<void> {
  await page.locator('[data-map-state="idle"]').first().waitFor();
}

/** Step 1 of a report without the map, in Kyrgyz or Russian: the settlement by its short name, and a landmark. */
export async function placeByName(page: Page, settlement: string, landmark = ''): Promise<void> {
  await page.getByRole('button', { name: /Өзгөртүү|Изменить/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(settlement).click();
  await dialog.getByRole('button', { name: /Даяр|Готово/ }).click();
  await page.getByLabel(/Багыт алуучу жер|Ориентир/).fill(landmark);
  await page.getByRole('button', { name: /Кийинки|Далее/ }).click();
}

/** A drawing in the size of a photo that was published; every number has another ground. */
export function drawing(number: number, width: number, height: number): Promise<Buffer> {
  const ground = ['#8a7f6d', '#6f7d84', '#7d8a6d', '#8a6d74'][number % 4];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 40 30" preserveAspectRatio="xMidYMid slice">
    <rect width="40" height="30" fill="${ground}"/><path d="M0 30 15 8h10l15 22z" fill="#4a4a4a"/>
    <ellipse cx="${17 + number}" cy="22" rx="5" ry="2" fill="#20262b"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 70 }).toBuffer();
}

/** Sizes of what `showPhotos` shows, in its order; the third is upright. */
const PHOTO_SIZES = [
  [1600, 1200],
  [1600, 1066],
  [900, 1600],
  [1200, 1200],
] as const;

/** Sends photos of a report as the phone of its sender does; they wait for a moderator. */
export async function sendPhotos(
  request: APIRequestContext,
  { id, manageToken }: ReportCreated,
  count: number,
): Promise<void> {
  for (let number = 0; number < count; number++) {
    const [width, height] = PHOTO_SIZES[number]!;
    const answer = await request.post(`/api/reports/${id}/photos`, {
      headers: { 'Manage-Token': manageToken, 'Idempotency-Key': randomUUID() },
      multipart: {
        photo: { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: await drawing(number, width, height) },
      },
    });
    expect(answer.status()).toBe(201);
  }
}

/** Gives every report the page asks for one by one so many published photos, as if a moderator had published them. */
export async function showPhotos(page: Page, count: number): Promise<void> {
  const photos = PHOTO_SIZES.slice(0, count).map(([width, height], number) => ({
    id: `00000000-0000-4000-8000-00000000000${number}`,
    width,
    height,
  }));
  await page.route(/\/api\/reports\/[0-9a-f-]{36}$/, async (route) => {
    const response = await route.fetch();
    const report = await response.json();
    report.properties.photos = photos;
    await route.fulfill({ response, json: report });
  });
  await page.route('**/api/photos/**', async (route) => {
    const number = Number(/0{11}(\d)/.exec(route.request().url())![1]);
    const { width, height } = photos[number]!;
    await route.fulfill({ contentType: 'image/jpeg', body: await drawing(number, width, height) });
  });
}

/** The phone keeps what it has sent, from the next page on; `reports` newest first. */
export async function keepOnPhone(page: Page, ...reports: ReportCreated[]): Promise<void> {
  const mine = reports.map(({ id, code, manageToken }) => ({
    id,
    code,
    manageToken,
    sentAt: new Date().toISOString(),
  }));
  await page.addInitScript((kept) => localStorage.setItem('alai.mine', kept), JSON.stringify(mine));
}

/** The form begins with a draft that has these values, from the next page on. */
export async function keepDraft(page: Page, values: Partial<DraftValues>): Promise<void> {
  const draft: KeptDraft = { key: randomUUID(), values: { ...EMPTY_DRAFT, ...values } };
  await page.addInitScript((kept) => sessionStorage.setItem('alai.draft', kept), JSON.stringify(draft));
}

/** Leaves no room: neither for the database nor for a few words beside it. */
export async function fillPhone(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin, quotaSize: 1 });
  await page.evaluate(() => {
    for (let size = 2 ** 22; size >= 1; size /= 2) {
      for (let more = true; more;) {
        try {
          localStorage.setItem(`full-${size}-${localStorage.length}`, 'x'.repeat(size));
        } catch {
          more = false;
        }
      }
    }
  });
}

/** What moved on the page by itself, as the browser tells it; to be asked for before the page is opened. */
export async function watchShifts(page: Page): Promise<() => Promise<unknown[]>> {
  await page.addInitScript(() => {
    const shifts: unknown[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null }[];
      })[]) {
        if (entry.hadRecentInput) continue;
        const moved = entry.sources.map(({ node }) => (node as Element | null)?.outerHTML?.slice(0, 80) ?? null);
        shifts.push({ at: entry.startTime, value: entry.value, moved });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (window as unknown as { shifts: unknown[] }).shifts);
}

/**
 * What can be tapped on the page and is smaller than a thumb needs, 44 x 44 px: its name and size. Links in running text do not
 * count, nor what is hidden. Of an element that lies under a label or lets one tap around it, the whole target counts.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const LEAST = 44;
    /** Of edges between two pixels. */
    const SLACK = 0.5;
    const wanted = 'a[href], button, input, select, textarea, summary, [role=button], [role=slider], [tabindex="0"]';
    const small: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(wanted)) {
      const label = element instanceof HTMLInputElement ? element.closest('label') : null;
      const target = label ?? element;
      const { width, height } = target.getBoundingClientRect();
      const seen = target.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (!seen || width < 2 || height < 2 || element.closest('[inert], .visually-hidden, .skip-link')) continue;
      // The browser says where the map comes from; in running text a link is a word.
      if (element.closest('.maplibregl-ctrl-attrib')) continue;
      const alone = [...element.parentElement!.childNodes].every(
        (node) => node.nodeType !== Node.TEXT_NODE || node.textContent!.trim() === '',
      );
      if (element.matches('a') && getComputedStyle(element).display === 'inline' && !alone) continue;
      if (width >= LEAST - SLACK && height >= LEAST - SLACK) continue;
      const name =
        element.getAttribute('aria-label') ?? (element.textContent!.trim() || element.outerHTML.slice(0, 90));
      small.push(`${name} (${Math.round(width)} x ${Math.round(height)})`);
    }
    return small;
  });
}
