import type { App } from '../../app.ts';
import { PlaceChange, StatusChange, TextChange, Undo, VisibilityChange } from '../../contract/staff-reports.ts';
import { actorOf } from '../../http/actor.ts';
import { planPlace, planStatus, planText, planVisibility } from './rules.ts';
import { planUndo } from './state.ts';
import { lastChange } from './store.ts';
import { ANY_RIGHT, assignment, change, checkRight, changeSchema, rightTo } from './change.ts';

/** What staff do with a report, one action a route; each answers with the report as it is afterwards. */
export async function staffChangeRoutes(app: App): Promise<void> {
  const { catalog } = app;

  app.patch(
    '/api/staff/reports/:id/text',
    { config: rightTo('report.text'), schema: changeSchema('Approve or edit text; the original is kept', TextChange) },
    (request) => change(app, request, (state) => planText(state, request.body, new Date())),
  );
  app.patch(
    '/api/staff/reports/:id/status',
    { config: rightTo('report.status'), schema: changeSchema('Move the status on', StatusChange) },
    async (request) => {
      const { settings } = await catalog();
      return change(app, request, (state, { routedBody }) =>
        planStatus(state, request.body, new Date(), assignment(routedBody, settings)),
      );
    },
  );
  app.patch(
    '/api/staff/reports/:id/visibility',
    {
      config: rightTo('report.visibility'),
      schema: changeSchema('Hide with a reason, or show again', VisibilityChange),
    },
    (request) => change(app, request, (state) => planVisibility(state, request.body, new Date())),
  );
  app.patch(
    '/api/staff/reports/:id/place',
    {
      config: rightTo('report.place'),
      schema: changeSchema('Correct category, place, settlement; coarsen precision', PlaceChange),
    },
    async (request) => {
      const loaded = await catalog();
      return change(app, request, (state) => planPlace(state, request.body, loaded));
    },
  );
  app.post(
    '/api/staff/reports/:id/undo',
    {
      config: { right: ANY_RIGHT },
      schema: changeSchema('Take the last change back; needs the right of that change', Undo),
    },
    (request) =>
      change(app, request, async (state, { id, sql }) => {
        const actor = actorOf(request);
        const last = await lastChange(sql, actor, id);
        const plan = planUndo(state, last, request.body.entry);
        checkRight(actor, last!.action);
        return plan;
      }),
  );
}
