import { LRUCache } from 'lru-cache';
import type { App } from '../app.ts';
import {
  HOTSPOT_MINIMUM_REPORTS,
  HOTSPOT_RADIUS_METRES,
  type HotspotsAnswer,
  type HotspotsQuery,
} from '../contract/analysis.ts';
import { areasOf } from '../filters/areas.ts';
import { parseMetres } from '../filters/metres.ts';
import { parseFilter } from '../filters/rules.ts';
import { queryIndex } from '../index/ask/query.ts';
import { SharedAnswers } from '../index/ask/shared-answers.ts';
import { pointsIn } from '../index/rules.ts';
import { hotspotsAnswer, parseMinimum } from './rules.ts';

type Asking = Pick<App, 'catalog' | 'live'>;

/** Answers are of a hundred polygons at most: some ten kilobytes. */
const KNOWN_MAX = 64;
/** Each that is made holds a copy of its points, so they are made one after another; 32 with the one being made. */
const WAITING_MAX = 31;
const known = new WeakMap<Asking['live'], SharedAnswers<HotspotsAnswer>>();

/**
 * Hot spots of a filter. Their points are copied in one turn of the event loop, the rest is done in parts through the gate. Throws
 * what the filters throw, not_ready and server_busy.
 */
export async function askHotspots(app: Asking, query: HotspotsQuery): Promise<HotspotsAnswer> {
  const { radius: radiusText, minimum: minimumText, ...filters } = query;
  const catalog = await app.catalog();
  const filter = parseFilter(filters, catalog);
  const radius = parseMetres('radius', radiusText, HOTSPOT_RADIUS_METRES, 'radius_out_of_range');
  const minimum = parseMinimum(minimumText, HOTSPOT_MINIMUM_REPORTS);
  const areas = areasOf(filters.area, catalog);
  const groups = areas.map((area) => area.idsWithin);
  const codes = areas.map((area) => area.code);

  const make = async (): Promise<HotspotsAnswer> => {
    const { points, classes } = await queryIndex(app, filter, (index, compiled) => ({
      points: pointsIn(index, groups, compiled),
      classes: index.dictionary.classes,
    }));
    // The dictionary only ever grows: what a slot means stays.
    return app.live.gate.runInParts(hotspotsAnswer(points, codes, (slot) => classes[slot]!.category, radius, minimum));
  };
  return answersOf(app.live).get(JSON.stringify([filter, radius, minimum, codes, groups]), app.live.revision, make);
}

function answersOf(live: Asking['live']): SharedAnswers<HotspotsAnswer> {
  let answers = known.get(live);
  if (!answers) {
    answers = new SharedAnswers({ atOnce: 1, waiting: WAITING_MAX, known: new LRUCache({ max: KNOWN_MAX }) });
    known.set(live, answers);
  }
  return answers;
}
