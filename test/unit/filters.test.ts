import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildCatalog } from '../../server/catalog/rules.ts';
import { parseBbox, parseWithin, crossesItself } from '../../server/filters/polygon.ts';
import { listOf, parseFilter } from '../../server/filters/rules.ts';
import { parseBound, parseInstant } from '../../server/filters/time.ts';
import { parseLimit, parseNumber } from '../../server/filters/number.ts';
import { ProblemError } from '../../server/http/problem.ts';

const catalog = buildCatalog(
  [],
  [],
  [
    { id: 1, code: 'osh', kind: 'city', parent: null },
    { id: 2, code: 'alai-1', kind: 'settlement', parent: 'osh' },
    { id: 3, code: 'alai-2', kind: 'settlement', parent: 'osh' },
    { id: 4, code: 'alai-1-q1', kind: 'quarter', parent: 'alai-1' },
  ],
  {},
);

/** The value, or the code of the problem; anything else thrown fails the test. */
function codeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
}

describe('area filters', () => {
  test('an area includes everything under it', () => {
    expect(parseFilter({ area: 'osh' }, catalog).areaIds?.sort()).toEqual([1, 2, 3, 4]);
    expect(parseFilter({ area: 'alai-1' }, catalog).areaIds?.sort()).toEqual([2, 4]);
    expect(parseFilter({ area: 'alai-1-q1, alai-1' }, catalog).areaIds?.sort()).toEqual([2, 4]);
  });
  test('none alone means outside only, and no filter means anywhere', () => {
    expect(parseFilter({ area: 'none' }, catalog)).toMatchObject({ areaIds: [], outside: true });
    expect(parseFilter({}, catalog)).toMatchObject({ areaIds: null, outside: false });
    expect(parseFilter({ area: '' }, catalog)).toMatchObject({ areaIds: null, outside: false });
  });
});

describe('times', () => {
  test('a date is its midnight in Bishkek, a date-time is itself', () => {
    expect(parseInstant('from', '2026-03-01')).toBe('2026-02-28T18:00:00.000Z');
    expect(parseInstant('from', '2026-03-01T00:00:00+06:00')).toBe('2026-02-28T18:00:00.000Z');
    expect(parseInstant('from', '2026-03-01T00:00:00 06:00')).toBe('2026-02-28T18:00:00.000Z');
    expect(parseInstant('from', '2024-02-29')).toBe('2024-02-28T18:00:00.000Z');
  });
  test.each([
    '',
    '2026',
    '2026-13-01',
    '2026-02-29',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:00',
    '01.02.2026',
    '2026-01-01 ',
    'now',
  ])('%s is refused', (text) => {
    expect(codeOf(() => parseInstant('from', text))).toBe('date_malformed');
  });
  test('a bound before all times filters nothing instead of being refused, one beyond them everything', () => {
    for (const text of ['1500-01-01', '0002-03-01', '0000-01-01', '1899-12-31T23:59:59Z', '1900-01-01'])
      expect(parseBound('from', text), text).toBe('1900-01-01T00:00:00.000Z');
    expect(parseBound('to', '9999-12-31T23:59:59-10:00')).toBe('9999-12-31T00:00:00.000Z');
    expect(parseBound('from', '2026-03-01')).toBe(parseInstant('from', '2026-03-01'));
    expect(codeOf(() => parseBound('from', '1500-02-30'))).toBe('date_malformed');
    expect(codeOf(() => parseInstant('observedAt', '1500-01-01'))).toBe('date_malformed');
    expect(codeOf(() => parseInstant('observedAt', '9999-12-31T23:59:59-10:00'))).toBe('date_malformed');
  });
  test('every date from 1900 comes back as the same Bishkek day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-02'), max: new Date('2999-12-31'), noInvalidDate: true }),
        (date) => {
          const day = date.toISOString().slice(0, 10);
          const instant = Date.parse(parseInstant('from', day));
          expect(new Date(instant + 6 * 3_600_000).toISOString()).toBe(`${day}T00:00:00.000Z`);
        },
      ),
    );
  });
  test('any text is a time or refused', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => typeof codeOf(() => parseInstant('from', text)) === 'string',
      ),
    );
  });
});

describe('boxes and polygons', () => {
  const lng = fc.double({ min: -180, max: 180, noNaN: true });
  const lat = fc.double({ min: -90, max: 90, noNaN: true });
  const plain = (value: number) => value.toFixed(9);

  test('a box keeps its corners; one that crosses the antimeridian becomes two', () => {
    expect(parseBbox('72,40,73,41')).toBe('SRID=4326;MULTIPOLYGON(((72 40,73 40,73 41,72 41,72 40)))');
    expect(parseBbox('170,-10,-170,10').match(/\(\(/g)?.length).toBe(2);
  });
  test('every box in the world is read, every other text refused', () => {
    fc.assert(
      fc.property(lng, lat, lng, lat, (w, a, e, b) => {
        const [south, north] = [Math.min(a, b), Math.max(a, b)];
        expect(parseBbox([w, south, e, north].map(plain).join(','))).toMatch(/^SRID=4326;MULTIPOLYGON/);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        /^(SRID=4326;|bbox_malformed)/.test(String(codeOf(() => parseBbox(text)))),
      ),
    );
  });
  test('a convex polygon never crosses itself, wherever it starts, whichever way it turns', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 60 }), fc.nat(59), fc.boolean(), (corners, start, turned) => {
        const ring = Array.from({ length: corners }, (_, i) => {
          const angle = ((turned ? -1 : 1) * (i + start) * 2 * Math.PI) / corners;
          return [72.8 + Math.cos(angle) / 10, 40.5 + Math.sin(angle) / 10] as const;
        });
        expect(crossesItself(ring)).toBe(false);
        expect(parseWithin(ring.map((p) => p.map(plain).join(',')).join(';'))).toMatch(/^SRID=4326;POLYGON/);
      }),
    );
  });
  test('exchanging two neighbours of a convex polygon of more than three corners makes it cross itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 40 }), fc.nat(), (corners, pick) => {
        const ring = Array.from(
          { length: corners },
          (_, i) => [Math.cos((i * 2 * Math.PI) / corners), Math.sin((i * 2 * Math.PI) / corners)] as const,
        );
        const i = pick % corners;
        const j = (i + 1) % corners;
        [ring[i], ring[j]] = [ring[j]!, ring[i]!];
        expect(crossesItself(ring)).toBe(true);
      }),
    );
  });
  test.each([
    ['72,40;73,40', 'polygon_malformed'],
    ['72,40;72,40;72,40', 'polygon_malformed'],
    ['72,40;73,41;73,40;72,41', 'polygon_self_crossing'],
    ['72,40;73,40;72,40;72,41', 'polygon_self_crossing'],
    ['72,40;73;74,40', 'polygon_malformed'],
    ['172,40;173,40;190,41', 'polygon_malformed'],
  ])('%s is %s', (text, code) => expect(codeOf(() => parseWithin(text))).toBe(code));
});

describe('lists and numbers', () => {
  test('a comma list drops empty values and repetitions', () => {
    expect(listOf(' a, b,,a ,')).toEqual(['a', 'b']);
  });
  test('any text is a number in range or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        ['number', 'string'].includes(typeof codeOf(() => parseNumber('lng', text))),
      ),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (text) => {
        const limit = codeOf(() => parseLimit(text, { default: 10, max: 1000 }));
        expect(limit === 'limit_malformed' || (typeof limit === 'number' && limit >= 1 && limit <= 1000)).toBe(true);
      }),
    );
  });
  test('search words become prefixes that no operator can enter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (q) => {
        const { words } = parseFilter({ q }, catalog);
        expect(words === null || /^[\p{L}\p{N}]+:\*( & [\p{L}\p{N}]+:\*)*$/u.test(words)).toBe(true);
      }),
    );
  });
});
