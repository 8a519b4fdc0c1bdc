import type { BurstMember } from '../../../../server/contract/floods.ts';
import type { MapReports } from '../../map/picture.ts';
import { toMapReports } from '../../map/sources.ts';
import type { Burst } from './api.ts';

/** The address of a burst for as long as it is one: its first report stays the first. */
export const keyOf = ({ reports }: Burst): string => reports[0]!.id;

/** How often each value comes, the most frequent first. */
export function tally<T extends string | null>(values: readonly T[]): { value: T; count: number }[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

/** How many came from the address most came from, and from how many addresses in all; null when none is known. */
export function addressesOf(members: readonly BurstMember[]): { most: number; addresses: number } | null {
  const known = members.flatMap(({ address }) => (address === null ? [] : [address]));
  if (known.length === 0) return null;
  return { most: known.filter((address) => address === 1).length, addresses: Math.max(...known) };
}

/** Members as a map draws them: those at one and the same place are one mark, which says how many. */
export const marksOf = (members: readonly BurstMember[]): MapReports =>
  toMapReports(
    members.map(({ id, category, area, location }) => ({
      geometry: location,
      properties: { id, category, area, status: 'new', precision: 'exact', supports: 0 },
    })),
  );
