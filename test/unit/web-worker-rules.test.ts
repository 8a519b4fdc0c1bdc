import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datedPage, tooMuch, wayOf } from '../../web/src/offline/worker/cache-rules.ts';

const ORIGIN = 'https://alai.example';
const way = (path: string, more: { method?: string; mode?: string; headers?: Record<string, string> } = {}) =>
  wayOf(
    { url: ORIGIN + path, method: more.method ?? 'GET', mode: more.mode ?? 'cors', headers: new Headers(more.headers) },
    ORIGIN,
  );

describe('the service worker', () => {
  it('keeps what everybody sees, each in its way', () => {
    expect(way('/assets/index-abc.js')).toBe('shell');
    expect(way('/basemap/14/1/2.mvt')).toBe('basemap');
    expect(way('/basemap/tiles.json')).toBe('answer');
    expect(way('/tiles/reports/14/1/2.mvt?area=alai-1')).toBe('tile');
    for (const path of [
      '/api/config',
      '/api/areas',
      '/api/reports?area=alai-1',
      '/api/statistics',
      '/api/track/ABCD2345',
    ])
      expect(way(path)).toBe('answer');
    expect(way('/api/reports/d2719f6f-7c4f-4fdd-a8f2-17cf5e2bb3ea')).toBe('answer');
    for (const page of ['/', '/new?step=what', '/track', '/r/ABCD2345', '/export'])
      expect(way(page, { mode: 'navigate' })).toBe('page');
  });

  it('touches nothing of staff, nothing asked for with a token, no place somebody asked about, and nothing that changes anything', () => {
    for (const page of ['/staff', '/staff/link', '/staff/users', '/api/docs', '/open311/v2/requests.json'])
      expect(way(page, { mode: 'navigate' })).toBe('none');
    for (const path of [
      '/api/staff/reports',
      '/api/session',
      '/api/events',
      '/api/reports/nearby?lng=72.8&lat=40.5&category=ROAD',
      '/api/reports?bbox=72.8,40.4,72.9,40.5',
      '/api/statistics?within=72,40;73,40;73,41',
      '/api/reports/d2719f6f-7c4f-4fdd-a8f2-17cf5e2bb3ea/own',
      '/api/reports/d2719f6f-7c4f-4fdd-a8f2-17cf5e2bb3ea/questions',
      '/api/photos/d2719f6f-7c4f-4fdd-a8f2-17cf5e2bb3ea.jpg',
      '/api/exports/reports.csv',
      '/worker.js',
    ])
      expect(way(path), path).toBe('none');
    // The last is what the page keeps by itself.
    for (const name of ['Manage-Token', 'Device-Token', 'Authorization', 'X-Ahead'])
      expect(way('/api/reports', { headers: { [name]: 'x' } })).toBe('none');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])
      expect(way('/api/reports', { method })).toBe('none');
    expect(
      wayOf({ url: 'https://other.example/api/config', method: 'GET', mode: 'cors', headers: new Headers() }, ORIGIN),
    ).toBe('none');
  });

  it('lets go of what was used the longest ago, no more than it must, and then fits its quota', () => {
    const one = fc.record({ url: fc.uuid(), usedAt: fc.nat(1000), bytes: fc.nat(500) });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), fc.nat(5000), (kept, quota) => {
        const going = tooMuch(kept, quota);
        const sum = (list: typeof kept) => list.reduce((total, { bytes }) => total + bytes, 0);
        const staying = kept.filter((item) => !going.includes(item));
        expect(sum(staying)).toBeLessThanOrEqual(quota);
        const newest = going.at(-1);
        if (newest) {
          expect(sum(staying) + newest.bytes).toBeGreaterThan(quota);
          for (const item of staying) expect(item.usedAt).toBeGreaterThanOrEqual(newest.usedAt);
        }
      }),
    );
  });

  it('writes into a kept page when it was made, and nothing else', () => {
    expect(datedPage('<!doctype html><html lang="ky">', '2026-11-20T04:00:00.000Z')).toBe(
      '<!doctype html><html data-kept-at="2026-11-20T04:00:00.000Z" lang="ky">',
    );
    expect(datedPage('<html>', '"><script>')).toBe('<html data-kept-at="script">');
  });
});
