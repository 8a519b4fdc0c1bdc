import type { Position } from 'geojson';
import type { GridAnswer } from '../../../server/contract/analysis.ts';
import type { ReportFeature } from '../../../server/contract/reports.ts';
import { api } from '../api/client.ts';
import { wordsFor } from '../i18n/words.ts';
import { context } from '../state/context.ts';
import type { Catalog } from '../state/catalog.svelte.ts';
import type { Route } from '../state/route.svelte.ts';
import { toasts } from '../state/toast.svelte.ts';
import { boundsOf, intersects } from '../map/geometry.ts';
import type { Bounds } from '../map/geometry.ts';
import type { Display, Smooth } from '../map/picture.ts';
import { WHOLE_SET_MAX } from '../map/sources.ts';
import { Comparison } from './compare-state.svelte.ts';
import { getFacets, getList, getReportsAt, getReportsIn, getSummary } from './load.ts';
import type { List } from './load.ts';
import { MapLayers } from './map-layers.svelte.ts';
import { MarkSet } from './mark-set.svelte.ts';
import { Resource } from './resource.svelte.ts';
import type { Draft, Facets, Summary } from './statistics.ts';
import { DEFAULT_VIEW, filterParams, isFiltered, NO_AREA, parseView, viewHref } from './url.ts';
import type { Filter, View } from './url.ts';

/** Reports on one page of the list. */
const LIST_PAGE = 50;

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

/** Everything the explore pages show: what the address says, and what the server answered to it. */
export class Explore {
  readonly #route: Route;
  readonly #catalog: Catalog;
  /** Figures, and the filter they are of. */
  readonly summary = new Resource<Summary & { of: string }>();
  readonly facets = new Resource<Facets>();
  /** A time that is being chosen on the histogram. */
  draft = $state.raw<Draft | null>(null);
  /** How often something that is shown has changed under way: charts that load by themselves follow it. */
  refreshed = $state(0);
  readonly list = new Resource<List>();
  /** What the map shows: `layers` of the filter as a whole, and single reports. */
  readonly layers: MapLayers;
  readonly markSet = new MarkSet();
  readonly #markSets = new Set([this.markSet]);
  readonly comparison: Comparison;
  /** The open report. */
  readonly selected = new Resource<ReportFeature>();
  mapStatus = $state.raw<MapStatus>({ display: 'none', inView: null, areaOnly: 0, smooth: null, metresPerPixel: 0 });
  loadingMore = $state(false);
  /** Ids of reports at one place that were tapped together. */
  stack = $state.raw<string[] | null>(null);
  /** Those of them that were not loaded before. */
  readonly stackReports = new Resource<ReportFeature[]>();

  view: View = $derived.by(() =>
    parseView(this.#route.search, {
      hasArea: (code) => this.#catalog.area(code) !== undefined,
      hasCategory: (code) => this.#catalog.category(code) !== undefined || this.#catalog.kind(code) !== undefined,
    }),
  );
  /** The filter as text: equal filters are equal texts, so nothing loads twice. */
  filterKey: string = $derived.by(() => filterParams(this.view).toString());
  filtered: boolean = $derived.by(() => isFiltered(this.view));
  /** The one settlement or area that is chosen, if it is one. */
  area = $derived.by(() => (this.view.area.length === 1 ? this.#catalog.area(this.view.area[0]!) : undefined));
  /** The draft while it is newer than the figures of the server. */
  drafted: Draft | null = $derived.by(() => {
    const { draft } = this;
    const valid = draft && (draft.live || draft.of === this.filterKey) && draft.of !== this.summary.value?.of;
    return valid ? draft : null;
  });
  demoVisible: boolean = $derived.by(() => {
    const { demo } = this.view;
    return demo === null ? this.#catalog.demoShown : demo && this.#catalog.config.demo.present;
  });
  /** True when invented reports exist but are left out because real ones came. */
  demoHidden: boolean = $derived.by(
    () => this.#catalog.config.demo.present && !this.#catalog.demoShown && this.view.demo === null,
  );

  constructor(route: Route, catalog: Catalog) {
    this.#route = route;
    this.#catalog = catalog;
    this.layers = new MapLayers(catalog);
    this.comparison = new Comparison(catalog);
  }

  /** Address of this view with changes. */
  href(changes: Partial<View>, path = '/'): string {
    return viewHref({ ...this.view, ...changes }, path);
  }

  /** Address of the report form; its pin starts in the settlement that is looked at. */
  get newHref(): string {
    return this.view.area.length === 1 ? `/new?area=${encodeURIComponent(this.view.area[0]!)}` : '/new';
  }

  /** Narrows or widens: no step of its own in the history, or going back would walk through every tick. */
  filter(changes: Partial<View>): void {
    this.stack = null;
    this.#route.go(this.href({ ...changes, report: null }, this.#route.path), { replace: true });
  }

  /** Shows exactly the reports behind a number; going back leads to where the number stood. */
  reveal(changes: Partial<View>): void {
    this.stack = null;
    this.#route.go(this.href({ ...changes, report: null }, this.#route.path));
  }

  /** Another way of showing the same: replaces too. */
  show(changes: Partial<Omit<View, keyof Filter>>): void {
    this.#route.go(this.href(changes), { replace: true });
  }

  clearFilters(): void {
    const { category, status, from, to, q } = DEFAULT_VIEW;
    this.filter({ category, status, from, to, q });
  }

  /** Opens a report by its code; the way back closes it. From one report to the next there is one way back. */
  open(code: string): void {
    this.#route.go(this.href({ report: code }), { replace: this.view.report !== null });
  }

  close(): void {
    if (this.view.report !== null) this.#route.back(this.href({ report: null }));
  }

  /** Finds the report of the address: among what is loaded already, else by its tracking code. */
  loadSelected(): void {
    const code = this.view.report;
    if (code === null) return this.selected.clear();
    if (this.selected.value?.properties.code === code) return;
    const known = this.#known().find((report) => report.properties.code === code);
    if (this.selected.value !== null) this.selected.clear();
    void this.selected.load(async (signal) => known ?? (await api.report((await api.track(code, signal)).id, signal)));
  }

  /** Opens a report of the map, which knows marks by id. */
  openId(id: string): void {
    const known = this.#known().find((feature) => feature.properties.id === id);
    if (known) return this.open(known.properties.code);
    void this.selected
      .load((signal) => api.report(id, signal))
      .then(async () => {
        const { value, error } = this.selected;
        if (value?.properties.id === id) this.open(value.properties.code);
        else if (error) toasts.show((await wordsFor(error))(), { icon: 'alert-circle' });
      });
  }

  /** Shows the reports at one place, [longitude, latitude]; tiles know only their ids. */
  openStack(ids: string[], at: Position): void {
    const { view } = this;
    this.close();
    this.stack = ids;
    this.stackReports.clear();
    if (this.stacked.length < ids.length) void this.stackReports.load((signal) => getReportsAt(view, at, signal));
  }

  /** Narrows to a settlement whose reports without a place were tapped; one that is chosen already shows its list. */
  openArea(code: string): void {
    if (this.view.area.join() === code) this.#route.go(this.href({ view: 'list' }));
    else this.filter({ area: [code] });
  }

  /** Shows the reports that a hexagon counts, as a stack. */
  async openCell(cell: GridAnswer['features'][number] | undefined): Promise<void> {
    if (!cell) return;
    const { view } = this;
    this.close();
    this.stack = [];
    await this.stackReports.load((signal) => getReportsIn(view, cell.geometry.coordinates[0]!, signal));
    if (this.stack?.length === 0) this.stack = this.stackReports.value?.map((report) => report.properties.id) ?? [];
  }

  /** Goes to the list of an area; the way back leads here again. */
  listArea(code: string): void {
    this.#route.go(this.href({ area: [code], view: 'list', report: null }));
  }

  /** The reports of a stack, as far as they are loaded. */
  get stacked(): ReportFeature[] {
    const ids = new Set(this.stack);
    const loaded = this.stackReports.value ?? this.markSet.marks.value?.features ?? [];
    return loaded.filter((report) => ids.has(report.properties.id));
  }

  #known(): ReportFeature[] {
    return [this.list.value, this.markSet.marks.value]
      .flatMap((loaded) => loaded?.features ?? [])
      .concat(this.stackReports.value ?? []);
  }

  /** Marks of a further map: what changes is forgotten there too. Returns the undoing. */
  shareMarks(marks: MarkSet): () => void {
    this.#markSets.add(marks);
    return () => this.#markSets.delete(marks);
  }

  /** Figures and list. */
  load(): void {
    this.loadSummary();
    this.loadList();
  }

  /** Figures, which every layout shows. */
  loadSummary(): void {
    void this.summary.load(this.#summary());
  }

  /** The list; only where it is on the screen. */
  loadList(): void {
    void this.list.load(this.#list(LIST_PAGE));
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
    if (this.list.value && !this.loadingMore) {
      void this.list.refresh(this.#list(Math.max(LIST_PAGE, this.list.value.features.length)));
    }
    if (this.facets.value) void this.facets.refresh(this.#facets());
    this.layers.refresh(this.view);
    if (this.view.view === 'compare') this.comparison.refresh(this.view);
    // The first real report takes the invented ones off the screen.
    if (this.#catalog.demoShown) void this.#catalog.load();
  }

  /** The box around what the filter can show; null when that may be anywhere. */
  get shownBounds(): Bounds | null {
    const { area } = this.view;
    if (area.length === 0 || area.includes(NO_AREA)) return null;
    return boundsOf(area.flatMap((code) => this.#catalog.area(code)?.geometry ?? []) as Parameters<typeof boundsOf>[0]);
  }

  #summary() {
    const { view, filterKey } = this;
    return async (signal: AbortSignal) => ({ ...(await getSummary(view, signal)), of: filterKey });
  }

  #list(count: number) {
    const { view } = this;
    return (signal: AbortSignal) => getList(view, count, signal);
  }

  #facets() {
    const { view } = this;
    return (signal: AbortSignal) => getFacets(view, this.#catalog.areas, signal);
  }

  /** Counts beside the choices; only where filters are on the screen. */
  loadFacets(): void {
    void this.facets.load(this.#facets());
  }

  /** Whether the marks depend on where the map looks. */
  get marksFollowView(): boolean {
    return (this.summary.value?.total ?? 0) > WHOLE_SET_MAX;
  }

  async loadMore(): Promise<void> {
    const { value } = this.list;
    if (!value?.next || this.loadingMore) return;
    this.loadingMore = true;
    const key = this.filterKey;
    try {
      const page = await api.nextPage(value.next);
      // A page after another list than the one it was asked for would leave a gap.
      if (key === this.filterKey && this.list.value === value) {
        this.list.value = { features: [...value.features, ...page.features], next: page.next };
      }
    } catch (error) {
      this.list.error = error;
    } finally {
      this.loadingMore = false;
    }
  }
}

export const exploreContext = context<Explore>('Explore');
