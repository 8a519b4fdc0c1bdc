import { Resource } from './resource.svelte.ts';

/** A list that comes page by page; each page names the `next` one, the last null. */
export class Pages<P extends { next: string | null }> {
  readonly list = new Resource<P>();
  loadingMore = $state(false);

  /** Asks for the page after those that are shown, and joins it to them unless they are another list by then. */
  async more(get: (next: string) => Promise<P>, join: (before: P, page: P) => P): Promise<void> {
    const { value } = this.list;
    if (!value?.next || this.loadingMore || this.list.loading) return;
    this.loadingMore = true;
    try {
      const page = await get(value.next);
      // A page after another list than the one it was asked for would leave a gap.
      if (this.list.value === value && !this.list.loading) this.list.value = join(value, page);
    } catch (error) {
      // What is wrong with a list that nobody looks at any more is no news.
      if (this.list.value === value && !this.list.loading) this.list.error = error;
    } finally {
      this.loadingMore = false;
    }
  }
}
