import { randomUUID } from 'node:crypto';
import type { App } from '../../server/app.ts';
import type { NewReport, ReportCreated, ReportFeature, ReportPage } from '../../server/contract/reports.ts';

/** Well inside the placeholder boundary of Alai 1. [longitude, latitude] */
export const IN_ALAI_1: [number, number] = [72.838, 40.4985];
export const IN_ALAI_2: [number, number] = [72.849, 40.4925];
/** In the city, outside both settlements. */
export const OUTSIDE: [number, number] = [72.79, 40.52];

export function point(coordinates: [number, number]): NonNullable<NewReport['location']> {
  return { type: 'Point', coordinates };
}

/** Sends a report the way a phone does; fails the test unless it is accepted. */
export async function send(
  app: App,
  body: Partial<NewReport> = {},
  key: string = randomUUID(),
): Promise<ReportCreated> {
  const payload = { category: 'ROAD_MUD', ...(body.area === undefined ? { location: point(IN_ALAI_1) } : {}), ...body };
  const answer = await app.inject({
    method: 'POST',
    url: '/api/reports',
    headers: { 'idempotency-key': key },
    payload,
  });
  if (answer.statusCode !== 201) throw new Error(`POST /api/reports answered ${answer.statusCode}: ${answer.body}`);
  return answer.json<ReportCreated>();
}

/** A list answer of the API as features. */
export async function list(app: App, query = ''): Promise<ReportFeature[]> {
  const answer = await app.inject(`/api/reports?limit=1000${query === '' ? '' : `&${query}`}`);
  if (answer.statusCode !== 200)
    throw new Error(`GET /api/reports?${query} answered ${answer.statusCode}: ${answer.body}`);
  return answer.json<ReportPage>().features;
}

/** Codes of the listed reports, sorted, for comparing sets. */
export async function listedCodes(app: App, query = ''): Promise<string[]> {
  return (await list(app, query)).map((feature) => feature.properties.code).sort();
}
