import { VectorTile } from '@mapbox/vector-tile';
import type { VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import type { Precision, Status } from '../../../server/contract/enums.ts';
import { placeInTile } from './tile-cover.ts';
import type { TileAddress } from './tile-cover.ts';

/** [longitude, latitude], degrees WGS 84, as finely as the tile has it: 1/4096 of its edge. */
type Place = [number, number];

export interface TileReport {
  id: string;
  at: Place;
  category: string;
  status: Status;
  precision: Precision;
  supports: number;
  /** 0 where none was named. */
  households: number;
}

/** What a tile shows; each report is counted once, in one of the lists. */
export interface TileContent {
  tile: TileAddress;
  reports: TileReport[];
  /** Reports counted by cell, at their mean place. */
  cells: { at: Place; count: number; supports: number; households: number }[];
  /** Reports known by their settlement only, at its label point. */
  areas: { at: Place; area: string; count: number }[];
}

type Properties = VectorTileFeature['properties'];

/** Reads a vector tile of reports; null is an empty one. Throws when the bytes are none. */
export function readTile(tile: TileAddress, bytes: ArrayBuffer | null): TileContent {
  const { layers } = new VectorTile(new PbfReader(bytes ? new Uint8Array(bytes) : new Uint8Array()));
  const each = <T>(name: string, make: (properties: Properties, at: Place) => T): T[] => {
    const layer = layers[name];
    return Array.from({ length: layer?.length ?? 0 }, (_, i) => {
      const feature = layer!.feature(i);
      const { x = 0, y = 0 } = feature.loadGeometry()[0]?.[0] ?? {};
      return make(feature.properties, placeInTile(tile, x / feature.extent, y / feature.extent));
    });
  };
  return {
    tile,
    reports: each('reports', (properties, at) => ({
      id: String(properties.id),
      at,
      category: String(properties.category),
      status: properties.status as Status,
      precision: properties.precision as Precision,
      supports: Number(properties.supports),
      households: Number(properties.households ?? 0),
    })),
    cells: each('cells', ({ count, supports, households }, at) => ({
      at,
      count: Number(count),
      supports: Number(supports),
      households: Number(households),
    })),
    areas: each('areas', ({ area, count }, at) => ({ at, area: String(area ?? ''), count: Number(count) })),
  };
}
