import type { App } from '../app.ts';
import { ConfigAnswer } from '../contract/catalog.ts';
import { Problem } from '../contract/problem.ts';
import { AboutAnswer } from '../contract/site-settings.ts';
import { Type } from 'typebox';
import { aboutAnswer, configAnswer } from './rules.ts';
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
    async () => configAnswer(await app.catalog(), await loadState(app.database), app.config),
  );
  app.get(
    '/api/about',
    {
      schema: {
        tags: ['catalog'],
        summary: 'Who is behind the map, and how to reach them',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: AboutAnswer, '4xx': Problem, '5xx': Problem },
      },
    },
    async () => aboutAnswer(await app.catalog()),
  );
}
