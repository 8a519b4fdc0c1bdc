import type { App } from '../app.ts';
import { listAreas } from '../areas/store.ts';
import { configAnswer } from '../catalog/rules.ts';
import { loadState } from '../catalog/store.ts';
import { parseFilter } from '../filters/rules.ts';
import { queryIndex } from '../index/ask/query.ts';
import { statisticsOf } from '../index/rules.ts';
import { parseGroupings, statisticsText } from '../statistics/rules.ts';
import { within } from '../within.ts';

/** Boundaries are read again as soon as they change; this is about the counts beside them. */
const AREAS_MAX_AGE_MILLISECONDS = 60_000;
/** The page goes without them rather than wait longer for the database. */
const PATIENCE_MILLISECONDS = 2000;
/** How the map's page asks for its figures: without a filter the address is this. */
const FIGURES_BY = 'category,status';
const FIGURES = `/api/statistics?by=${encodeURIComponent(FIGURES_BY)}`;

/**
 * What a page asks for before it can show anything, as the text of a JSON object from address to answer; null when the
 * database cannot be asked. A page that carries it saves a resident on a slow line a round trip.
 */
export function firstAnswers(app: App): (wanted: { figures: boolean }) => Promise<string | null> {
  const areas = areasText(app);
  return async ({ figures }) => {
    try {
      const catalog = await app.catalog();
      const read = await within(PATIENCE_MILLISECONDS, Promise.all([areas(), loadState(app.database)]), null);
      if (read === null) return null;
      const [areasJson, state] = read;
      const filter = parseFilter({}, catalog);
      const by = parseGroupings(FIGURES_BY);
      return await queryIndex(app, filter, (index, compiled) => {
        // The index may be a moment behind: a page that claimed to be newer would not ask again.
        const dataVersion = Math.min(state.dataVersion, app.live.version);
        const config = configAnswer(catalog, { ...state, dataVersion }, app.config);
        const answers = [`"/api/config":${JSON.stringify(config)}`, `"/api/areas":${areasJson}`];
        if (figures) {
          answers.push(`${JSON.stringify(FIGURES)}:${statisticsText(by, statisticsOf(index, by, compiled))}`);
        }
        return `{${answers.join(',')}}`;
      });
    } catch {
      // The page asks for itself and says what is wrong.
      return null;
    }
  };
}

/**
 * Gives the areas as GeoJSON text. Counting a million reports for every visitor would make the first byte late: old counts
 * are given while new ones are read.
 */
function areasText(app: App): () => Promise<string> {
  let known: Promise<string> | null = null;
  let readAt = 0;
  // Null is what a change of boundaries says, among others.
  app.live.listen(({ bbox }) => {
    if (bbox === null) known = null;
  });
  const read = async () => {
    const features = await listAreas(app.database, parseFilter({}, await app.catalog()), null);
    return `{"type":"FeatureCollection","features":[${features.join(',')}]}`;
  };
  return () => {
    if (known && Date.now() - readAt < AREAS_MAX_AGE_MILLISECONDS) return known;
    readAt = Date.now();
    const [before, fresh] = [known, read()];
    known ??= fresh;
    fresh.then(
      () => {
        if (known === before) known = fresh;
      },
      () => {
        if (known === fresh) known = null;
      },
    );
    return known;
  };
}
