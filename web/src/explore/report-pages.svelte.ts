import { api } from '../api/client.ts';
import { getList } from './load.ts';
import type { List } from './load.ts';
import { Pages } from './pages.svelte.ts';
import type { ViewState } from './view-state.svelte.ts';

/** Reports on one page of the list. */
export const LIST_PAGE = 50;

/** The list of the reports that fit the filter, page by page. */
export class ReportPages extends Pages<List> {
  readonly #view: ViewState;

  constructor(view: ViewState) {
    super();
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
  loadMore(): Promise<void> {
    return this.more(
      (next) => api.nextPage(next),
      (before, page) => ({ features: [...before.features, ...page.features], next: page.next }),
    );
  }

  #get(count: number) {
    const { view } = this.#view;
    return (signal: AbortSignal) => getList(view, count, signal);
  }
}
