import { expect, mapDrawn, test } from '../support/e2e.ts';

test.use({ data: 'demo', basemap: true });

const legend = 'Шарттуу белгилер';

test('background tiles come through this server, and no header of the browser goes further', async ({
  page,
  tiles,
}) => {
  tiles!.behave('normal');
  const asked: string[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname.endsWith('.mvt')) asked.push(`${response.status()} ${pathname.split('/')[1]}`);
  });
  await page.goto('/?area=alai-1');
  await mapDrawn(page);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  expect(new Set(asked)).toEqual(new Set(['200 basemap']));
  expect(tiles!.tilesAsked()).toBeGreaterThan(0);
  for (const { headers } of tiles!.seen) expect(Object.keys(headers)).not.toContain('referer');
});

test('a tile service that never answers keeps nobody from the map', async ({ page, tiles }) => {
  tiles!.behave('silent');
  await page.goto('/?area=alai-2');
  await mapDrawn(page);
  await expect(page.getByRole('region', { name: legend })).toContainText(/билдирүү/);
  tiles!.behave('normal');
});

test('a tile service that is broken leaves a quiet ground with the boundaries', async ({ page, tiles }) => {
  tiles!.behave('error-everywhere');
  await page.goto('/');
  await mapDrawn(page);
  const shot = await page.locator('canvas.maplibregl-canvas').screenshot();
  expect(shot.length).toBeGreaterThan(12_000);
  tiles!.behave('normal');
});
