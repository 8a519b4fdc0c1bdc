import { ID_WORDS, type Columns } from './columns.ts';

/**
 * The one order of reports on the map: by Morton key, those of one place by id. It says nothing of when a report came or of
 * which section it lies in, so that the same reports are always the same tile, byte for byte.
 */
export function isBefore(a: Columns, rowA: number, b: Columns, rowB: number): boolean {
  const [highA, highB] = [a.keyHigh[rowA]!, b.keyHigh[rowB]!];
  if (highA !== highB) return highA < highB;
  const [lowA, lowB] = [a.keyLow[rowA]!, b.keyLow[rowB]!];
  if (lowA !== lowB) return lowA < lowB;
  for (let word = 0; word < ID_WORDS; word++) {
    const [wordA, wordB] = [a.ids[rowA * ID_WORDS + word]!, b.ids[rowB * ID_WORDS + word]!];
    if (wordA !== wordB) return wordA < wordB;
  }
  return false;
}

/** Whether two rows have the same Morton key. */
export function isAtSamePlace(a: Columns, rowA: number, b: Columns, rowB: number): boolean {
  return a.keyHigh[rowA] === b.keyHigh[rowB] && a.keyLow[rowA] === b.keyLow[rowB];
}
