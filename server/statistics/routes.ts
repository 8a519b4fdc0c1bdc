import { LRUCache } from 'lru-cache';
import type { App } from '../app.ts';
import { StatisticsAnswer, StatisticsQuery } from '../contract/analysis.ts';
import { Problem } from '../contract/problem.ts';
import { parseFilter } from '../filters/rules.ts';
import { JSON_TYPE, sendRaw } from '../http/raw.ts';
import { queryIndex } from '../index/ask/query.ts';
import { statisticsOf } from '../index/rules.ts';
import { parseGroupings, statisticsText } from './rules.ts';

/** Several pages open on the same view ask the same; the largest answers are some 2 MB. */
const CACHE_CHARACTERS = 16 * 1024 * 1024;

interface CachedAnswer {
  revision: number;
  text: string;
}

/** Counts for any grouping and filter. */
export async function statisticsRoutes(app: App): Promise<void> {
  const cache = new LRUCache<string, CachedAnswer>({
    maxSize: CACHE_CHARACTERS,
    sizeCalculation: ({ text }, key) => text.length + key.length,
  });

  app.get(
    '/api/statistics',
    {
      schema: {
        tags: ['analysis'],
        summary: 'Counts, supports and households by any grouping',
        querystring: StatisticsQuery,
        response: { 200: StatisticsAnswer, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const { by: byText, ...filters } = request.query;
      const by = parseGroupings(byText);
      const filter = parseFilter(filters, await app.catalog());
      const key = JSON.stringify([by, filter]);
      const known = cache.get(key);
      if (known?.revision === app.live.revision) return sendRaw(reply, JSON_TYPE, known.text);
      const text = await queryIndex(app, filter, (index, compiled) => {
        const made = statisticsText(by, statisticsOf(index, by, compiled));
        cache.set(key, { revision: app.live.revision, text: made });
        return made;
      });
      return sendRaw(reply, JSON_TYPE, text);
    },
  );
}
