import type { AreaFeature, Category, ConfigAnswer, Kind, Names } from '../../../server/contract/catalog.ts';
import type { ReportProperties } from '../../../server/contract/reports.ts';
import type { Static } from 'typebox';
import { api } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { m } from '../paraglide/messages.js';
import { context } from './context.ts';
import { locale } from './locale.svelte.ts';

type CatalogState = 'loading' | 'ready' | 'failed';

/** What the server knows before any report: categories, kinds, areas, limits. Loaded once, reloaded for fresh counts. */
export class Catalog {
  state = $state<CatalogState>('loading');
  error = $state.raw<ApiError | null>(null);
  #config = $state.raw<ConfigAnswer | null>(null);
  areas = $state.raw<AreaFeature[]>([]);

  /** Those in use last: they win. */
  #known = $derived([...(this.#config?.retired ?? []), ...(this.#config?.categories ?? [])]);
  #categories = $derived(new Map(this.#known.map((category) => [category.code, category])));
  #kinds = $derived(
    new Map(
      this.#known.flatMap(({ code, kinds }) =>
        kinds.map((kind) => [kind.code, { kind, category: this.#categories.get(code)! }] as const),
      ),
    ),
  );
  #areas = $derived(new Map(this.areas.map((area) => [area.properties.code, area])));

  /** Loads everything; keeps the old values when a reload fails. Never throws: see `state` and `error`. */
  async load(): Promise<void> {
    try {
      const [config, areas] = await Promise.all([api.config(), api.areas()]);
      this.#config = config;
      this.areas = areas.features;
      this.state = 'ready';
      this.error = null;
    } catch (error) {
      this.error = error instanceof ApiError ? error : new ApiError('network');
      if (this.#config === null) this.state = 'failed';
    }
  }

  /** Throws before `state` is ready: pages are drawn only after. */
  get config(): ConfigAnswer {
    if (this.#config === null) throw new Error('the catalog is not loaded');
    return this.#config;
  }

  /** What a new report may have. */
  get categories(): Category[] {
    return this.config.categories;
  }

  /** What any report may have, retired ones too. */
  get allCategories(): Category[] {
    return [...this.#categories.values()];
  }

  category(code: string): Category | undefined {
    return this.#categories.get(code);
  }

  kind(code: string): Kind | undefined {
    return this.#kinds.get(code)?.kind;
  }

  /** The category of a kind's code. */
  categoryOfKind(code: string): Category | undefined {
    return this.#kinds.get(code)?.category;
  }

  area(code: string): AreaFeature | undefined {
    return this.#areas.get(code);
  }

  get settlements(): AreaFeature[] {
    return this.areas.filter((area) => area.properties.kind === 'settlement');
  }

  /** True while a settlement's boundary is only a placeholder. */
  get placeholder(): boolean {
    return this.areas.some((area) => area.properties.approximate);
  }

  /** True when invented reports are shown without being asked for. */
  get demoShown(): boolean {
    return this.config.demo.shown;
  }

  /** What the site is called: known before all else, so asked for at any time. */
  get siteName(): string {
    const own = this.#config?.texts.siteName;
    return own ? this.nameOf(own) : m.app_name();
  }

  /** A name in the language of the page. */
  nameOf(names: Names): string {
    return names[locale.current];
  }

  /** What a kind or a category is called; undefined when there is none of that code. */
  codeName(code: string): string | undefined {
    const names = this.kind(code)?.name ?? this.category(code)?.name;
    return names && this.nameOf(names);
  }

  /** What a responsible body is called; undefined for none, or one that is not known. */
  bodyName(code: string | null): string | undefined {
    const body = this.config.bodies.find((one) => one.code === code);
    return body && this.nameOf(body.name);
  }

  /** What a report is called: its kind, else its category. */
  reportName({ kind, category }: Pick<Static<typeof ReportProperties>, 'kind' | 'category'>): string {
    return (kind === null ? undefined : this.codeName(kind)) ?? this.codeName(category) ?? category;
  }
}

export const catalogContext = context<Catalog>('Catalog');
