import { parseTileAddress } from '../basemap/rules.ts';
import type { TileAddress } from '../geo/tile.ts';
import { problem } from '../http/problem.ts';

/** Reads the three parts of a tile's path, zoom 0 to 22; throws tile_out_of_range with the values. */
export function parseTile(z: string, x: string, y: string): TileAddress {
  const tile = parseTileAddress(z, x, y);
  if (!tile) {
    throw problem(
      'tile_out_of_range',
      `${[z, x, y].map((part) => part.slice(0, 12)).join('/')} is no tile of zoom 0 to 22`,
    );
  }
  return tile;
}
