import type { App } from '../../app.ts';
import {
  NewNote,
  NewQuestion,
  Reopening,
  Resolution,
  BodyChange,
  FlagsSeen,
  VerdictsSeen,
} from '../../contract/staff-work.ts';
import { actorOf } from '../../http/actor.ts';
import { storeQuestion } from '../questions/store.ts';
import { assignment, change, changeSchema, rightTo } from './change.ts';
import {
  checkText,
  planBody,
  planFlags,
  planNote,
  planQuestion,
  planReopening,
  planResolution,
  planVerdicts,
} from './work-rules.ts';

/** The work on a report: who answers, notes, a question to who sent it, solved with a proof, opened again. */
export async function workRoutes(app: App): Promise<void> {
  const { catalog } = app;

  app.patch(
    '/api/staff/reports/:id/body',
    { config: rightTo('report.body'), schema: changeSchema('Say who is to answer, and until when', BodyChange) },
    async (request) => {
      const loaded = await catalog();
      return change(app, request, (state, { routedBody }) =>
        planBody(state, request.body, assignment(routedBody, loaded.settings), loaded),
      );
    },
  );

  app.post(
    '/api/staff/reports/:id/notes',
    { config: rightTo('report.note'), schema: changeSchema('Write a note that only staff read', NewNote) },
    (request) => change(app, request, (state) => planNote(state, request.body.text)),
  );

  app.post(
    '/api/staff/reports/:id/questions',
    {
      config: rightTo('report.question'),
      schema: changeSchema('Ask who sent the report, who reads it with the manage token', NewQuestion),
    },
    (request) =>
      change(app, request, async (state, { id, sql }) => {
        const text = checkText(request.body.text, 'text');
        return planQuestion(state, await storeQuestion(sql, id, actorOf(request).userId, text));
      }),
  );

  app.post(
    '/api/staff/reports/:id/resolve',
    {
      config: rightTo('report.status'),
      schema: changeSchema('Mark as resolved, with a photo that proves it if there is one', Resolution),
    },
    async (request) => {
      const { settings } = await catalog();
      const { photo } = request.body;
      const wish = { ...request.body, ...(photo === undefined ? {} : { photo: photo.toLowerCase() }) };
      return change(app, request, (state, { routedBody }) =>
        planResolution(state, wish, new Date(), assignment(routedBody, settings)),
      );
    },
  );

  app.post(
    '/api/staff/reports/:id/reopen',
    { config: rightTo('report.status'), schema: changeSchema('Open again what was closed', Reopening) },
    (request) => change(app, request, (state) => planReopening(state, request.body.note)),
  );

  app.post(
    '/api/staff/reports/:id/flags/seen',
    { config: rightTo('report.flags'), schema: changeSchema('The flags so far were looked at', FlagsSeen) },
    (request) => change(app, request, (state) => planFlags(state, new Date())),
  );

  app.post(
    '/api/staff/reports/:id/verdicts/seen',
    {
      config: rightTo('report.verdicts'),
      schema: changeSchema('What residents said so far about the resolution was looked at', VerdictsSeen),
    },
    (request) => change(app, request, (state) => planVerdicts(state, new Date())),
  );
}
