import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import { ReportContact } from '../contract/staff-reports.ts';
import { actorOf } from '../http/actor.ts';
import { uuidOr } from '../http/ids.ts';
import type { Metric } from '../http/metric.ts';
import { contactKeys, type ContactKeys } from './rules.ts';
import { contactsByKey, readContact } from './store.ts';

/** Names and phones, for those who may call somebody back. */
export async function contactRoutes(app: App): Promise<void> {
  const keys = contactKeys(app.config);
  app.measure(() => measured(app, keys));

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

/** Names, phones and addresses under the current key, an older one (`alai contacts reseal` moves them), or one that is not configured. */
async function measured({ database }: App, keys: ContactKeys): Promise<Metric[]> {
  const counts = { current: 0, older: 0, missing: 0 };
  for (const { key, contacts } of await contactsByKey(database, keys)) counts[key as keyof typeof counts] += contacts;
  return [
    {
      name: 'alai_contacts',
      help: 'Names and phones, and addresses of those who follow their report, by the key they are encrypted under.',
      type: 'gauge',
      values: Object.entries(counts).map(([key, value]) => ({ labels: { key }, value })),
    },
  ];
}
