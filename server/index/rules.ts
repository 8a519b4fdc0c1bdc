/**
 * The in-process index of what is published: pure, no database, no HTTP. Load it with `upsert` and `mergeNow`, keep it
 * true with `upsert` and `remove`, call `mergeGradually` whenever `needsMerge`. A query is `compileFilter` and then one
 * of the functions, in one turn of the event loop.
 */
export { compileFilter } from './read/compile-filter.ts';
export type { CompiledFilter } from './read/compile-filter.ts';
export { mergeGradually } from './columns/merge-gradually.ts';
export { hexagonsIn } from './read/hexagons.ts';
export type { HexagonCount } from './read/hexagons.ts';
export { boxAround, nearestIn } from './read/nearest.ts';
export { countOf, extentOf, pointsIn, pointsOf } from './read/points.ts';
export type { CountsIn, PointColumns, PointsIn } from './read/points.ts';
export type { PointList } from './read/point-list.ts';
export { ReportIndex } from './columns/report-index.ts';
export { statisticsOf } from './statistics/statistics.ts';
export type { Statistics } from './statistics/statistics.ts';
export { POINTS_FROM_ZOOM, POINTS_MAX, tileOf } from './read/tile.ts';
export type { Tile, TileArea } from './read/tile.ts';
export { TILE_EXTENT } from './read/cells.ts';
export type { TileCell } from './read/cells.ts';
export type { IndexedReport, PublishedReport } from './columns/types.ts';
