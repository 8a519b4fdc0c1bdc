import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1 } from '../support/reports.ts';
import { addStaff } from '../support/staff.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

const FORM = 'application/x-www-form-urlencoded';
let key = 0;
/** A new Idempotency-Key, as the form carries one. */
const newKey = () => `3b241101-e2bb-4255-8caf-${String((key += 1)).padStart(12, '0')}`;

const post = (fields: Record<string, string>) =>
  context.app.inject({
    method: 'POST',
    url: '/plain',
    headers: { 'content-type': FORM },
    payload: new URLSearchParams({ key: newKey(), lang: 'ky', ...fields }).toString(),
  });
const page = (url: string) => context.app.inject({ url });
const count = async () =>
  ((await context.get('/api/reports?limit=1000')).body as { features: unknown[] }).features.length;

test('a report sent without JavaScript is on the map, and its number is on the page that follows', async () => {
  const form = await page('/plain?area=alai-1&lang=ru');
  expect([form.statusCode, form.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(form.body).toMatch(/<option value="alai-1"\s+selected>/);
  expect(form.body).toMatch(/name="key" value="[0-9a-f-]{36}"/);
  expect(form.body).toContain('Границы приблизительные');

  const sent = await post({ category: 'WATER_CUT', area: 'alai-1', description: 'Суу жок', lang: 'ru' });
  expect(sent.statusCode).toBe(303);
  const next = await page(sent.headers.location as string);
  const code = new URL(sent.headers.location as string, 'http://x').searchParams.get('code')!;
  expect(next.body).toContain(`<p class="code">${code}</p>`);
  const tracked = (await context.get(`/api/track/${code}`)).body;
  expect(tracked).toMatchObject({ code, category: 'WATER', kind: 'WATER_CUT', area: 'alai-1', status: 'new' });
  expect((await page('/plain/reports?area=alai-1')).body).toContain(code);
});

test('a place may be given as map programmes show it, latitude first, and stands outside every list of settlements', async () => {
  const [lng, lat] = IN_ALAI_1;
  const sent = await post({ category: 'ROAD_POTHOLE', place: `${lat}, ${lng}` });
  const code = new URL(sent.headers.location as string, 'http://x').searchParams.get('code')!;
  const { id } = (await context.get(`/api/track/${code}`)).body as { id: string };
  const { geometry } = (await context.get(`/api/reports/${id}`)).body as { geometry: { coordinates: number[] } };
  expect(geometry.coordinates[0]).toBeCloseTo(lng, 5);
  expect(geometry.coordinates[1]).toBeCloseTo(lat, 5);
});

test('the same form sent twice makes one report and gives the same number', async () => {
  const fields = { key: newKey(), category: 'WASTE', area: 'alai-2' };
  const before = await count();
  const [first, second] = [await post(fields), await post(fields)];
  expect(second.headers.location).toBe(first.headers.location);
  expect(await count()).toBe(before + 1);
});

test('what is refused comes back in the form with all that was typed and the reason beside its field', async () => {
  const before = await count();
  const answer = await post({
    category: 'WATER_CUT',
    area: 'alai-1',
    landmark: 'Дүкөн "Ак-Суу" <жанында>',
    phone: '0555 010 203',
    households: 'көп',
  });
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain('value="Дүкөн &quot;Ак-Суу&quot; &lt;жанында&gt;"');
  expect(answer.body).toContain('value="0555 010 203"');
  expect(answer.body).toMatch(/id="households"[^>]*aria-invalid="true" aria-describedby="households-error"/);
  const consent = await post({ category: 'WATER_CUT', area: 'alai-1', phone: '0555 010 203' });
  expect(consent.body).toContain('id="consent-error"');
  const nowhere = await post({ category: 'WATER_CUT' });
  expect(nowhere.body).toContain('id="area-error"');
  const swapped = await post({ category: 'WATER_CUT', place: '72.83712, 40.49931' });
  expect(swapped.body).toContain('id="place-error"');
  expect(await count()).toBe(before);
});

test('the name and the sentences of the site that an administrator has set stand here too, and in feeds', async () => {
  const admin = await addStaff(context, 'admin');
  const { version } = (await admin.ask('GET', '/api/staff/settings')).body;
  const said = (ky: string) => ({ ky, ru: `${ky} ru`, en: `${ky} en` });
  const set = { siteName: said('Биздин карта'), notAppeal: said('Бул кайрылуу эмес.'), thanks: said('Ыракмат!') };
  expect((await admin.ask('PATCH', '/api/staff/settings', set, { 'if-match': String(version) })).status).toBe(200);
  const form = await page('/plain?lang=ru');
  expect(form.body).toMatch(/<title>[^<]* · Биздин карта ru<\/title>/);
  expect(form.body).toContain('Бул кайрылуу эмес. ru');
  const sent = await post({ category: 'WASTE', area: 'alai-2' });
  expect((await page(sent.headers.location as string)).body).toContain('<h1>Ыракмат!</h1>');
  expect((await page('/feeds/reports.atom?lang=en')).body).toContain('<title>Биздин карта en</title>');
});

test('markup in an address is shown as text in every page', async () => {
  const evil = encodeURIComponent('"><script>alert(1)</script>');
  for (const url of [
    `/plain?landmark=${evil}&area=${evil}`,
    `/plain/track?code=${evil}`,
    `/plain/track?code=${evil}&lang=${evil}`,
    `/plain/reports?area=${evil}`,
    `/plain/reports?${evil}=1`,
  ]) {
    const answer = await page(url);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).not.toContain('<script>');
  }
});

test('only a form is taken, of a size that a report has, and nothing sent to it is a fault of the server', async () => {
  const refusals = await Promise.all(
    [
      { type: 'application/json', payload: '{"category":{"a":1}}' },
      { type: FORM, payload: `description=${'a'.repeat(70_000)}` },
      { type: FORM, payload: 'key=no&category=WASTE&area=alai-1' },
      { type: FORM, payload: '' },
      { type: FORM, payload: 'category=%00&area=%ff&place=1,2,3&category=WASTE' },
    ].map(({ type, payload }) =>
      context.app.inject({ method: 'POST', url: '/plain', headers: { 'content-type': type }, payload }),
    ),
  );
  expect(refusals.map(({ statusCode }) => statusCode)).toEqual([415, 413, 400, 400, 400]);
  expect((await context.get('/plain/track?code=ZZZZ2222')).status).toBe(404);
  // What is too long may be cut within a letter of two units.
  const ends = (length: number) => `${'A'.repeat(length - 1)}${encodeURIComponent('📮')}`;
  expect((await context.get(`/plain/track?code=${ends(60)}`)).status).toBe(404);
  expect((await context.post(`/plain/notice?token=${ends(100)}`)).status).toBe(404);
});
