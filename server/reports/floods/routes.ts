import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Bursts, FlagAnswer, NewFlag } from '../../contract/floods.ts';
import { Problem } from '../../contract/problem.ts';
import { actorOf } from '../../http/actor.ts';
import { problem } from '../../http/problem.ts';
import { reportId } from '../routes.ts';
import { cleanText, deviceToken } from '../rules.ts';
import { flagHmac } from '../secrets.ts';
import { countedReports } from '../store.ts';
import { findBursts } from './rules.ts';
import { flagReport, recentReports } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };

/** `POST /api/reports/:id/flags`: anybody may say that something is wrong with a report. It hides nothing. */
export async function flagRoutes(app: App): Promise<void> {
  const { database, config } = app;
  app.post(
    '/api/reports/:id/flags',
    {
      preHandler: app.limitWrites,
      schema: {
        tags: ['reports'],
        summary: 'Something is wrong with this report; somebody will look at it',
        params: Type.Object({ id: Type.String() }),
        headers: Type.Object({ 'device-token': Type.Optional(Type.String()) }),
        body: NewFlag,
        response: { 200: FlagAnswer, ...errors },
      },
    },
    async (request) => {
      const id = reportId(request.params.id);
      const device = deviceToken(request.headers['device-token']);
      const { reason, note } = request.body;
      const counted = await countedReports(database, id);
      if (counted === null) throw problem('report_not_found');
      const deviceHmac = flagHmac(config.secretKey, counted.kept, device);
      await flagReport(database, { id: counted.kept, deviceHmac, reason, note: cleanText(note) });
      return { flagged: true as const };
    },
  );
}

/** Bursts of the last days, each to be hidden in one step as a change of many reports. */
export async function floodRoutes(app: App): Promise<void> {
  app.get(
    '/api/staff/bursts',
    {
      config: { right: 'reports.moderate' },
      schema: {
        tags: ['staff'],
        summary: 'Reports of the last seven days that look like one flood, by address, words, place and time',
        querystring: Type.Object({}, { additionalProperties: false }),
        response: { 200: Bursts, ...errors },
      },
    },
    async (request) => ({ bursts: findBursts(await recentReports(app.database, actorOf(request))) }),
  );
}
