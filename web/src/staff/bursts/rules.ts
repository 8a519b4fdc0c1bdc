import type { BurstMember } from '../../../../server/contract/floods.ts';
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

/** Members at one and the same place are one mark: it says how many. */
export function placesOf(members: readonly BurstMember[]): { at: [number, number]; members: BurstMember[] }[] {
  const places = new Map<string, BurstMember[]>();
  for (const member of members) {
    if (member.location === null) continue;
    const key = member.location.coordinates.join();
    const there = places.get(key);
    if (there) there.push(member);
    else places.set(key, [member]);
  }
  return [...places.values()].map((here) => ({
    at: here[0]!.location!.coordinates as [number, number],
    members: here,
  }));
}
