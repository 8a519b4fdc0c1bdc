import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { mayUse, type Actor } from '../../auth/rules.ts';
import { Problem } from '../../contract/problem.ts';
import type { Right } from '../../contract/rights.ts';
import { StaffReport } from '../../contract/staff-reports.ts';
import { localDay } from '../../filters/time.ts';
import { actorOf } from '../../http/actor.ts';
import { seenVersion } from '../../http/if-match.ts';
import { problem } from '../../http/problem.ts';
import { reportId } from '../routes.ts';
import type { Assignment } from './rules.ts';
import { RIGHT_OF_ACTION, type ReportAction } from './state.ts';
import { changeReport, findStaffReport, type MakePlan } from './store.ts';
import { addWorkingDays, holidaysOf } from './working-days.ts';

const ById = Type.Object({ id: Type.String() });
const IfMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'the version that was seen; 412 says what changed since' })),
});

/** The right of an action as a route's configuration. */
export function rightTo(action: keyof typeof RIGHT_OF_ACTION) {
  return { right: RIGHT_OF_ACTION[action] };
}

/** Any right with which something can be done with reports: which of them is needed shows only later, see checkRight. */
export const ANY_RIGHT: Right[] = [...new Set<Right>(Object.values(RIGHT_OF_ACTION))];

/** Throws not_allowed unless the actor has the right of an action. */
export function checkRight(actor: Actor, action: ReportAction): void {
  const needed = RIGHT_OF_ACTION[action];
  if (!mayUse(actor, needed)) throw problem('not_allowed', `needs ${needed}`);
}

/** The schema of a route that changes the report of its path and answers with it. */
export function changeSchema<B extends ReturnType<typeof Type.Object>>(summary: string, body: B) {
  return {
    tags: ['staff'],
    summary,
    params: ById,
    headers: IfMatch,
    body,
    response: { 200: StaffReport, '4xx': Problem, '5xx': Problem },
  };
}

/** Changes the report of the path, if it is at the version of If-Match, and gives it as it is afterwards. */
export async function change(
  app: App,
  request: Pick<FastifyRequest, 'actor' | 'headers'> & { params: { id: string } },
  plan: MakePlan,
): Promise<StaffReport> {
  const id = reportId(request.params.id);
  const version = seenVersion(request.headers['if-match']);
  await changeReport(app.database, actorOf(request), { id, version }, plan);
  await app.live.wake();
  return JSON.parse(await findStaffReport(app.database, actorOf(request), id)) as StaffReport;
}

/** Who answers, and until when; of many reports the day is computed once, see replyDueOn. */
export function assignment(body: string | null, settings: Readonly<Record<string, unknown>>): Assignment {
  return { body, dueOn: replyDueOn(settings) };
}

/** The day (YYYY-MM-DD) until which a reply is due when its term begins today. */
export function replyDueOn(settings: Readonly<Record<string, unknown>>): string {
  const term = Number(settings.reply_working_days);
  return addWorkingDays(localDay(new Date()), term, holidaysOf(settings.holidays));
}
