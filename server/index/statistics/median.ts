const VALUES = 2 ** 16;
/** While the greatest value is up to so many times the number of values, counting them is faster than sorting them. */
const COUNTING_PAYS = 16;

/**
 * The median of the values of each group, NaN for groups without any; the mean of the two in the middle where their
 * number is even, as percentile_cont(0.5) has it. Value i belongs to group groups[i] < groupCount. Values are brought
 * to their groups by counting: O(n).
 */
export function medians(groupCount: number, groups: Int32Array, values: Uint16Array): Float64Array {
  const ends = new Uint32Array(groupCount);
  for (let i = 0; i < groups.length; i++) ends[groups[i]!]!++;
  for (let group = 0, start = 0; group < groupCount; group++) {
    const items = ends[group]!;
    ends[group] = start;
    start += items;
  }
  const byGroup = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) byGroup[ends[groups[i]!]!++] = values[i]!;
  const counts = new Uint32Array(VALUES);
  const result = new Float64Array(groupCount).fill(NaN);
  for (let group = 0, from = 0; group < groupCount; group++) {
    const to = ends[group]!;
    if (to > from) result[group] = medianWithin(byGroup, from, to, counts);
    from = to;
  }
  return result;
}

/** The median of all values; null when there are none. */
export function medianOf(values: Uint16Array): number | null {
  if (values.length === 0) return null;
  const counts = new Uint32Array(VALUES);
  for (let i = 0; i < values.length; i++) counts[values[i]!]!++;
  return (valueAt(counts, (values.length - 1) >>> 1) + valueAt(counts, values.length >>> 1)) / 2;
}

/** The value at a place among all in order, from how often each occurs. */
function valueAt(counts: Uint32Array, place: number): number {
  let value = 0;
  for (let passed = counts[0]!; passed <= place; passed += counts[value]!) value++;
  return value;
}

/** The median of the values from..to-1, whose order may be changed. */
function medianWithin(values: Uint16Array, from: number, to: number, counts: Uint32Array): number {
  let most = 0;
  for (let i = from; i < to; i++) if (values[i]! > most) most = values[i]!;
  const [lower, upper] = [(from + to - 1) >>> 1, (from + to) >>> 1];
  if (most <= (to - from) * COUNTING_PAYS) {
    for (let i = from; i < to; i++) counts[values[i]!]!++;
    const median = (valueAt(counts, lower - from) + valueAt(counts, upper - from)) / 2;
    counts.fill(0, 0, most + 1);
    return median;
  }
  const sorted = values.subarray(from, to).sort();
  return (sorted[lower - from]! + sorted[upper - from]!) / 2;
}
