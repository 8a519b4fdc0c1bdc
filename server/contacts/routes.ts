import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import { ReportContact } from '../contract/staff-reports.ts';
import { actorOf } from '../http/actor.ts';
import { uuidOr } from '../http/ids.ts';
import { contactKeys } from './rules.ts';
import { readContact } from './store.ts';

/** Names and phones, for those who may call somebody back. */
export async function contactRoutes(app: App): Promise<void> {
  const keys = contactKeys(app.config);

  app.get(
    '/api/staff/reports/:id/contact',
    {
      config: { right: 'contacts.read' },
      schema: {
        tags: ['staff'],
        summary: 'Name and phone, if they were left; who looked is noted',
        params: Type.Object({ id: Type.String() }),
        response: { 200: ReportContact, '4xx': Problem, '5xx': Problem },
      },
    },
    async (request) => ({
      contact: await readContact(app.database, keys, actorOf(request), uuidOr(request.params.id, 'report_not_found')),
    }),
  );
}
