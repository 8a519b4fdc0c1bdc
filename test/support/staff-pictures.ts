import type { Page } from '@playwright/test';
import type { Bursts } from '../../server/contract/floods.ts';
import type { Queue } from '../../server/contract/staff-queue.ts';
import type { StaffReport } from '../../server/contract/staff-reports.ts';
import { drawing, mapDrawn } from './pages.ts';

/**
 * What staff see of photos and floods, put into the answers on their way to the page: a real report would take the
 * demonstration reports off every other picture.
 */
export async function showQueuedPhotos(page: Page): Promise<void> {
  const photos: StaffReport['photos'] = [0, 1].map((number) => ({
    id: `00000000-0000-4000-8000-00000000000${number}`,
    state: 'pending',
    role: 'report',
    reason: null,
    width: 1600,
    height: 1200,
    blur: [],
    sentFor: '00000000-0000-4000-8000-000000000009',
    fixed: null,
  }));
  await page.route('**/api/staff/queue?*', async (route) => {
    const response = await route.fetch();
    const queue = (await response.json()) as Queue;
    queue.items[0]!.report.photos = photos;
    await route.fulfill({ response, json: queue });
  });
  await page.route('**/api/staff/reports/*/photos/**', async (route) => {
    const number = Number(/0{11}(\d)/.exec(route.request().url())![1]);
    await route.fulfill({ contentType: 'image/jpeg', body: await drawing(number, 1600, 1200) });
  });
  await page.reload({ waitUntil: 'networkidle' });
  await mapDrawn(page);
  await page.getByRole('article').getByRole('img').first().scrollIntoViewIfNeeded();
}

const MINUTE = 60_000;

export async function showBursts(page: Page): Promise<void> {
  const start = Date.parse('2026-03-02T04:10:00Z');
  const flood = (count: number, first: number): Bursts['bursts'][number] => {
    const members = Array.from({ length: count }, (_, n) => ({
      id: `00000000-0000-4000-8000-0000000${first + n}`,
      code: 'K7MPRX2A',
      at: new Date(start + n * MINUTE).toISOString(),
      category: 'WATER',
      kind: n % 4 === 0 ? 'WATER_LEAK' : 'WATER_CUT',
      area: n % 5 === 0 ? 'alai-2' : 'alai-1',
      location: { type: 'Point' as const, coordinates: [72.836 + (n % 7) * 0.002, 40.497 + (n % 3) * 0.001] },
      address: n === 3 ? 2 : 1,
    }));
    return {
      count,
      from: members[0]!.at,
      to: members.at(-1)!.at,
      signs: ['address', 'words'],
      words: 'Суу таптакыр жок болду, качан келет?',
      reports: members.map(({ id }) => ({ id, version: 1 })),
      members,
    };
  };
  const bursts: Bursts = { bursts: [flood(14, 10_000), flood(6, 20_000)] };
  await page.route('**/api/staff/bursts', (route) => route.fulfill({ json: bursts }));
  await page.route('**/api/staff/reports?flagged=*', async (route) => {
    const response = await route.fetch({ url: new URL('/api/staff/reports?limit=2', page.url()).href });
    const answer = (await response.json()) as { reports: StaffReport[] };
    for (const report of answer.reports)
      report.flags = {
        open: 1,
        all: [{ at: new Date(start).toISOString(), reason: 'personal_data', note: 'Менин үйүм көрсөтүлгөн.' }],
      };
    await route.fulfill({ response, json: answer });
  });
  await page.reload({ waitUntil: 'networkidle' });
  await mapDrawn(page);
}
