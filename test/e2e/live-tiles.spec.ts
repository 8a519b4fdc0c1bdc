import type { APIRequestContext } from '@playwright/test';
import { expect, mapDrawn, sendReport, test } from '../support/e2e.ts';
import { IN_ALAI_1, point } from '../support/reports.ts';

test.use({ data: 'own:live-tiles' });

/** More than a page is ever given at once: above 1,000 the map is drawn from tiles. */
const MANY = 1040;
const AT_ONCE = 40;

async function send(request: APIRequestContext, shift: number): Promise<void> {
  const [lng, lat] = IN_ALAI_1;
  const location = point([lng + ((shift % 40) - 20) * 1e-4, lat + (Math.floor(shift / 40) - 13) * 1e-4]);
  await sendReport(request, { category: 'ROAD_POTHOLE', location });
}

test('above 1,000 reports the map is drawn from tiles, and somebody else’s pin joins it without flicker', async ({
  page,
  request,
}) => {
  for (let sent = 0; sent < MANY; sent += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => send(request, sent + i)));
  }
  const tiles: string[] = [];
  page.on('request', (asked) => asked.url().includes('/tiles/reports/') && tiles.push(asked.url()));
  await page.goto('/?mode=points&area=alai-1');
  await mapDrawn(page);
  expect(tiles.length).toBeGreaterThan(0);
  const legend = page.getByRole('region', { name: 'Шарттуу белгилер' });
  await expect(legend).toContainText(/Картада көрүнгөнү: 1.040/);
  // Everything the legend ever says from here on.
  await legend.evaluate((element) => {
    const said = new Set<string>();
    Object.assign(window, { said });
    new MutationObserver(() => said.add(element.textContent ?? '')).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  await send(request, 7);
  await expect(legend).toContainText(/Картада көрүнгөнү: 1.041/);
  const said = await page.evaluate(() => [...(window as unknown as { said: Set<string> }).said]);
  expect(said.filter((text) => !/көрүнгөнү: 1.04[01]/.test(text))).toEqual([]);
});
