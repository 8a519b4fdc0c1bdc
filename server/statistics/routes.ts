import type { App } from '../app.ts';
import { StatisticsAnswer, StatisticsQuery } from '../contract/analysis.ts';
import { Problem } from '../contract/problem.ts';
import { parseFilter } from '../filters/rules.ts';
import { queryIndex } from '../index/query.ts';
import { statisticsOf } from '../index/rules.ts';
import { parseGroupings, statisticsAnswer } from './rules.ts';

/** Counts for any grouping and filter. */
export async function statisticsRoutes(app: App): Promise<void> {
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
    async (request) => {
      const { by: text, ...filters } = request.query;
      const by = parseGroupings(text);
      const filter = parseFilter(filters, await app.catalog());
      return queryIndex(app, filter, (index, compiled) => statisticsAnswer(by, statisticsOf(index, by, compiled)));
    },
  );
}
