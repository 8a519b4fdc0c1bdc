import type { Bounds } from '../map/geometry.ts';
import type { Density } from '../map/picture.ts';
import type { HeatWeight } from '../../../server/contract/enums.ts';
import type { TileStore } from '../map/tile-store.ts';
import { getAllMarks, getDensityInView, getMarksInView, makeTileStore } from './load.ts';
import type { Marks } from './load.ts';
import { Resource } from './resource.svelte.ts';
import { filterParams } from './url.ts';
import type { Filter } from './url.ts';

/** The marks of one map: all of a filter, or those around what is looked at. */
export class MarkSet {
  readonly marks = new Resource<Marks>();
  readonly density = new Resource<Density>();
  /** What `marks` was last asked for. */
  #key = '';
  #tiles: TileStore | null = null;

  /** Loads all marks of the filter, or with a view (box in degrees) those around it. The same again is unseen. */
  load(filter: Filter, seen: { bounds: Bounds; zoom: number } | null): void {
    const key = JSON.stringify([filterParams(filter).toString(), seen]);
    const get = async (signal: AbortSignal): Promise<Marks> => {
      if (!seen) return getAllMarks(filter, signal);
      this.#tiles ??= await makeTileStore();
      return getMarksInView(this.#tiles, filter, seen, signal);
    };
    void (key === this.#key ? this.marks.refresh(get) : this.marks.load(get));
    this.#key = key;
  }

  /** The density around a view, for a smooth picture of it. */
  loadDensity(filter: Filter, weight: HeatWeight, seen: { bounds: Bounds; zoom: number }): void {
    void this.density.refresh(async (signal) => {
      this.#tiles ??= await makeTileStore();
      return getDensityInView(this.#tiles, filter, weight, seen, signal);
    });
  }

  /** What lies in the box is no longer true; null: nothing is. */
  forget(where: Bounds | null): void {
    this.#tiles?.forget(where);
  }
}
