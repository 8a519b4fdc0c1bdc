import { api } from '../api/client.ts';
import type { Catalog } from '../state/catalog.svelte.ts';
import { pairOf, sideOf } from './comparison.ts';
import type { Side } from './comparison.ts';
import { Resource } from './resource.svelte.ts';
import { filterParams } from './url.ts';
import type { Filter } from './url.ts';

/** The figures of two settlements under one filter. */
export class Comparison {
  readonly #catalog: Catalog;
  readonly sides = new Resource<[Side, Side]>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** Codes of the settlements that are compared; null where there are not two. */
  pair(filter: Filter): [string, string] | null {
    return pairOf(
      filter.area,
      this.#catalog.settlements.map(({ properties }) => properties.code),
    );
  }

  load(filter: Filter): void {
    void this.sides.load(this.#get(filter));
  }

  /** The same again, unseen. */
  refresh(filter: Filter): void {
    if (this.sides.value) void this.sides.refresh(this.#get(filter));
  }

  #get(filter: Filter) {
    const pair = this.pair(filter) ?? [];
    const side = async (code: string, signal: AbortSignal): Promise<Side> => {
      const query = (by: string): string => `${filterParams({ ...filter, area: [code] })}&by=${by}`;
      const [byCategory, byArea] = await Promise.all([
        api.statistics(query('category'), signal),
        api.statistics(query('area'), signal),
      ]);
      return sideOf(code, byCategory, byArea, this.#catalog.areas);
    };
    return (signal: AbortSignal) => Promise.all(pair.map((code) => side(code, signal))) as Promise<[Side, Side]>;
  }
}
