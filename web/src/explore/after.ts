import { untrack } from 'svelte';

/**
 * For an $effect that runs again when one of the values changes, and for nothing else it reads. The values have to be
 * handed over: a bare `void explore.filterKey` does not get through the bundler, which sees no use in it.
 */
export function after(_values: readonly unknown[], run: () => void): void {
  untrack(run);
}
