import { expect, mapDrawn, test } from '../support/e2e.ts';
import { watchShifts } from '../support/pages.ts';

// What moves on the page is what this is about.
test.use({ data: 'demo', contextOptions: { reducedMotion: 'no-preference' } });

test('title, figures and the button to report stand while the map is on its way; on a phone nothing moves when it comes', async ({
  page,
  isMobile,
}) => {
  const shifts = await watchShifts(page);
  let letMapCome = (): void => {};
  const held = new Promise<void>((resolve) => (letMapCome = resolve));
  await page.route('**/assets/create-map-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/');
  await expect(page.getByText('Алай картасы')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Көйгөйдү билдирүү' })).toBeVisible();
  const { total } = await (await page.request.get('/api/statistics')).json();
  await expect(page.getByTestId('figures').getByText(String(total.count), { exact: true })).toBeVisible();
  await expect(page.locator('canvas.maplibregl-canvas')).toHaveCount(0);
  letMapCome();
  await mapDrawn(page);
  if (isMobile) expect(await shifts()).toEqual([]);
});

test(
  'the page brings what it shows first: nothing is asked for before the figures, and they are those of the API',
  { tag: '@phone' },
  async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      asked.push(pathname + search);
    });
    await page.goto('/');
    await expect(page.getByTestId('figures').getByText(/^\d+$/).first()).toBeVisible();
    await mapDrawn(page);
    const text = await page.locator('#first-answers').textContent();
    const answers = Object.entries(JSON.parse(text!) as Record<string, unknown>);
    expect(answers.map(([path]) => path.split('?')[0])).toEqual(['/api/config', '/api/areas', '/api/statistics']);
    for (const [path, answer] of answers) {
      expect(asked).not.toContain(path);
      expect(answer, path).toEqual(await (await page.request.get(path)).json());
    }
  },
);

test(
  'a filter of the address is asked for, not answered by the figures of all',
  { tag: '@phone' },
  async ({ page }) => {
    await page.goto('/?area=alai-2');
    const { total } = await (await page.request.get('/api/statistics?area=alai-2')).json();
    await expect(page.getByTestId('figures').getByText(String(total.count), { exact: true })).toBeVisible();
  },
);

test('a page whose answers do not come with it asks for them', { tag: '@phone' }, async ({ page }) => {
  await page.route('/', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/<script type="application\/json"[\s\S]*?<\/script>/, '');
    await route.fulfill({ response, body });
  });
  await page.goto('/');
  const { total } = await (await page.request.get('/api/statistics')).json();
  await expect(page.getByTestId('figures').getByText(String(total.count), { exact: true })).toBeVisible();
});

test(
  'the form to report comes in a few files, which are all asked for before the first script has run',
  { tag: '@phone' },
  async ({ page }) => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    // The first script does not come: what is asked for now, the page itself names.
    await page.route('**/assets/index-*.js', (route) => route.abort());
    await page.goto('/new', { waitUntil: 'networkidle' });
    const named = asked.filter((path) => path.startsWith('/assets/'));
    await page.unroute('**/assets/index-*.js');
    asked.length = 0;
    await page.route(/create-map|worker/, (route) => route.abort());
    await page.goto('/new');
    await expect(page.getByRole('heading', { name: 'Көйгөй кайда?' })).toBeVisible();
    const files = [...new Set(asked.filter((path) => path.startsWith('/assets/') && !/create-map/.test(path)))];
    expect(files.length).toBeLessThanOrEqual(16);
    const form = files.filter((path) => /ReportFlow|pages/.test(path));
    expect(form.length).toBeGreaterThanOrEqual(4);
    expect(form.filter((path) => !named.includes(path))).toEqual([]);
  },
);

test('nothing moves by itself on the pages of a resident', { tag: '@phone' }, async ({ page }) => {
  const shifts = await watchShifts(page);
  const { features } = await (await page.request.get('/api/reports?category=ROAD&limit=1')).json();
  for (const path of ['/', '/?view=list', '/new', '/track', `/r/${features[0].properties.code}`]) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    if (/^\/($|new|r)/.test(path)) await mapDrawn(page);
    expect(await shifts(), path).toEqual([]);
  }
});

test('a resident’s pages load nothing that only staff need', { tag: '@phone' }, async ({ page }) => {
  const { features } = await (await page.request.get('/api/reports?category=ROAD&limit=1')).json();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  for (const path of ['/', '/new', '/track', '/export', '/privacy', `/r/${features[0].properties.code}`]) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
  }
  expect(asked.filter((path) => /^\/assets\/(staff|Staff)/.test(path))).toEqual([]);
  await page.goto('/staff');
  await page.waitForLoadState('networkidle');
  expect(asked.filter((path) => /^\/assets\/staff/.test(path))).not.toEqual([]);
});
