import { freshness } from '../api/client.ts';

/** How old what is on the page is. */
class Network {
  /** RFC 3339, when the page or its last answer was kept; null when the server itself has answered. */
  keptAt = $state.raw<string | null>(document.documentElement.dataset.keptAt ?? null);

  constructor() {
    freshness.told = (keptAt) => (this.keptAt = keptAt);
  }
}

export const network = new Network();
