import type { App } from '../../app.ts';
import { Erased, Erasure } from '../../contract/erasure.ts';
import { Problem } from '../../contract/problem.ts';
import { actorOf } from '../../http/actor.ts';
import { eraseReport } from './store.ts';

/** Erases what is known of a person behind a report. */
export async function erasureRoutes(app: App): Promise<void> {
  app.post(
    '/api/staff/erasures',
    {
      config: { right: 'personal.erase' },
      schema: {
        tags: ['staff'],
        summary: 'Erase contact, values of the audit log and staff notes of a report, for good',
        body: Erasure,
        response: { 200: Erased, '4xx': Problem, '5xx': Problem },
      },
    },
    (request) => eraseReport(app.database, actorOf(request), request.body.report),
  );
}
