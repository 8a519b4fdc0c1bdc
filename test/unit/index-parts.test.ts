import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worldX, worldY } from '../../server/geo/mercator.ts';
import { keyHigh, keyLow, keyX, keyY } from '../../server/geo/morton.ts';
import { inRange, keyRange } from '../../server/geo/tile.ts';
import { bishkekDay, monthOf, monthText } from '../../server/index/columns/calendar.ts';
import { medianOf, medians } from '../../server/index/statistics/median.ts';
import { PolygonTest } from '../../server/index/read/polygon.ts';
import { formatUuid, parseUuid } from '../../server/index/columns/uuid.ts';
import { anyRing, covers } from '../support/index-reports.ts';

const anyCell = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function keyOf(x: number, y: number): bigint {
  return BigInt(keyHigh(x, y)) * 2n ** 32n + BigInt(keyLow(x, y));
}

describe('Morton keys', () => {
  it('hold both coordinates, bit by bit in turn', () => {
    fc.assert(
      fc.property(anyCell, anyCell, (x, y) => {
        const [high, low] = [keyHigh(x, y), keyLow(x, y)];
        expect([keyX(high, low), keyY(high, low)]).toEqual([x, y]);
        const bits = (value: number) => value.toString(2).padStart(32, '0');
        const woven = [...bits(y)].map((bit, i) => bit + bits(x)[i]!).join('');
        expect(keyOf(x, y)).toBe(BigInt(`0b${woven}`));
      }),
    );
  });

  it('make a tile of any zoom one range, which its neighbours do not touch', () => {
    fc.assert(
      fc.property(anyCell, anyCell, fc.integer({ min: 0, max: 32 }), (x, y, z) => {
        const [column, row] = [Math.floor(x / 2 ** (32 - z)), Math.floor(y / 2 ** (32 - z))];
        const range = keyRange({ z, x: column, y: row });
        expect(inRange(range, keyHigh(x, y), keyLow(x, y))).toBe(true);
        const first = BigInt(range.firstHigh) * 2n ** 32n + BigInt(range.firstLow);
        const last = BigInt(range.lastHigh) * 2n ** 32n + BigInt(range.lastLow);
        expect(last - first + 1n).toBe(4n ** BigInt(32 - z));
        if (column + 1 < 2 ** z) {
          const beside = keyRange({ z, x: column + 1, y: row });
          expect(inRange(beside, keyHigh(x, y), keyLow(x, y))).toBe(false);
        }
      }),
    );
  });
});

describe('the world grid', () => {
  it('has a cell for every place, the poles and both sides of the antimeridian included', () => {
    expect([worldX(-180), worldX(0), worldX(180)]).toEqual([0, 2 ** 31, 2 ** 32 - 1]);
    expect([worldY(90), worldY(85.06), worldY(0), worldY(-85.06), worldY(-90)]).toEqual([
      0,
      0,
      2 ** 31,
      2 ** 32 - 1,
      2 ** 32 - 1,
    ]);
  });

  it('is the inverse of the inverse projection', () => {
    const share = fc.integer({ min: 0, max: 2 ** 20 - 1 }).map((n) => (n + 0.5) / 2 ** 20);
    fc.assert(
      fc.property(share, (y) => {
        const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
        expect(worldY(lat) / 2 ** 32).toBeCloseTo(y, 9);
        expect(worldX(y * 360 - 180) / 2 ** 32).toBeCloseTo(y, 9);
      }),
    );
  });

  it('grows eastward and southward', () => {
    const lat = fc.double({ min: -90, max: 90, noNaN: true });
    fc.assert(
      fc.property(lat, lat, (a, b) => {
        expect(Math.sign(worldY(a) - worldY(b)) * Math.sign(b - a)).toBeGreaterThanOrEqual(0);
        expect(Math.sign(worldX(a) - worldX(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a polygon filter', () => {
  const units = (degrees: number) => Math.round(degrees * 1e7);

  it('agrees with the plain test on places around it, on its corners and on its edges', () => {
    fc.assert(
      fc.property(anyRing, fc.array(fc.tuple(fc.nat(200_000), fc.nat(200_000)), { maxLength: 60 }), (ring, offsets) => {
        const polygon = new PolygonTest(ring);
        const around = offsets.map(([x, y]) => [72.7 + x / 1e6, 40.43 + y / 1e6] as const);
        const middles = ring.map(([x, y], i) => {
          const [x2, y2] = ring[(i + 1) % ring.length]!;
          return [(x + x2) / 2, (y + y2) / 2] as const;
        });
        for (const [lng, lat] of [...ring, ...around, ...middles]) {
          const [x, y] = [units(lng), units(lat)];
          expect(polygon.covers(x, y)).toBe(covers(ring, x / 1e7, y / 1e7));
        }
        for (const [lng, lat] of ring) expect(polygon.covers(units(lng), units(lat))).toBe(true);
      }),
    );
  });

  it('includes its edges, and nothing of a dent', () => {
    const comb = new PolygonTest([[0, 0], [3, 0], [3, 2], [2, 2], [2, 1], [1, 1], [1, 2], [0, 2]]); // prettier-ignore
    const at = (x: number, y: number) => comb.covers(units(x), units(y));
    expect([at(0, 0), at(1.5, 1), at(1, 1.5), at(3, 2), at(0.5, 0), at(2.5, 2)]).toEqual(Array(6).fill(true));
    expect([at(1.5, 1.5), at(1.5, 1.0000001), at(3.0000001, 1), at(-0.0000001, 1), at(1.0000001, 2)]).toEqual(
      Array(5).fill(false),
    );
  });

  it('thinner than a unit still finds the place on it', () => {
    const sliver = new PolygonTest([[72, 40], [72.00000001, 40], [72, 40.00000001]]); // prettier-ignore
    expect(sliver.covers(units(72), units(40))).toBe(true);
    expect(sliver.covers(units(72) + 1, units(40))).toBe(false);
  });
});

describe('the calendar of statistics', () => {
  it('counts months and days in Bishkek, since 2005 six hours ahead of UTC', () => {
    const month = (text: string) => monthText(monthOf(bishkekDay(Date.parse(text))));
    expect(month('2026-02-28T17:59:59.999Z')).toBe('2026-02');
    expect(month('2026-02-28T18:00:00Z')).toBe('2026-03');
    expect(month('1999-12-31T18:30:00Z')).toBe('1999-12');
    expect(month('1999-12-31T19:00:00Z')).toBe('2000-01');
    expect(month('0031-05-01T00:00:00Z')).toBe('0031-05');
    expect(bishkekDay(0)).toBe(0);
    expect(bishkekDay(Date.parse('1969-12-31T17:59:59Z'))).toBe(-1);
  });

  it('agrees with the zone of the platform on any instant', () => {
    const format = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Bishkek' });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          expect(new Date(bishkekDay(date.getTime()) * 86_400_000).toISOString().slice(0, 10)).toBe(
            format.format(date),
          );
        },
      ),
    );
  });
});

describe('ids', () => {
  it('come back as they were, in lower case', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.boolean(), (uuid, upper) => {
        const words = new Uint32Array(8);
        parseUuid(upper ? uuid.toUpperCase() : uuid, words, 1);
        expect(formatUuid(words, 1)).toBe(uuid);
      }),
    );
  });

  it.each([
    '',
    'a',
    '00000000-0000-0000-0000-00000000000g',
    '000000000000000000000000000000000000',
    `${'0'.repeat(40)}`,
    '00000000-0000-0000-0000-0000000000ñ0',
  ])('%s is none', (text) => expect(() => parseUuid(text, new Uint32Array(4), 0)).toThrow(RangeError));
});

describe('medians', () => {
  it('are the middle of each group, or between the two in the middle', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(65_534))), (pairs) => {
        const [groups, values] = [pairs.map(([group]) => group), pairs.map(([, value]) => value)];
        const alone = medians(1, new Int32Array(values.length), Uint16Array.from(values))[0]!;
        expect(medianOf(Uint16Array.from(values))).toBe(Number.isNaN(alone) ? null : alone);
        const result = medians(5, Int32Array.from(groups), Uint16Array.from(values));
        for (let group = 0; group < 5; group++) {
          const own = values.filter((_, i) => groups[i] === group).sort((a, b) => a - b);
          const half = own.length / 2;
          const middle = own.length % 2 ? own[Math.floor(half)]! : (own[half - 1]! + own[half]!) / 2;
          expect(result[group]).toBe(own.length === 0 ? NaN : middle);
        }
      }),
    );
  });
});
