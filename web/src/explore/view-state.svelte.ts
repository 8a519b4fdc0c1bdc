import type { Catalog } from '../state/catalog.svelte.ts';
import type { Route } from '../state/route.svelte.ts';
import { boundsOf } from '../map/geometry.ts';
import type { Bounds } from '../map/geometry.ts';
import { DEFAULT_VIEW, filterParams, isFiltered, NO_AREA, parseView, viewHref } from './url.ts';
import type { Filter, View } from './url.ts';

/** What the address says is looked at, and the ways to look at something else. */
export class ViewState {
  protected readonly route: Route;
  protected readonly catalog: Catalog;
  /** Ids of reports at one place that were tapped together; the one thing shown that no address says. */
  stack = $state.raw<string[] | null>(null);

  view: View = $derived.by(() =>
    parseView(this.route.search, {
      hasArea: (code) => this.catalog.area(code) !== undefined,
      hasCategory: (code) => this.catalog.category(code) !== undefined || this.catalog.kind(code) !== undefined,
    }),
  );
  /** The filter as text: equal filters are equal texts, so nothing loads twice. */
  filterKey: string = $derived.by(() => filterParams(this.view).toString());
  filtered: boolean = $derived.by(() => isFiltered(this.view));
  /** The one settlement or area that is chosen, if it is one. */
  area = $derived.by(() => (this.view.area.length === 1 ? this.catalog.area(this.view.area[0]!) : undefined));
  demoVisible: boolean = $derived.by(() => {
    const { demo } = this.view;
    return demo === null ? this.catalog.demoShown : demo && this.catalog.config.demo.present;
  });
  /** True when invented reports exist but are left out because real ones came. */
  demoHidden: boolean = $derived.by(
    () => this.catalog.config.demo.present && !this.catalog.demoShown && this.view.demo === null,
  );

  constructor(route: Route, catalog: Catalog) {
    this.route = route;
    this.catalog = catalog;
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
    this.route.go(this.href({ ...changes, report: null }, this.route.path), { replace: true });
  }

  /** Shows exactly the reports behind a number; going back leads to where the number stood. */
  reveal(changes: Partial<View>): void {
    this.stack = null;
    this.route.go(this.href({ ...changes, report: null }, this.route.path));
  }

  /** Another way of showing the same: replaces too. */
  show(changes: Partial<Omit<View, keyof Filter>>): void {
    this.route.go(this.href(changes), { replace: true });
  }

  clearFilters(): void {
    const { category, status, from, to, q } = DEFAULT_VIEW;
    this.filter({ category, status, from, to, q });
  }

  /** Opens a report by its code; the way back closes it. From one report to the next there is one way back. */
  open(code: string): void {
    this.route.go(this.href({ report: code }), { replace: this.view.report !== null });
  }

  close(): void {
    if (this.view.report !== null) this.route.back(this.href({ report: null }));
  }

  /** Narrows to a settlement whose reports without a place were tapped; one that is chosen already shows its list. */
  openArea(code: string): void {
    if (this.view.area.join() === code) this.route.go(this.href({ view: 'list' }));
    else this.filter({ area: [code] });
  }

  /** Goes to the list of an area; the way back leads here again. */
  listArea(code: string): void {
    this.route.go(this.href({ area: [code], view: 'list', report: null }));
  }

  /** The box around what the filter can show; null when that may be anywhere. */
  get shownBounds(): Bounds | null {
    const { area } = this.view;
    if (area.length === 0 || area.includes(NO_AREA)) return null;
    return boundsOf(area.flatMap((code) => this.catalog.area(code)?.geometry ?? []) as Parameters<typeof boundsOf>[0]);
  }
}
