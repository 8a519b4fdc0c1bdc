import type { HeatAnswer } from '../../../server/contract/analysis.ts';
import type { Catalog } from '../state/catalog.svelte.ts';
import { areaSheet } from './area-values.ts';
import type { AreaCounts, AreaSheet } from './area-values.ts';
import { getAreaCounts, getHeat } from './load.ts';
import { Resource } from './resource.svelte.ts';
import type { View } from './url.ts';

/** What a map shows of a filter as a whole; only the mode that is looked at is loaded. */
export class MapLayers {
  readonly #catalog: Catalog;
  readonly heat = new Resource<HeatAnswer>();
  readonly areas = new Resource<AreaCounts>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  load(view: View): void {
    if (view.mode === 'heat') void this.heat.load((signal) => getHeat(view, signal));
    if (view.mode === 'areas') void this.areas.load((signal) => getAreaCounts(view, this.#catalog.areas, signal));
  }

  /** The same again, unseen. */
  refresh(view: View): void {
    if (view.mode === 'heat') void this.heat.refresh((signal) => getHeat(view, signal));
    if (view.mode === 'areas') void this.areas.refresh((signal) => getAreaCounts(view, this.#catalog.areas, signal));
  }

  /** The choropleth of a view; null until its numbers are there. */
  sheet(view: View): AreaSheet | null {
    return this.areas.value && areaSheet(view, this.#catalog.areas, this.areas.value);
  }

  /** Whether what the mode shows is still on its way. */
  waiting({ mode }: View): boolean {
    return mode === 'heat' ? this.heat.loading : mode === 'areas' && this.areas.loading;
  }
}
