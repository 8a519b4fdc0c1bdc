/** Fetching the background map of an area ahead, for a walk without a network. The service worker keeps what it sees. */
import { api } from '../api/client.ts';
import { coverTiles } from '../map/tile-cover.ts';
import type { Bounds } from '../map/geometry.ts';
import type { BasemapTiles } from '../map/picture.ts';

/** From a whole settlement on the screen down to single houses; closer the same tiles are drawn larger. */
const ZOOMS = { first: 11, last: 16 } as const;
/** What somebody may fetch at a time: some 15 MB, half of what is kept. */
const TILES_MAX = 600;
const AT_ONCE = 4;

/** Paths of the tiles of a box (degrees), coarse ones first, as many whole zooms as fit. */
export function areaTilePaths(bounds: Bounds, { tiles, minzoom, maxzoom }: BasemapTiles): string[] {
  const template = tiles[0];
  if (template === undefined) return [];
  const paths: string[] = [];
  for (let z = Math.max(ZOOMS.first, minzoom); z <= Math.min(ZOOMS.last, maxzoom); z++) {
    const cover = coverTiles(bounds, z);
    if (paths.length + cover.length > TILES_MAX) break;
    for (const { x, y } of cover) {
      paths.push(template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y)));
    }
  }
  return paths;
}

/**
 * Asks for all of them, a few at a time. Throws an ApiError when one does not come; the others stay.
 * @param onprogress share 0..1 of what is there
 */
export async function fetchTiles(paths: readonly string[], onprogress: (share: number) => void): Promise<void> {
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
      const url = new URL(path, location.origin);
      await api.tile(url.pathname + url.search);
      onprogress(++done / paths.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
