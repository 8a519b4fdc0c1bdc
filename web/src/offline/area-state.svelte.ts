import { api } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { grown } from '../map/geometry.ts';
import type { Bounds } from '../map/geometry.ts';
import type { BasemapTiles } from '../map/picture.ts';
import { m } from '../paraglide/messages.js';
import { Attempt } from '../state/attempt.svelte.ts';
import { aboutBytes, areaTilePaths, forgetArea, keepArea, keptArea, keptBytes } from './area-download.ts';
import type { KeptArea } from './area-download.ts';
import { workerAtWork } from './register.ts';

/** Around the boundary too: a walk does not end at it. */
const MARGIN = 0.2;

/** What is kept for a walk without a network, and the fetching of it: it goes on when its dialog is closed. */
class AreaState {
  readonly attempt = new Attempt();
  /** Share 0..1 of what is being fetched. */
  share = $state(0);
  /** What was fetched ahead; null: nothing. */
  kept = $state.raw<KeptArea | null>(null);
  /** Bytes of all that is kept. */
  bytes = $state(0);
  /** What there is of a background map; null while nobody knows, or without one. */
  #basemap = $state.raw<BasemapTiles | null>(null);

  async look(): Promise<void> {
    [this.kept, this.bytes] = await Promise.all([keptArea(), keptBytes()]);
    const basemap = (await api.basemap().catch(() => null)) as BasemapTiles | null;
    if (basemap?.available) this.#basemap = basemap;
  }

  /** About how many bytes the map of a box (degrees) has; null when there is none to be had. */
  about(bounds: Bounds): number | null {
    return this.#basemap && aboutBytes(areaTilePaths(grown(bounds, MARGIN), this.#basemap));
  }

  /** @param areas codes */
  fetch(areas: readonly string[], bounds: Bounds): Promise<unknown> {
    return this.attempt.run(async () => {
      this.share = 0;
      if (!(await workerAtWork())) throw Object.assign(new ApiError('no_room'), { words: m.offline_map_impossible });
      try {
        const paths = areaTilePaths(grown(bounds, MARGIN), this.#basemap!);
        await keepArea(areas, paths, (share) => (this.share = share));
      } finally {
        await this.look();
      }
    });
  }

  async forget(): Promise<void> {
    await forgetArea();
    this.attempt.error = null;
    await this.look();
  }
}

export const areaState = new AreaState();
