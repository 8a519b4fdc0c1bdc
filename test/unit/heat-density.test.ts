import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMetres } from '../../server/geo/project.ts';
import { densityGrid } from '../../server/heat/rules.ts';
import type { DensityGrid } from '../../server/heat/rules.ts';
import { anyArea, anyPlaces, areaOf, box, columnsOf, disc, pointsOf } from '../support/heat-shapes.ts';
import type { Metres } from '../support/heat-shapes.ts';

const SETTLEMENT = areaOf([[disc(550)]]);
const radius = fc.integer({ min: 100, max: 500 });

function integral({ perHectare, shares, cellMetres }: DensityGrid): number {
  return perHectare.reduce((sum, density, cell) => sum + (density * shares[cell]! * cellMetres ** 2) / 10_000, 0);
}

/** Density per hectare at a place of the grid's own flat map, between the centres of four cells. */
function densityAt(grid: DensityGrid, x: number, y: number): number {
  const column = (x - grid.westMetres) / grid.cellMetres - 0.5;
  const row = (y - grid.southMetres) / grid.cellMetres - 0.5;
  const i = Math.floor(column);
  const j = Math.floor(row);
  const at = (di: number, dj: number) => grid.perHectare[(j + dj) * grid.columns + i + di] ?? 0;
  const [u, v] = [column - i, row - j];
  return (1 - v) * ((1 - u) * at(0, 0) + u * at(1, 0)) + v * ((1 - u) * at(0, 1) + u * at(1, 1));
}

describe('kernel density inside an area', () => {
  it('adds up to the weights of its reports, wherever they lie and whatever the area and radius', () => {
    fc.assert(
      fc.property(anyArea, anyPlaces, radius, (polygons, places, radiusMetres) => {
        const grid = densityGrid(areaOf(polygons), columnsOf(places), radiusMetres)!;
        const total = places.reduce((sum, { weight, times }) => sum + weight * times, 0);
        expect(grid.perHectare.every((density) => density >= 0 && density < Infinity)).toBe(true);
        expect(Math.abs(integral(grid) - total)).toBeLessThanOrEqual(1e-6 * total);
      }),
    );
  });

  it('adds up over the boundary itself, measured on a fine net of places, within 1 %', () => {
    const grid = densityGrid(SETTLEMENT, pointsOf([[540, 0], [0, 0], [-300, 450], [10, -545]]), 150)!; // prettier-ignore
    let sum = 0;
    for (let x = -550; x < 550; x += 4) {
      for (let y = -550; y < 550; y += 4) if (Math.hypot(x, y) < 550) sum += densityAt(grid, x, y) * 16e-4;
    }
    expect(Math.abs(sum / 4 - 1)).toBeLessThan(0.01);
  });

  it.each([100, 150, 317, 500])('peaks at 3 / (pi r^2) over a lone report far from the edge, r = %d m', (r) => {
    const wide = areaOf([[disc(1500)]]);
    fc.assert(
      fc.property(
        fc.double({ min: -300, max: 300, noNaN: true }),
        fc.double({ min: -300, max: 300, noNaN: true }),
        (x, y) => {
          const grid = densityGrid(wide, pointsOf([[x, y]]), r)!;
          const peak = (3 / (Math.PI * r * r)) * 10_000;
          expect(Math.max(...grid.perHectare) / peak).toBeGreaterThan(0.98);
          expect(Math.max(...grid.perHectare) / peak).toBeLessThan(1.02);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('follows the quartic curve from the place outward and ends at the radius', () => {
    const grid = densityGrid(areaOf([[disc(600)]]), pointsOf([[0, 0]]), 200)!;
    const peak = (3 / (Math.PI * 200 ** 2)) * 10_000;
    for (const d of [0, 40, 80, 120, 160, 190, 230]) {
      const expected = d < 200 ? peak * (1 - (d / 200) ** 2) ** 2 : 0;
      for (const angle of [0, 1, 2, 3, 4, 5, 6]) {
        expect(densityAt(grid, d * Math.cos(angle), d * Math.sin(angle))).toBeCloseTo(expected, 2);
      }
    }
  });

  it('gives a report on a straight edge twice the density: its other half may not be lost outside', () => {
    const grid = densityGrid(areaOf([[box(-600, -600, 600, 600)]]), pointsOf([[600, 0]]), 150)!;
    const peak = (3 / (Math.PI * 150 ** 2)) * 10_000;
    expect(densityAt(grid, 600, 0) / (2 * peak)).toBeCloseTo(1, 1);
  });

  it('keeps a report whose published point lies wholly outside at the nearest part of its area', () => {
    const grid = densityGrid(SETTLEMENT, pointsOf([[2000, 0]]), 100)!;
    expect(integral(grid)).toBeCloseTo(1, 6);
    expect(densityAt(grid, 540, 0)).toBeGreaterThan(densityAt(grid, 500, 0));
    expect(densityAt(grid, 400, 0)).toBe(0);
  });

  it('keeps a report in the mouth of a bay far from both shores', () => {
    const bay: Metres[] = [[-900, -900], [900, -900], [900, -800], [-800, -800], [-800, 800], [900, 800], [900, 900], [-900, 900]]; // prettier-ignore
    const grid = densityGrid(areaOf([[bay]]), pointsOf([[850, -100]]), 100)!;
    expect(integral(grid)).toBeCloseTo(1, 6);
    expect(densityAt(grid, 850, -810)).toBeGreaterThan(0);
  });

  it('counts ninety reports at one coordinate as one of weight ninety', () => {
    const many = densityGrid(SETTLEMENT, pointsOf(Array.from({ length: 90 }, () => [200, -100])), 150)!;
    const heavy = densityGrid(SETTLEMENT, pointsOf([[200, -100]], [90]), 150)!;
    many.perHectare.forEach((density, cell) => expect(density).toBeCloseTo(heavy.perHectare[cell]!, 8));
  });

  it('adds nothing for a report of weight 0', () => {
    const grid = densityGrid(SETTLEMENT, pointsOf([[0, 0], [100, 100]], [0, 0]), 150)!; // prettier-ignore
    expect(grid.perHectare.every((density) => density === 0)).toBe(true);
  });

  it('draws ten thousand reports, shared out to cells first, as it draws them one by one', () => {
    const places = Array.from({ length: 2_500 }, (_, i): Metres => {
      const distance = 545 * Math.sqrt((i * 0.6180339887) % 1);
      return [distance * Math.cos(i * 2.4), distance * Math.sin(i * 2.4) * (i % 3 === 0 ? 0.3 : 1)];
    });
    const few = densityGrid(SETTLEMENT, pointsOf(places, places.map(() => 4)), 150)!; // prettier-ignore
    const many = densityGrid(SETTLEMENT, pointsOf([...places, ...places, ...places, ...places]), 150)!;
    expect(integral(many)).toBeCloseTo(10_000, 3);
    const highest = Math.max(...few.perHectare);
    few.perHectare.forEach((density, cell) => {
      if (few.shares[cell]! > 0) expect(Math.abs(density - many.perHectare[cell]!)).toBeLessThan(0.02 * highest);
    });
  });

  it('bounds the grid of an enormous area and says what it used instead', () => {
    const region = densityGrid(areaOf([[box(-20_000, -20_000, 20_000, 20_000)]]), pointsOf([[5_000, 300]]), 100)!;
    expect(region.columns * region.rows).toBeLessThan(260_000);
    expect(region.radiusMetres).toBeCloseTo(3 * region.cellMetres, 6);
    expect(integral(region)).toBeCloseTo(1, 6);
    const settlement = densityGrid(SETTLEMENT, pointsOf([[0, 0]]), 100)!;
    expect([settlement.radiusMetres, settlement.cellMetres]).toEqual([100, 10]);
  });

  it('holds a lane five metres wide, far thinner than a cell', () => {
    const lane = densityGrid(areaOf([[box(-400, -2.5, 400, 2.5)]]), pointsOf([[0, 0]]), 500)!;
    expect(integral(lane)).toBeCloseTo(1, 6);
  });

  it('has no density for an area without extent', () => {
    expect(
      densityGrid({ code: 'x', geometry: { type: 'MultiPolygon', coordinates: [] } }, pointsOf([[0, 0]]), 150),
    ).toBeNull();
    expect(densityGrid(areaOf([[[[0, 0], [100, 0], [200, 0]]]]), pointsOf([[0, 0]]), 150)).toBeNull(); // prettier-ignore
  });

  it('keeps the place of a report on the flat map of the area', () => {
    const grid = densityGrid(SETTLEMENT, pointsOf([[200, -100]]), 100)!;
    const [x, y] = toMetres(grid.projection, pointsOf([[200, -100]]).lng[0]!, pointsOf([[200, -100]]).lat[0]!);
    const cell = grid.perHectare.indexOf(Math.max(...grid.perHectare));
    const column = cell % grid.columns;
    expect(Math.abs(grid.westMetres + (column + 0.5) * grid.cellMetres - x)).toBeLessThanOrEqual(grid.cellMetres / 2);
    const row = Math.floor(cell / grid.columns);
    expect(Math.abs(grid.southMetres + (row + 0.5) * grid.cellMetres - y)).toBeLessThanOrEqual(grid.cellMetres / 2);
  });

  it('refuses what cannot be drawn and names it', () => {
    const at = (lng: number[], lat: number[], weight?: number[]) => () =>
      densityGrid(SETTLEMENT, weight ? { lng, lat, weight } : { lng, lat }, 150);
    expect(at([72.838, NaN], [40.4985, 40.4985])).toThrow('point 1: lng NaN');
    expect(at([72.838], [Infinity])).toThrow('point 0');
    expect(at([72.838], [40.4985], [-1])).toThrow('weight -1');
    expect(at([72.838], [40.4985, 40.5])).toThrow('columns differ');
    for (const r of [0, -1, NaN, Infinity]) {
      expect(() => densityGrid(SETTLEMENT, pointsOf([]), r)).toThrow(`radius of ${r} metres`);
    }
  });
});
