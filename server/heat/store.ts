import type { MultiPolygon } from 'geojson';
import type { App } from '../app.ts';
import { HEAT_RADIUS_METRES, type HeatAnswer, type HeatQuery } from '../contract/analysis.ts';
import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { areasOf } from '../filters/areas.ts';
import { parseMetres } from '../filters/metres.ts';
import { parseFilter } from '../filters/rules.ts';
import { parseWeight } from '../filters/weight.ts';
import { queryIndex } from '../index/ask/query.ts';
import { pointsIn } from '../index/rules.ts';
import { heatAnswer } from './answer.ts';

export interface HeatAreaRow {
  id: number;
  code: string;
  geometry: MultiPolygon;
}

type Asking = Pick<App, 'catalog' | 'database' | 'live'>;

const selectAreas = statement<{ ids: number[] }, HeatAreaRow>('heat/areas');
const boundaries = new WeakMap<Asking['live'], Map<number, HeatAreaRow>>();

/** Boundaries by area id. */
async function heatAreas(sql: Sql, ids: number[]): Promise<HeatAreaRow[]> {
  return sql.run(selectAreas, { ids });
}

/** Boundaries change a few times a year, and are needed while the database is away as well. */
async function boundariesOf({ live, database }: Asking, ids: number[]): Promise<HeatAreaRow[]> {
  const known = knownBoundaries(live);
  const missing = ids.filter((id) => !known.has(id));
  const { revision } = live;
  const read = missing.length === 0 ? [] : await heatAreas(database, missing);
  const rows = [...ids.flatMap((id) => known.get(id) ?? []), ...read];
  // Read while something changed, they may be those of before, and nothing would drop them again.
  if (live.revision === revision) for (const row of read) known.set(row.id, row);
  return rows;
}

function knownBoundaries(live: Asking['live']): Map<number, HeatAreaRow> {
  let known = boundaries.get(live);
  if (!known) {
    const made = (known = new Map<number, HeatAreaRow>());
    boundaries.set(live, made);
    // A change anywhere may be one of boundaries.
    live.listen(({ bbox }) => bbox === null && made.clear());
  }
  return known;
}

/**
 * Bands of heat of a filter; `finish` makes of them, in the same turn of the gate, what is wanted. Throws what the filters
 * throw, radius_out_of_range, not_ready and server_busy.
 */
export async function askHeat<T>(app: Asking, query: HeatQuery, finish: (answer: HeatAnswer) => T): Promise<T> {
  const { radius: radiusText, weight: weightText, ...filters } = query;
  const catalog = await app.catalog();
  const filter = parseFilter(filters, catalog);
  const radius = parseMetres('radius', radiusText, HEAT_RADIUS_METRES, 'radius_out_of_range');
  const weight = parseWeight(weightText);
  const clips = areasOf(filters.area, catalog);
  const rows = await boundariesOf(
    app,
    clips.map((clip) => clip.id),
  );
  const groups = clips.map((clip) => clip.idsWithin);
  return queryIndex(app, filter, (index, compiled) =>
    finish(heatAnswer(pointsIn(index, groups, compiled), clips, rows, radius, weight)),
  );
}
