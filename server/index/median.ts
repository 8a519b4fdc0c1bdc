const VALUES = 2 ** 16;

/**
 * The median of the values of each group, NaN for groups without any; the mean of the two in the middle where their
 * number is even, as percentile_cont(0.5) has it. Value i belongs to group groups[i] < groupCount. O(n): sorted by
 * counting, first by value and then, keeping that order, by group.
 */
export function medians(groupCount: number, groups: Int32Array, values: Uint16Array): Float64Array {
  const places = startsOf(values, VALUES);
  const groupsByValue = new Int32Array(values.length);
  const sortedValues = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const at = places[values[i]!]!++;
    groupsByValue[at] = groups[i]!;
    sortedValues[at] = values[i]!;
  }
  const ends = startsOf(groups, groupCount);
  const byGroup = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) byGroup[ends[groupsByValue[i]!]!++] = sortedValues[i]!;
  const result = new Float64Array(groupCount).fill(NaN);
  for (let group = 0, from = 0; group < groupCount; group++) {
    const to = ends[group]!;
    if (to > from) result[group] = (byGroup[(from + to - 1) >>> 1]! + byGroup[(from + to) >>> 1]!) / 2;
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

/** Where the items of each number begin when they are sorted. */
function startsOf(numbers: Int32Array | Uint16Array, count: number): Uint32Array {
  const starts = new Uint32Array(count);
  for (let i = 0; i < numbers.length; i++) starts[numbers[i]!]!++;
  for (let number = 0, start = 0; number < count; number++) {
    const items = starts[number]!;
    starts[number] = start;
    start += items;
  }
  return starts;
}
