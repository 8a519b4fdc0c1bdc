import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReportIndex } from './report-index.ts';

/** One slice between two turns of the event loop: about 1 ms. */
const SLICE_ROWS = 4096;

/**
 * Merges the tail into the body in slices, between which everything else of the process goes on, queries and changes of
 * the index included.
 *
 * @throws Error when a merge is already going on
 */
export async function mergeGradually(index: ReportIndex): Promise<void> {
  const step = index.startMerge();
  while (!step(SLICE_ROWS)) await nextTurn();
}
