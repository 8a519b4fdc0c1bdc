/** Words of the groupings that one column stands for: area; category and kind; or status. */
type Value = readonly (string | null)[];

/** The different values a column can have, in order, and for each of its slots the number of the value it has. */
export interface Dimension {
  readonly values: readonly Value[];
  readonly numberOf: Float64Array<ArrayBuffer>;
}

/** Numbers the values of the slots in their order (by code units, null last); slots with equal values share a number. */
export function dimensionOf(slots: readonly Value[]): Dimension {
  const distinct = new Map(slots.map((value) => [JSON.stringify(value), value]));
  const values = [...distinct.entries()].sort(([, a], [, b]) => compareValues(a, b));
  const numbers = new Map(values.map(([key], number) => [key, number]));
  return {
    values: values.map(([, value]) => value),
    numberOf: Float64Array.from(slots, (value) => numbers.get(JSON.stringify(value))!),
  };
}

function compareValues(a: Value, b: Value): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (x === y) continue;
    if (x === null || y === null) return x === null ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return 0;
}
