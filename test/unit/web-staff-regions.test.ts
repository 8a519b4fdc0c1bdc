import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { added, inside, mosaicOf, moved, resized, SIDE_MIN, spanned } from '../../web/src/staff/photos/regions.ts';

const part = fc.double({ min: -1, max: 2, noNaN: true });
const region = fc.record({ x: part, y: part, width: part, height: part }).map(inside);
const spot = fc.record({ x: part, y: part });
/** The last digit is rounded. */
const NEAR = 1e-4;

function expectOnPhoto({ x, y, width, height }: ReturnType<typeof inside>): void {
  for (const side of [width, height]) expect(side).toBeGreaterThanOrEqual(SIDE_MIN);
  for (const from of [x, y]) expect(from).toBeGreaterThanOrEqual(0);
  for (const to of [x + width, y + height]) expect(to).toBeLessThanOrEqual(1 + NEAR);
}

describe('a region of a photo', () => {
  it('never leaves the photo, nor gets too small to be taken hold of, whatever is done with it', () => {
    fc.assert(
      fc.property(region, spot, spot, (start, one, other) => {
        for (const each of [start, moved(start, one), resized(start, one), spanned(one, other)]) expectOnPhoto(each);
      }),
    );
  });

  it('keeps its size while it is moved, and its upper left corner while it is resized', () => {
    fc.assert(
      fc.property(region, spot, (start, by) => {
        expect(moved(start, by)).toMatchObject({ width: start.width, height: start.height });
        const next = resized(start, by);
        expect(Math.abs(next.x - start.x)).toBeLessThanOrEqual(NEAR);
        expect(Math.abs(next.y - start.y)).toBeLessThanOrEqual(NEAR);
      }),
    );
  });

  it('is the same from whichever corner it is drawn', () => {
    fc.assert(
      fc.property(spot, spot, (one, other) => {
        const mixed = [
          { x: one.x, y: other.y },
          { x: other.x, y: one.y },
        ] as const;
        expect(spanned(one, other)).toEqual(spanned(other, one));
        expect(spanned(...mixed)).toEqual(spanned(one, other));
      }),
    );
    expect(spanned({ x: 0.6, y: 0.4 }, { x: 0.2, y: 0.1 })).toEqual({ x: 0.2, y: 0.1, width: 0.4, height: 0.3 });
  });

  it('added by the button never lies exactly on the one before', () => {
    const all = Array.from({ length: 20 }).reduce<ReturnType<typeof added>[]>(
      (before) => [...before, added(before)],
      [],
    );
    all.forEach((each, index) => index > 0 && expect(each).not.toEqual(all[index - 1]));
  });

  it('is left with at most six cells along its longer side, inside the picture', () => {
    fc.assert(
      fc.property(
        region,
        fc.integer({ min: 1, max: 1600 }),
        fc.integer({ min: 1, max: 1600 }),
        (each, width, height) => {
          const cells = mosaicOf(each, width, height);
          expect(Math.max(cells.columns, cells.rows)).toBeLessThanOrEqual(6);
          expect(cells.left + cells.width).toBeLessThanOrEqual(width);
          expect(cells.top + cells.height).toBeLessThanOrEqual(height);
          expect(Math.min(cells.width, cells.height)).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });
});
