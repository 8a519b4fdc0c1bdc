import { context } from '../state/context.ts';
import type { Catalog } from '../state/catalog.svelte.ts';
import type { Route } from '../state/route.svelte.ts';
import { intersects } from '../map/geometry.ts';
import type { Bounds } from '../map/geometry.ts';
import type { Display, Smooth } from '../map/picture.ts';
import { WHOLE_SET_MAX } from '../map/sources.ts';
import { Comparison } from './compare-state.svelte.ts';
import { getFacets, getSummary } from './load.ts';
import { MapLayers } from './map-layers.svelte.ts';
import { MarkSet } from './mark-set.svelte.ts';
import { Opened } from './opened.svelte.ts';
import { ReportPages } from './report-pages.svelte.ts';
import { Resource } from './resource.svelte.ts';
import type { Draft, Facets, Summary } from './statistics.ts';
import { ViewState } from './view-state.svelte.ts';

/** What the map knows about itself and others show: the legend, the notices. */
export interface MapStatus {
  display: Display;
  /** Reports with a place in view; null while unknown. */
  inView: number | null;
  /** Reports known by their settlement only: hexagons, never part of heat. */
  areaOnly: number;
  /** The smooth picture over the whole city, where it is shown. */
  smooth: Smooth | null;
  /** At the centre of the view. */
  metresPerPixel: number;
}

/** Everything the explore pages show: what the address says (view-state), and what the server answered to it. */
export class Explore extends ViewState {
  /** Figures, and the filter they are of. */
  readonly summary = new Resource<Summary & { of: string }>();
  readonly facets = new Resource<Facets>();
  /** A time that is being chosen on the histogram. */
  draft = $state.raw<Draft | null>(null);
  /** How often something that is shown has changed under way: charts that load by themselves follow it. */
  refreshed = $state(0);
  /** The list. */
  readonly pages = new ReportPages(this);
  /** What the map shows: `layers` of the filter as a whole, and single reports. */
  readonly layers: MapLayers;
  readonly markSet = new MarkSet();
  readonly #markSets = new Set([this.markSet]);
  readonly comparison: Comparison;
  /** The single reports that were opened. */
  readonly opened: Opened;
  mapStatus = $state.raw<MapStatus>({ display: 'none', inView: null, areaOnly: 0, smooth: null, metresPerPixel: 0 });

  /** The draft while it is newer than the figures of the server. */
  drafted: Draft | null = $derived.by(() => {
    const { draft } = this;
    const valid = draft && (draft.live || draft.of === this.filterKey) && draft.of !== this.summary.value?.of;
    return valid ? draft : null;
  });

  constructor(route: Route, catalog: Catalog) {
    super(route, catalog);
    this.opened = new Opened(this, {
      list: () => this.pages.list.value?.features ?? [],
      marks: () => this.markSet.marks.value?.features ?? [],
    });
    this.layers = new MapLayers(catalog);
    this.comparison = new Comparison(catalog);
  }

  /** Marks of a further map: what changes is forgotten there too. Returns the undoing. */
  shareMarks(marks: MarkSet): () => void {
    this.#markSets.add(marks);
    return () => this.#markSets.delete(marks);
  }

  /** Figures and list. */
  load(): void {
    this.loadSummary();
    this.pages.load();
  }

  /** Figures, which every layout shows. */
  loadSummary(): void {
    void this.summary.load(this.#summary());
  }

  /**
   * Loads again what is shown and lies where something changed (null: anywhere), unseen: old values stay until the new
   * ones are there. The marks follow the new figures.
   */
  refresh(where: Bounds | null): void {
    for (const marks of this.#markSets) marks.forget(where);
    const { shownBounds } = this;
    if (where && shownBounds && !intersects(where, shownBounds)) return;
    this.refreshed++;
    void this.summary.refresh(this.#summary());
    this.pages.refresh();
    if (this.facets.value) void this.facets.refresh(this.#facets());
    this.layers.refresh(this.view);
    if (this.view.view === 'compare') this.comparison.refresh(this.view);
    // Anywhere may mean categories, boundaries or texts; and the first real report takes the invented ones off the screen.
    if (where === null || this.catalog.demoShown) void this.catalog.load();
  }

  #summary() {
    const { view, filterKey } = this;
    return async (signal: AbortSignal) => ({ ...(await getSummary(view, signal)), of: filterKey });
  }

  #facets() {
    const { view } = this;
    return (signal: AbortSignal) => getFacets(view, this.catalog.areas, signal);
  }

  /** Counts beside the choices; only where filters are on the screen. */
  loadFacets(): void {
    void this.facets.load(this.#facets());
  }

  /** Whether the marks depend on where the map looks. */
  get marksFollowView(): boolean {
    return (this.summary.value?.total ?? 0) > WHOLE_SET_MAX;
  }
}

export const exploreContext = context<Explore>('Explore');
