import { api } from '../api/client.ts';
import { getList } from './load.ts';
import type { List } from './load.ts';
import { Resource } from './resource.svelte.ts';
import type { ViewState } from './view-state.svelte.ts';

/** Reports on one page of the list. */
const LIST_PAGE = 50;

/** The list of the reports that fit the filter, page by page. */
export class ReportPages {
  readonly #view: ViewState;
  readonly list = new Resource<List>();
  loadingMore = $state(false);

  constructor(view: ViewState) {
    this.#view = view;
  }

  /** The first page; only where the list is on the screen. */
  load(): void {
    void this.list.load(this.#get(LIST_PAGE));
  }

  /** As many as are shown again, unseen; nothing where there is no list, or a page is on its way. */
  refresh(): void {
    if (!this.list.value || this.loadingMore) return;
    void this.list.refresh(this.#get(Math.max(LIST_PAGE, this.list.value.features.length)));
  }

  /** The next page after those that are shown. */
  async loadMore(): Promise<void> {
    const { value } = this.list;
    if (!value?.next || this.loadingMore) return;
    this.loadingMore = true;
    const key = this.#view.filterKey;
    try {
      const page = await api.nextPage(value.next);
      // A page after another list than the one it was asked for would leave a gap.
      if (key === this.#view.filterKey && this.list.value === value) {
        this.list.value = { features: [...value.features, ...page.features], next: page.next };
      }
    } catch (error) {
      this.list.error = error;
    } finally {
      this.loadingMore = false;
    }
  }

  #get(count: number) {
    const { view } = this.#view;
    return (signal: AbortSignal) => getList(view, count, signal);
  }
}
