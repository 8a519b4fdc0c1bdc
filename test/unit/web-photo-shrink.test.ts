import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitted } from '../../web/src/report/photos/shrink.ts';

it('a photo keeps its shape, fits, is never enlarged, and never loses a side altogether', () => {
  const side = fc.integer({ min: 1, max: 20_000 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: 1, max: 2_000 }), (width, height, most) => {
      const small = fitted(width, height, most);
      expect(Math.max(small.width, small.height)).toBeLessThanOrEqual(Math.max(most, 1));
      expect(Math.min(small.width, small.height)).toBeGreaterThanOrEqual(1);
      expect(small.width).toBeLessThanOrEqual(width);
      expect(small.height).toBeLessThanOrEqual(height);
      if (Math.max(width, height) <= most) expect(small).toEqual({ width, height });
      // To half a pixel on each side.
      const scale = Math.min(1, most / Math.max(width, height));
      if (small.width > 1) expect(Math.abs(small.width - width * scale)).toBeLessThanOrEqual(0.5);
    }),
  );
});
