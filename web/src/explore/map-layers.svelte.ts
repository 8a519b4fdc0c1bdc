import type { GridAnswer, HeatAnswer } from '../../../server/contract/analysis.ts';
import type { Catalog } from '../state/catalog.svelte.ts';
import { areaSheet } from './area-values.ts';
import type { AreaCounts, AreaSheet } from './area-values.ts';
import { getAreaCounts, getGrid, getHeat } from './load.ts';
import { Resource } from './resource.svelte.ts';
import { filterParams } from './url.ts';
import type { View } from './url.ts';

/** What a map shows of a filter as a whole; only the mode that is looked at is loaded. */
export class MapLayers {
  readonly #catalog: Catalog;
  readonly heat = new Resource<HeatAnswer>();
  readonly grid = new Resource<GridAnswer>();
  readonly areas = new Resource<AreaCounts>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Equal keys show the same. */
  keyOf(view: View): string {
    return [filterParams(view), view.mode, view.weight, view.radius, view.size].join();
  }

  load(view: View): void {
    if (view.mode === 'heat') void this.heat.load((signal) => getHeat(view, signal));
    if (view.mode === 'grid') void this.grid.load((signal) => getGrid(view, signal));
    if (view.mode === 'areas') void this.areas.load((signal) => getAreaCounts(view, this.#catalog.areas, signal));
  }

  /** The same again, unseen. */
  refresh(view: View): void {
    if (view.mode === 'heat') void this.heat.refresh((signal) => getHeat(view, signal));
    if (view.mode === 'grid') void this.grid.refresh((signal) => getGrid(view, signal));
    if (view.mode === 'areas') void this.areas.refresh((signal) => getAreaCounts(view, this.#catalog.areas, signal));
  }

  /** The choropleth of a view; null until its numbers are there. */
  sheet(view: View): AreaSheet | null {
    return this.areas.value && areaSheet(view, this.#catalog.areas, this.areas.value);
  }

  /** Whether what the mode shows is still on its way. */
  waiting({ mode }: View): boolean {
    return mode !== 'points' && this[mode].loading;
  }
}
