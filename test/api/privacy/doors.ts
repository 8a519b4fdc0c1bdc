import type { Answer } from '../../support/database.ts';
import { INHABITANTS, type Place } from './inhabitants.ts';
import { DAYS, type World } from './world.ts';

/** Queries of the doors that take filters; each also alone for every kind and area. */
const FILTERS = [
  '',
  'area=alai-1',
  'area=alai-2',
  'area=none',
  'area=quarter-1',
  'area=quarter-2',
  'area=quarter-3',
  'area=quarter-4',
  'status=new,verified,in_progress,resolved,rejected,duplicate',
  `from=${DAYS[0]}&to=${DAYS[1]}`,
  `from=${DAYS[0]}T06:00:00Z`,
  'q=суу',
  'q=дарбаза',
  'q=белги',
  'demo=true',
];
const EVERY_STATUS = 'status=new,verified,in_progress,resolved,rejected,duplicate';
const ZOOMS = Array.from({ length: 23 }, (_, z) => z);

/**
 * What is asked of each public door, by its path in the OpenAPI document: addresses of which the answers may say nothing that is
 * not published. A new door fails the test until it stands here.
 */
export const DOORS: Readonly<Record<string, (world: World) => string[]>> = {
  '/healthz': () => [],
  '/readyz': () => [],
  // Answered on this machine and with a token only: see metrics.test.ts.
  '/metrics': () => [],
  '/basemap/tiles.json': () => [],
  '/basemap/{z}/{x}/{y}.mvt': () => [],
  '/api/config': () => ['/api/config'],
  '/api/about': () => ['/api/about'],
  '/api/areas': () => filtered('/api/areas', ['', 'kind=settlement', 'kind=quarter']),
  '/api/reports': () => [
    ...filtered('/api/reports', [...FILTERS, ...KINDS, ...boxes(), 'limit=7', 'limit=1000']),
    `/api/reports?${EVERY_STATUS}&limit=3&cursor=${cursor(`${DAYS[0]}T03:00:00.000000Z`)}`,
  ],
  '/api/reports/nearby': () =>
    PLACES.flatMap(([lng, lat]) =>
      CATEGORIES.map((category) => `/api/reports/nearby?lng=${lng}&lat=${lat}&category=${category}`),
    ),
  '/api/reports/{id}': (world) => [...world.reports.values()].map(({ id }) => `/api/reports/${id}`),
  '/api/reports/{id}/questions': (world) => [...world.reports.values()].map(({ id }) => `/api/reports/${id}/questions`),
  '/api/track/{code}': (world) => [...world.reports.values()].map(({ code }) => `/api/track/${code}`),
  // Without the manage token it is shut.
  '/api/reports/{id}/own': (world) => [...world.reports.values()].map(({ id }) => `/api/reports/${id}/own`),
  '/feeds/reports.atom': () => filtered('/feeds/reports.atom', [...FILTERS, ...KINDS, ...boxes()]),
  '/api/reply-files/{id}': (world) => [...world.reports.values()].map(({ id }) => `/api/reply-files/${id}`),
  '/api/photos/{id}.jpg': (world) => photos(world).map((id) => `/api/photos/${id}.jpg`),
  '/api/photos/{id}/thumbnail.jpg': (world) => photos(world).map((id) => `/api/photos/${id}/thumbnail.jpg`),
  '/api/statistics': () =>
    filtered(
      '/api/statistics',
      [
        'area',
        'category',
        'kind',
        'status',
        'month',
        'week',
        'resolved_month',
        'area,kind',
        'area,status,week',
      ].flatMap((by) => [...FILTERS, ...boxes()].map((filter) => joined(`by=${by}`, filter))),
    ),
  '/api/heat': () => filtered('/api/heat', weighed(['radius=100', 'radius=150', 'radius=500'])),
  '/api/grid': () => filtered('/api/grid', weighed(['size=100', 'size=130', 'size=1000'])),
  '/api/hotspots': () => filtered('/api/hotspots', spots()),
  '/tiles/reports/{z}/{x}/{y}.mvt': () =>
    unique(
      PLACES.flatMap(([lng, lat]) => ZOOMS.map((z) => `/tiles/reports/${z}/${tileAt(z, lng, lat).join('/')}.mvt`)),
    ).flatMap((tile) => filtered(tile, ['', EVERY_STATUS, 'category=ENERGY', 'category=WATER'])),
  // A stream that never ends: see events.test.ts.
  '/api/events': () => [],
  '/api/exports/reports.geojson': () =>
    filtered('/api/exports/reports.geojson', [...FILTERS, ...boxes(), 'lang=ky', 'lang=en']),
  '/api/exports/areas.geojson': () => filtered('/api/exports/areas.geojson', FILTERS),
  '/api/exports/heat.geojson': () => filtered('/api/exports/heat.geojson', weighed(['radius=100'])),
  '/api/exports/grid.geojson': () => filtered('/api/exports/grid.geojson', weighed(['size=100'])),
  '/api/exports/hotspots.geojson': () => filtered('/api/exports/hotspots.geojson', spots()),
};

/** What a door said, without what is random: codes, ids of photos, and what is made of their bytes. */
export function saidBy(
  world: World,
  { status, headers, bytes }: Answer,
): { status: number; headers: object; body: string } {
  const { date: _, ...kept } = headers;
  let text = bytes.toString('latin1');
  let random = false;
  const replace = (word: string | null, by: string) => {
    if (word === null || !text.includes(word)) return;
    text = text.replaceAll(word, by);
    random = true;
  };
  for (const [name, { code, photo, hiddenPhoto }] of world.reports) {
    replace(code, `code of ${name}`);
    replace(photo, `photo of ${name}`);
    replace(hiddenPhoto, `photo of ${name} that nobody has looked at`);
  }
  const pictures = String(headers['content-type']).startsWith('image/');
  if (random || pictures) delete (kept as Record<string, unknown>).etag;
  return { status, headers: kept, body: text };
}

const KINDS = [...new Set(INHABITANTS.map(({ kind }) => kind))].map((kind) => `category=${kind}`);
const CATEGORIES = [...new Set(INHABITANTS.map(({ kind }) => kind.split('_')[0]!))];
/** Where anybody really lives, in either world: where an attacker would look. */
const PLACES = INHABITANTS.flatMap(({ places, movedTo }) => [...places, ...(movedTo ? [movedTo] : [])]).filter(
  (place): place is Place => typeof place !== 'string',
);

/** Boxes and triangles of 20 m around each real place: whoever lies in one is found out. */
function boxes(): string[] {
  const half = 0.0001;
  return PLACES.flatMap(([lng, lat]) => [
    `bbox=${lng - half},${lat - half},${lng + half},${lat + half}`,
    `within=${lng - half},${lat - half};${lng + half},${lat - half};${lng},${lat + half}`,
  ]);
}

function weighed(scales: readonly string[]): string[] {
  const weights = ['', 'weight=supports', 'weight=households'];
  return [
    ...scales.flatMap((scale) => weights.map((weight) => joined(scale, weight))),
    ...[...FILTERS, ...KINDS].map((filter) => joined(scales[0]!, filter)),
  ];
}

function spots(): string[] {
  return ['radius=50', 'radius=120', 'radius=500'].flatMap((radius) =>
    ['', 'area=alai-2', 'category=ENERGY_GAS'].map((filter) => joined(`${radius}&minimum=3`, filter)),
  );
}

function photos(world: World): string[] {
  return [...world.reports.values()]
    .flatMap(({ photo, hiddenPhoto }) => [photo, hiddenPhoto])
    .filter((id) => id !== null);
}

function filtered(path: string, queries: readonly string[]): string[] {
  return unique(queries).map((query) => (query === '' ? path : `${path}?${encodeURI(query)}`));
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('&');
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function cursor(time: string): string {
  return Buffer.from(`${time}_ffffffff-ffff-4fff-8fff-ffffffffffff`).toString('base64url');
}

/** Column and row of the tile of a zoom that holds a place. */
export function tileAt(z: number, lng: number, lat: number): [number, number] {
  const radians = (lat * Math.PI) / 180;
  const row = (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2;
  return [Math.floor(((lng + 180) / 360) * 2 ** z), Math.floor(row * 2 ** z)];
}
