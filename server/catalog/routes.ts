import type { App } from '../app.ts';
import { ConfigAnswer } from '../contract/catalog.ts';
import { Problem } from '../contract/problem.ts';
import { Type } from 'typebox';
import { configAnswer } from './rules.ts';
import { loadState } from './store.ts';

/** What a client must know before it shows anything. */
export async function catalogRoutes(app: App): Promise<void> {
  app.get(
    '/api/config',
    {
      schema: {
        tags: ['catalog'],
        summary: 'Languages, categories, kinds, bodies, limits, demonstration state',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: ConfigAnswer, '4xx': Problem, '5xx': Problem },
      },
    },
    async () => configAnswer(await app.catalog(), await loadState(app.database)),
  );
}
