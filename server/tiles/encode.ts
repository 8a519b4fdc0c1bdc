import { PbfWriter } from 'pbf';
import { PRECISIONS, STATUSES } from '../contract/enums.ts';
import { TILE_EXTENT, type PointList, type Tile, type TileArea, type TileCell } from '../index/rules.ts';
import { LayerWriter } from './layer.ts';

/** Field of a tile that holds a layer. */
const TILE_LAYER = 3;
const REPORT_KEYS = ['id', 'category', 'kind', 'status', 'area', 'precision', 'supports', 'households', 'demo'];
const CELL_KEYS = ['count', 'supports', 'households'];
const AREA_KEYS = ['area', 'count'];
const NO_VALUE = -1;
const ID_HIGH_BITS = 0x1fffff;

/**
 * A tile as Mapbox Vector Tile 2.1, extent 4096, layers `reports`, `cells` and `areas` where they have features; without
 * any, no bytes. There is no buffer and nothing is clipped: all features are points. A property that is null is left out.
 * Feature ids: 53 bits of a report's id; the number of a cell among those of its zoom; the id of an area.
 */
export function encodeTile(tile: Tile): Uint8Array {
  const layers: Uint8Array[] = [];
  if (tile.points.length > 0) layers.push(reportsLayer(tile.points));
  if (tile.cells.length > 0) layers.push(cellsLayer(tile.cells));
  if (tile.areas.length > 0) layers.push(areasLayer(tile.areas));
  const bytes = new PbfWriter(new Uint8Array(layers.reduce((sum, layer) => sum + layer.length + 8, 0)));
  for (const layer of layers) bytes.writeBytesField(TILE_LAYER, layer);
  return bytes.finish();
}

/** The number by which a report's feature goes: random bits of its id, the same in every tile. */
export function featureId(ids: Uint32Array, at: number): number {
  return (ids[at * 4]! & ID_HIGH_BITS) * 2 ** 32 + ids[at * 4 + 3]!;
}

function reportsLayer(points: PointList): Uint8Array {
  const layer = new LayerWriter('reports', REPORT_KEYS, TILE_EXTENT);
  const { classes, areas } = points.dictionary;
  const optional = (word: string | null) => (word === null ? NO_VALUE : layer.text(word));
  // Words by slot, so that no text is looked up for a point.
  const categoryOf = lazily(classes.length, (slot) => layer.text(classes[slot]!.category));
  const kindOf = lazily(classes.length, (slot) => optional(classes[slot]!.kind));
  const areaOf = lazily(areas.length, (slot) => optional(areas[slot]!.code));
  const statusOf = lazily(STATUSES.length, (status) => layer.text(STATUSES[status]!));
  const precisionOf = lazily(PRECISIONS.length, (precision) => layer.text(PRECISIONS[precision]!));
  const tags = new Int32Array(REPORT_KEYS.length * 2);
  for (let i = 0; i < points.length; i++) {
    const values = [
      layer.uuid(points.ids, i),
      categoryOf(points.classes[i]!),
      kindOf(points.classes[i]!),
      statusOf(points.statusNumber(i)),
      areaOf(points.areas[i]!),
      precisionOf(points.precisionNumber(i)),
      layer.count(points.supports[i]!),
      points.households[i]! > 0 ? layer.count(points.households[i]!) : NO_VALUE,
      layer.flag(points.isDemo(i)),
    ];
    let tagCount = 0;
    for (let key = 0; key < values.length; key++) {
      if (values[key] === NO_VALUE) continue;
      tags[tagCount++] = key;
      tags[tagCount++] = values[key]!;
    }
    layer.point(featureId(points.ids, i), points.x[i]!, points.y[i]!, tags, tagCount);
  }
  return layer.finish();
}

/** The numbers of words by slot, each asked for once. */
function lazily(slots: number, numberOf: (slot: number) => number): (slot: number) => number {
  const known = new Int32Array(slots).fill(NO_VALUE - 1);
  return (slot) => {
    const number = known[slot]!;
    return number >= NO_VALUE ? number : (known[slot] = numberOf(slot));
  };
}

function cellsLayer(cells: readonly TileCell[]): Uint8Array {
  const layer = new LayerWriter('cells', CELL_KEYS, TILE_EXTENT);
  for (const { id, x, y, count, supports, households } of cells) {
    const tags = [0, layer.count(count), 1, layer.count(supports), 2, layer.count(households)];
    layer.point(id, x, y, tags, tags.length);
  }
  return layer.finish();
}

function areasLayer(areas: readonly TileArea[]): Uint8Array {
  const layer = new LayerWriter('areas', AREA_KEYS, TILE_EXTENT);
  for (const { id, area, x, y, count } of areas) {
    const tags = [...(area === null ? [] : [0, layer.text(area)]), 1, layer.count(count)];
    layer.point(id ?? 0, x, y, tags, tags.length);
  }
  return layer.finish();
}
