import type { App } from '../app.ts';
import { GRID_SIZE_METRES, type GridAnswer, type GridQuery } from '../contract/analysis.ts';
import { areasOf } from '../filters/areas.ts';
import { parseMetres } from '../filters/metres.ts';
import { parseFilter } from '../filters/rules.ts';
import { parseWeight } from '../filters/weight.ts';
import { queryIndex } from '../index/ask/query.ts';
import { hexagonsIn } from '../index/rules.ts';
import { gridAnswer } from './rules.ts';

/**
 * Hexagons of a filter; `finish` makes of them, in the same turn of the gate, what is wanted. Throws what the filters throw,
 * size_out_of_range, not_ready and server_busy.
 */
export async function askGrid<T>(
  app: Pick<App, 'catalog' | 'live'>,
  query: GridQuery,
  finish: (answer: GridAnswer) => T,
): Promise<T> {
  const { size: sizeText, weight: weightText, ...filters } = query;
  const catalog = await app.catalog();
  const filter = parseFilter(filters, catalog);
  const size = parseMetres('size', sizeText, GRID_SIZE_METRES, 'size_out_of_range');
  const weight = parseWeight(weightText);
  const ids = areasOf(filters.area, catalog).flatMap((area) => area.idsWithin);
  return queryIndex(app, filter, (index, compiled) =>
    finish(gridAnswer(hexagonsIn(index, ids, compiled, size), size, weight)),
  );
}
