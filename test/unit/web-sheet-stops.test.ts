import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neighbour, settle, SHEET_STOPS, stopHeights } from '../../web/src/ui/sheet-stops.ts';

const heights = stopHeights(684, 228);

describe('a bottom sheet', () => {
  it('has stops that only grow, on every screen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 2000 }), fc.integer({ min: 0, max: 600 }), (screen, peek) => {
        const { peek: low, half, full } = stopHeights(screen, peek);
        expect(low).toBeLessThanOrEqual(half);
        expect(half).toBeLessThanOrEqual(full);
        expect(full).toBe(screen);
      }),
    );
  });

  it('comes to rest at the nearest stop when it is let go slowly', () => {
    expect(settle(heights, heights.peek + 20, 0)).toBe('peek');
    expect(settle(heights, heights.half - 20, 0.1)).toBe('half');
    expect(settle(heights, heights.full - 20, -0.1)).toBe('full');
  });

  it('follows a flick to the next stop, and not beyond the last', () => {
    expect(settle(heights, heights.peek + 10, 1)).toBe('half');
    expect(settle(heights, heights.half + 10, -1)).toBe('half');
    expect(settle(heights, heights.half - 10, -1)).toBe('peek');
    expect(settle(heights, heights.full, 1)).toBe('full');
    expect(settle(heights, heights.full - 10, -1, ['peek', 'full'])).toBe('peek');
  });

  it('goes one stop at a time by its buttons', () => {
    expect(neighbour('peek', 1)).toBe('half');
    expect(neighbour('peek', -1)).toBe('peek');
    expect(neighbour('full', 1)).toBe('full');
    expect(neighbour(SHEET_STOPS[1]!, -1)).toBe('peek');
  });
});
