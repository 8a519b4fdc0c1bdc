/**
 * The in-process index of what is published: pure, no database, no HTTP. Load it with `upsert` and `mergeNow`, keep it
 * true with `upsert` and `remove`, call `mergeGradually` whenever `needsMerge`. A query is `compileFilter` and then one
 * of the functions, in one turn of the event loop.
 */
export { compileFilter } from './compile-filter.ts';
export type { CompiledFilter } from './compile-filter.ts';
export { mergeGradually } from './merge-gradually.ts';
export { hexagonsIn } from './hexagons.ts';
export type { HexagonCount } from './hexagons.ts';
export { countOf, extentOf, pointsIn, pointsOf } from './points.ts';
export type { CountsIn, PointsIn } from './points.ts';
export type { PointList } from './point-list.ts';
export { ReportIndex } from './report-index.ts';
export { statisticsOf } from './statistics.ts';
export type { Statistics } from './statistics.ts';
export { POINTS_FROM_ZOOM, POINTS_MAX, tileOf } from './tile.ts';
export type { Tile, TileArea } from './tile.ts';
export { TILE_EXTENT } from './cells.ts';
export type { TileCell } from './cells.ts';
export type { IndexedReport, PublishedReport } from './types.ts';
