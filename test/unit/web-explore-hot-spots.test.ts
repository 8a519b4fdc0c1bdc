import { describe, expect, test } from 'vitest';
import { spotAt, type HotSpot } from '../../web/src/explore/hot-spots.svelte.ts';
import { withinOf } from '../../web/src/explore/load.ts';

const spots = [
  [72.83, 40.49],
  [72.84, 40.5],
].map((labelPoint, at) => ({ properties: { rank: at + 1, labelPoint } }) as unknown as HotSpot);

describe('the hot spot of an address', () => {
  test('is the nearest, as long as it is near enough to be the same', () => {
    expect(spotAt(spots, '72.8395,40.5003')).toBe(spots[1]);
    expect(spotAt(spots, '72.8300,40.4900')).toBe(spots[0]);
    expect(spotAt(spots, '72.8350,40.4950')).toBe(null);
  });
  test('is none where the address cannot be understood', () => {
    for (const text of [null, '', ',', '72.83', '72.83,', 'a,b', '72.83,40.49,1'])
      expect(spotAt(spots, text)).toBe(null);
  });
});

test('the outline of a hot spot is never more corners than the filter takes', () => {
  const ring = Array.from({ length: 451 }, (_, i) => [i, -i]);
  expect(withinOf(ring).split(';')).toHaveLength(150);
  expect(
    withinOf([
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ]),
  ).toBe('0,0;1,0;0,1');
});
