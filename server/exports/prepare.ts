import type { App } from '../app.ts';
import type { Catalog } from '../catalog/rules.ts';
import type { Language } from '../contract/enums.ts';
import type { FilterQuery } from '../contract/filters.ts';
import { parseFilter, type Filter } from '../filters/rules.ts';
import { forgiven } from '../search/store.ts';
import { notices, parseLanguage } from './rules.ts';
import { areasSaid, demoShownIn, type AreaSaid } from './store.ts';

/** What every file needs to know. */
export interface Prepared {
  catalog: Catalog;
  filter: Filter;
  /** Names of codes in this language are added; none when null. */
  language: Language | null;
  /** Those in force, for the names of their codes. */
  areas: AreaSaid[];
  /** Sentences that must travel with the file. */
  notice: string[];
}

/** Checks a query, and reads what is said of every file. Throws what the filters throw. */
export async function prepare(app: App, query: FilterQuery & { lang?: string }): Promise<Prepared> {
  const { lang, ...filters } = query;
  const catalog = await app.catalog();
  const filter = await forgiven(app.database, parseFilter(filters, catalog));
  const language = parseLanguage(lang);
  const areas = await areasSaid(app.database);
  const facts = {
    placeholder: areas.some((area) => area.approximate),
    demo: await demoShownIn(app.database, filter),
  };
  return { catalog, filter, language, areas, notice: notices(facts, language) };
}
