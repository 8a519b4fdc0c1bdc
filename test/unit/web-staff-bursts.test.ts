import { expect, it } from 'vitest';
import type { BurstMember } from '../../server/contract/floods.ts';
import { addressesOf, marksOf, tally } from '../../web/src/staff/bursts/rules.ts';

let serial = 0;
const member = (more: Partial<BurstMember> = {}): BurstMember => {
  serial += 1;
  return {
    id: `id-${serial}`,
    code: 'CODE',
    at: '2026-03-01T00:00:00.000Z',
    category: 'ROAD',
    kind: null,
    area: 'alai-1',
    location: { type: 'Point', coordinates: [72.8, 40.5] },
    address: null,
    ...more,
  };
};

it('counts what comes most often first', () => {
  expect(tally(['b', 'a', null, 'a'])).toEqual([
    { value: 'a', count: 2 },
    { value: 'b', count: 1 },
    { value: null, count: 1 },
  ]);
});

it('says how many came from the address most came from, and nothing when none is known', () => {
  const members = [1, 2, 1, null, 1].map((address) => member({ address }));
  expect(addressesOf(members)).toEqual({ most: 3, addresses: 2 });
  expect(addressesOf([member(), member()])).toBeNull();
});

it('shows reports at one place as one mark with their number, and none without a place', () => {
  const elsewhere = member({ location: { type: 'Point', coordinates: [72.9, 40.5] } });
  const { marks } = marksOf([member(), elsewhere, member(), member({ location: null })]);
  expect(marks.features.map(({ geometry, properties }) => [geometry.coordinates, properties.n])).toEqual([
    [[72.8, 40.5], 2],
    [[72.9, 40.5], 1],
  ]);
});
