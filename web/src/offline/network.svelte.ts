import { freshness, request } from '../api/client.ts';
import { noteServerTime } from '../state/server-time.ts';

/** While what is shown is an old answer, the server is asked so often whether it is there again. */
const ASK_EVERY_MS = 15_000;

/** How old what is on the page is. */
class Network {
  /** RFC 3339, when the page or its last answer was kept; null when the server itself has answered. */
  keptAt = $state.raw<string | null>(document.documentElement.dataset.keptAt ?? null);
  /** Told when the server answers again. */
  back: () => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    freshness.told = (answer) => this.#told(answer);
    if (this.keptAt !== null) this.#askLater();
    const ask = (): void => void this.#ask();
    addEventListener('online', ask);
    document.addEventListener('visibilitychange', ask);
  }

  #told(answer: Response): void {
    const wasKept = this.keptAt !== null;
    this.keptAt = answer.headers.get('x-kept-at');
    if (this.keptAt !== null) return this.#askLater();
    noteServerTime(answer);
    if (wasKept) this.back();
  }

  #askLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), ASK_EVERY_MS);
  }

  /** Of a page that nobody sees nothing is asked. */
  async #ask(): Promise<void> {
    if (this.keptAt === null || document.visibilityState !== 'visible') return;
    await request('/healthz', { cache: 'no-store' }, (answer) => answer.text()).catch(() => this.#askLater());
  }
}

export const network = new Network();
