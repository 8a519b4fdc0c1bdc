/** What a place in the ranking is decided by. */
export interface Ranked {
  count: number;
  supports: number;
  households: number;
  /** [longitude, latitude]. */
  labelPoint: readonly number[];
}

/** Ties are broken by what people would name next, and at last by place, so that a number stays where it is. */
export function byRank(a: Ranked, b: Ranked): number {
  return (
    b.count - a.count ||
    b.supports - a.supports ||
    b.households - a.households ||
    a.labelPoint[0]! - b.labelPoint[0]! ||
    a.labelPoint[1]! - b.labelPoint[1]!
  );
}

/** Puts an entry where it belongs among the first of the ranking; what is behind the first `most` is dropped. */
export function rankIn<Entry extends Ranked>(first: Entry[], entry: Entry, most: number): void {
  if (first.length === most && byRank(first.at(-1)!, entry) <= 0) return;
  let at = first.length;
  while (at > 0 && byRank(first[at - 1]!, entry) > 0) at--;
  first.splice(at, 0, entry);
  if (first.length > most) first.pop();
}
