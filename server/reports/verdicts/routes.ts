import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import { NewVerdict, VerdictAnswer } from '../../contract/verdicts.ts';
import { reportId } from '../routes.ts';
import { verdictDevice } from '../store.ts';
import { countVerdicts, keepVerdict, takeBackVerdict } from './store.ts';

const headers = Type.Object({ 'device-token': Type.Optional(Type.String()) });
const params = Type.Object({ id: Type.String() });
const response = { 200: VerdictAnswer, '4xx': Problem, '5xx': Problem };

/** "Is it really fixed?": anybody says so of a report that is marked as resolved, once a device. It changes no status: staff look. */
export async function verdictRoutes(app: App): Promise<void> {
  const { database, config } = app;

  app.put(
    '/api/reports/:id/verdict',
    {
      preHandler: app.limitWrites,
      schema: {
        tags: ['reports'],
        summary: 'Say whether what is marked as resolved is fixed',
        params,
        headers,
        body: NewVerdict,
        response,
      },
    },
    async (request) => {
      const device = await deviceOf(request.params.id, request.headers['device-token']);
      const { fixed } = request.body;
      await keepVerdict(database, { ...device, fixed });
      return { verdicts: await countVerdicts(database, device.id), verdict: fixed };
    },
  );

  app.delete(
    '/api/reports/:id/verdict',
    {
      preHandler: app.limitWrites,
      schema: { tags: ['reports'], summary: 'Take that back, and the photo sent with it', params, headers, response },
    },
    async (request) => {
      const device = await deviceOf(request.params.id, request.headers['device-token']);
      await takeBackVerdict(database, device);
      await app.live.wake();
      return { verdicts: await countVerdicts(database, device.id), verdict: null };
    },
  );

  function deviceOf(id: string, token: string | undefined) {
    return verdictDevice(database, config.secretKey, reportId(id), token);
  }
}
