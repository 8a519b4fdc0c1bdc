import { Type } from 'typebox';
import type { App } from '../app.ts';
import { loadState } from '../catalog/store.ts';
import { Problem } from '../contract/problem.ts';
import { problem } from '../http/problem.ts';

const Ok = Type.Object({ status: Type.Literal('ok') });

/** Liveness (this process answers) and readiness (the database answers and is migrated). */
export async function health(app: App): Promise<void> {
  app.get(
    '/healthz',
    { logLevel: 'warn', schema: { tags: ['operations'], summary: 'The process lives', response: { 200: Ok } } },
    async () => ({
      status: 'ok' as const,
    }),
  );
  app.get(
    '/readyz',
    {
      logLevel: 'warn',
      schema: {
        tags: ['operations'],
        summary: 'The database answers and is migrated, the index is loaded',
        response: { 200: Ok, '5xx': Problem },
      },
    },
    async () => {
      // Asked every time: a catalog may come from before the database went away.
      await loadState(app.database);
      const { categories } = await app.catalog();
      if (categories.length === 0 || !app.live.loaded) throw problem('not_ready');
      return { status: 'ok' as const };
    },
  );
}
