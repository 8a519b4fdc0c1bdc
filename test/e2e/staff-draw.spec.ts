import type { Page } from '@playwright/test';
import { violations } from '../support/axe.ts';
import { expect, mapDrawn, sendReport, test } from '../support/e2e.ts';

test.use({ data: 'own:staff-draw' });

/** Presses corners of the map, each a share of its width and height, and the first one again to finish. */
async function drawPart(page: Page, corners: readonly (readonly [number, number])[]): Promise<void> {
  const box = (await page.getByTestId('draw-map').boundingBox())!;
  for (const [x, y] of [...corners, corners[0]!]) {
    await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 3 });
    await page.mouse.down();
    await page.mouse.up();
  }
}

async function pull(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.getByTestId('draw-map').scrollIntoViewIfNeeded();
  const box = (await page.getByTestId('draw-map').boundingBox())!;
  await page.mouse.move(box.x + from[0] * box.width, box.y + from[1] * box.height, { steps: 3 });
  await page.mouse.down();
  await page.mouse.move(box.x + to[0] * box.width, box.y + to[1] * box.height, { steps: 20 });
  await page.mouse.up();
}

const NEARLY_ALL = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.85],
  [0.1, 0.85],
] as const;

test('an administrator draws a quarter, sees what it changes before anything does, applies it, and takes it back', async ({
  page,
  office,
  expectFault,
}) => {
  // Boundaries that are refused are an answer that the browser prints.
  expectFault(/status of 400/);
  await sendReport(page.request, { category: 'ROAD_MUD' });
  const countOf = async (code: string) => {
    const { features } = (await (await page.request.get('/api/areas')).json()) as {
      features: { id: string; properties: { counts: { reports: number } } }[];
    };
    return features.find(({ id }) => id === code)?.properties.counts.reports ?? null;
  };
  await office.signIn(page, 'admin');
  await page.goto('/staff/areas');
  await page.getByRole('button', { name: 'Жаңы аймак чийүү' }).click();
  const map = page.getByTestId('draw-map');
  const drawn = page.getByTestId('drawn');
  await expect(map).toHaveAttribute('data-drawing', 'ready');
  await mapDrawn(page);

  // A corner too many is taken back while drawing, the whole part afterwards.
  await drawPart(page, NEARLY_ALL);
  await expect(drawn).toHaveText('Бөлүктөр: 1, бурчтар: 4');
  await page.getByRole('button', { name: 'Кадамды кайтаруу' }).click();
  await expect(drawn).toHaveText('Бөлүктөр: 0, бурчтар: 0');
  await page.getByRole('button', { name: 'Кадамды кайталоо' }).click();
  await expect(drawn).toHaveText('Бөлүктөр: 1, бурчтар: 4');

  // Another theme is another style of the map; what was drawn stays, and can be drawn on.
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await mapDrawn(page);
    expect(await violations(page), colorScheme).toEqual([]);
  }
  await page.getByText('Координаталар (GeoJSON)').first().click();
  const coordinates = page.getByRole('textbox', { name: 'Координаталар (GeoJSON)' });
  const before = await coordinates.inputValue();
  await pull(page, NEARLY_ALL[2], [0.85, 0.9]);
  await expect(coordinates).not.toHaveValue(before);
  await expect(drawn).toHaveText('Бөлүктөр: 1, бурчтар: 4');

  // By keyboard alone: coordinates as text. What crosses itself is refused in words.
  const good = await coordinates.inputValue();
  const { coordinates: parts } = JSON.parse(good) as { coordinates: number[][][][] };
  const [a, b, c, d, e] = parts[0]![0]! as [number[], number[], number[], number[], number[]];
  await coordinates.fill(JSON.stringify({ type: 'Polygon', coordinates: [[a, c, b, d, e]] }));
  await page.getByLabel('Аты: Кыргызча').fill('Чыгыш кварталы');
  await page.getByLabel('Аты: Русский').fill('Восточный квартал');
  const propose = page.getByRole('button', { name: 'Айырмаларды көрүү' });
  await propose.click();
  await expect(page.getByText('Атын жазыңыз.')).toHaveCount(1);
  await page.getByLabel('Аты: English').fill('East quarter');
  await page.getByLabel('Кайсы аймакта').selectOption('alai-1');
  await page.getByLabel('Үй-бүлө саны').fill('120');
  await propose.click();
  await expect(page.getByText(/1-аймак «east-quarter»: Чек ара өзүн өзү кесип өтөт \(\[72\./)).toBeVisible();
  await coordinates.fill('{"type":"Point"}');
  await coordinates.blur();
  await expect(page.getByText('Бул GeoJSON Polygon же MultiPolygon эмес.')).toBeVisible();
  await coordinates.fill(good);
  await coordinates.blur();

  await propose.click();
  await expect(page.getByTestId('moved')).toHaveText('1 билдирүү башка аймакка өтөт.');
  await expect(page.getByText('Алай 1 → Чыгыш кварталы: 1')).toBeVisible();
  expect(await countOf('east-quarter')).toBeNull();
  // The drawing is still there when it is gone back to.
  await page.getByRole('button', { name: 'Чийүүгө кайтуу' }).click();
  await expect(drawn).toHaveText('Бөлүктөр: 1, бурчтар: 4');
  await propose.click();

  await page.getByRole('button', { name: 'Колдонуу' }).click();
  await expect(page.getByTestId('moved')).toHaveText('1 билдирүү башка аймакка өттү.');
  expect(await countOf('east-quarter')).toBe(1);
  await page.getByRole('button', { name: 'Артка кайтаруу' }).click();
  await expect(page.getByText('Мурунку чек аралар кайтарылды.')).toBeVisible();
  expect(await countOf('east-quarter')).toBeNull();
  expect(await countOf('alai-1')).toBe(1);

  // A boundary that is there: one corner of it is pulled inwards, so it becomes smaller and keeps its other corners.
  await page.getByRole('button', { name: 'Оңдоо: Алай 1 жилмассиви' }).click();
  await expect(map).toHaveAttribute('data-drawing', 'ready');
  await mapDrawn(page);
  const corners = (await drawn.textContent())!;
  await page.getByText('Координаталар (GeoJSON)').first().click();
  const ring = async () =>
    (JSON.parse(await coordinates.inputValue()) as { coordinates: number[][][][] }).coordinates[0]![0]!;
  const old = await ring();
  await coordinates.fill(
    JSON.stringify({ type: 'MultiPolygon', coordinates: [[[...old.slice(0, 1), ...old.slice(2)]]] }),
  );
  await coordinates.blur();
  await expect(drawn).not.toHaveText(corners);
  await page.getByRole('button', { name: 'Кадамды кайтаруу' }).click();
  await expect(drawn).toHaveText(corners);
  expect(await ring()).toEqual(old);
});
