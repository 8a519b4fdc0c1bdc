import type { HeatAnswer } from '../../../server/contract/analysis.ts';
import { getHeat } from './load.ts';
import { Resource } from './resource.svelte.ts';
import type { View } from './url.ts';

/** What a map shows of a filter as a whole; only the mode that is looked at is loaded. */
export class MapLayers {
  readonly heat = new Resource<HeatAnswer>();

  load(view: View): void {
    if (view.mode === 'heat') void this.heat.load((signal) => getHeat(view, signal));
  }

  /** The same again, unseen. */
  refresh(view: View): void {
    if (view.mode === 'heat' && this.heat.value) void this.heat.refresh((signal) => getHeat(view, signal));
  }
}
