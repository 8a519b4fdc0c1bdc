import { violations } from '../support/axe.ts';
import { expect, sendReport, test } from '../support/e2e.ts';
import { IN_ALAI_1, point } from '../support/reports.ts';

test.use({ data: 'own:staff-areas' });

const PLACES: Record<'inside' | 'north', [number, number]> = { inside: IN_ALAI_1, north: [72.838, 40.512] };
const around = ([lng, lat]: readonly [number, number], degrees: number) => {
  const [west, south, east, north] = [lng - degrees, lat - degrees, lng + degrees, lat + degrees];
  return [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ];
};
const file = (geometry: object) => ({
  name: 'алай-1.geojson',
  mimeType: 'application/geo+json',
  buffer: Buffer.from(
    JSON.stringify({
      type: 'FeatureCollection',
      features: [{ type: 'Feature', properties: { code: 'alai-1' }, geometry }],
    }),
  ),
});

test('an administrator replaces the placeholder boundary of Alai 1, sees the differences first, watches reports move, and takes it back', async ({
  page,
  office,
}) => {
  for (const coordinates of [PLACES.inside, PLACES.inside, PLACES.north]) {
    await sendReport(page.request, { category: 'ROAD_MUD', location: point(coordinates) });
  }
  const countOf = async () => {
    const { features } = (await (await page.request.get('/api/areas')).json()) as {
      features: { id: string; properties: { approximate: boolean; counts: { reports: number } } }[];
    };
    const { approximate, counts } = features.find(({ id }) => id === 'alai-1')!.properties;
    return { approximate, reports: counts.reports };
  };
  await office.signIn(page, 'admin');
  await page.goto('/staff/areas');
  const chooser = page.getByLabel('Чек аралар файлы (GeoJSON)');

  await chooser.setInputFiles(file({ type: 'Point', coordinates: [72.8, 40.5] }));
  await expect(page.getByText('Бул чек араларды колдонууга болбойт.')).toBeVisible();
  await expect(page.getByText('1-аймак «alai-1»: Чек ара Polygon же MultiPolygon болушу керек (Point).')).toBeVisible();

  await chooser.setInputFiles(file({ type: 'Polygon', coordinates: around(PLACES.north, 0.004) }));
  await expect(page.getByTestId('moved')).toHaveText('3 билдирүү башка аймакка өтөт.');
  await expect(page.getByText('Алай 1 → Аймактардан тышкары: 2')).toBeVisible();
  await expect(page.getByTestId('difference-map').locator('canvas')).toBeVisible();
  await expect(page.getByTestId('difference-map')).toHaveAttribute('data-map-state', 'idle');
  expect(await countOf()).toEqual({ approximate: true, reports: 2 });
  // Nothing of it has to be scrolled sideways to be read.
  const wide = await page.getByRole('table').evaluate((table) => table.scrollWidth > table.parentElement!.clientWidth);
  expect(wide).toBe(false);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.getByTestId('difference-map')).toHaveAttribute('data-map-state', 'idle');
    expect(await violations(page), colorScheme).toEqual([]);
  }

  await page.getByRole('button', { name: 'Колдонуу' }).click();
  await expect(page.getByTestId('moved')).toHaveText('3 билдирүү башка аймакка өттү.');
  expect(await countOf()).toEqual({ approximate: false, reports: 1 });

  await page.getByRole('button', { name: 'Артка кайтаруу' }).click();
  await expect(page.getByText('Мурунку чек аралар кайтарылды.')).toBeVisible();
  expect(await countOf()).toEqual({ approximate: true, reports: 2 });
});
