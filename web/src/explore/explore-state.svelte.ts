import type { HeatAnswer } from '../../../server/contract/analysis.ts';
import type { ReportFeature } from '../../../server/contract/reports.ts';
import { api } from '../api/client.ts';
import { context } from '../state/context.ts';
import type { Catalog } from '../state/catalog.svelte.ts';
import type { Route } from '../state/route.svelte.ts';
import type { Bounds } from '../map/geometry.ts';
import type { Display, MapReports } from '../map/picture.ts';
import { loadReports, toMapReports, WHOLE_SET_MAX } from '../map/sources.ts';
import { Resource } from './resource.svelte.ts';
import { countAreas, countCategories, countStatuses, facetQueries, summarise, summaryQuery } from './statistics.ts';
import type { Facets, Summary } from './statistics.ts';
import { DEFAULT_VIEW, filterParams, isFiltered, parseView, viewHref } from './url.ts';
import type { View } from './url.ts';

/** Reports on one page of the list. */
const LIST_PAGE = 50;
/** Below this many in view the reports themselves are shown, not their density. */
export const FEW = 30;

interface List {
  features: ReportFeature[];
  next: string | null;
}

/** What the map knows about itself and others show: the legend, the notices. */
export interface MapStatus {
  display: Display;
  /** Reports with a place in view; null while unknown. */
  inView: number | null;
  /** Reports known by their settlement only: hexagons, never part of heat. */
  areaOnly: number;
  /** At the centre of the view. */
  metresPerPixel: number;
}

/** Everything the explore pages show: what the address says, and what the server answered to it. */
export class Explore {
  readonly #route: Route;
  readonly #catalog: Catalog;
  readonly summary = new Resource<Summary>();
  readonly facets = new Resource<Facets>();
  readonly heat = new Resource<HeatAnswer>();
  readonly list = new Resource<List>();
  readonly marks = new Resource<{ reports: MapReports; features: ReportFeature[]; complete: boolean }>();
  /** The open report. */
  readonly selected = new Resource<ReportFeature>();
  mapStatus = $state.raw<MapStatus>({ display: 'none', inView: null, areaOnly: 0, metresPerPixel: 0 });
  loadingMore = $state(false);
  /** Ids of reports at one place that were tapped together. */
  stack = $state.raw<string[] | null>(null);

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

  /** Another way of showing the same: replaces too. */
  show(changes: Pick<Partial<View>, 'mode' | 'radius'>): void {
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
    const report = this.#known().find((feature) => feature.properties.id === id);
    if (report) this.open(report.properties.code);
  }

  /** The reports of a stack, as far as they are loaded. */
  get stacked(): ReportFeature[] {
    const ids = new Set(this.stack);
    return (this.marks.value?.features ?? []).filter((report) => ids.has(report.properties.id));
  }

  #known(): ReportFeature[] {
    return [...(this.list.value?.features ?? []), ...(this.marks.value?.features ?? [])];
  }

  /** Figures and list, which every layout shows. */
  load(): void {
    const { view } = this;
    void this.summary.load(async (signal) => summarise(await api.statistics(summaryQuery(view), signal)));
    const params = filterParams(view);
    params.set('limit', String(LIST_PAGE));
    void this.list.load(async (signal) => {
      const { features, next } = await api.reports(params, signal);
      return { features, next };
    });
  }

  /** Counts beside the choices; only where filters are on the screen. */
  loadFacets(): void {
    const queries = facetQueries(this.view);
    const { areas } = this.#catalog;
    void this.facets.load(async (signal) => {
      const [area, category, status] = await Promise.all([
        api.statistics(queries.area, signal),
        api.statistics(queries.category, signal),
        api.statistics(queries.status, signal),
      ]);
      return { area: countAreas(area, areas), category: countCategories(category), status: countStatuses(status) };
    });
  }

  loadHeat(): void {
    if (this.view.mode !== 'heat' && !this.marksFollowView) return;
    const params = filterParams(this.view);
    params.set('radius', String(this.view.radius));
    void this.heat.load((signal) => api.heat(params, signal));
  }

  /** Reports for the map. With more than fit at once it has to be called again when the view moves. */
  loadMarks(total: number, seen: { bounds: Bounds; zoom: number }): void {
    const params = filterParams(this.view);
    void this.marks.load(async (signal) => {
      const { features, complete } = await loadReports(params, total, seen, signal);
      return { reports: toMapReports(features), features, complete };
    });
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
      if (key === this.filterKey) {
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
