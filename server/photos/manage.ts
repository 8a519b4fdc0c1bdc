import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { MANAGE_TOKEN_HEADER } from '../contract/photos.ts';
import { uuidOr } from '../http/ids.ts';
import { problem } from '../http/problem.ts';
import { checkManageToken } from '../reports/store.ts';

/** Headers of everything that is done with the photos of one's own report. */
export const PhotoHeaders = Type.Object({
  [MANAGE_TOKEN_HEADER]: Type.Optional(Type.String({ description: 'the answer to the report held it' })),
  'idempotency-key': Type.Optional(Type.String({ description: 'a UUID for each photo' })),
});

/**
 * The report of the path, or the one it was merged into, when the Manage-Token is that of the path's; throws report_not_found, manage_token_refused, or
 * unknown_parameter, because the routes of bodies that are not JSON validate nothing by schema.
 */
export async function managedReport(app: App, request: FastifyRequest): Promise<string> {
  const [parameter] = Object.keys(request.query as object);
  if (parameter !== undefined) throw problem('unknown_parameter', parameter.slice(0, 100));
  const id = uuidOr((request.params as { id: string }).id, 'report_not_found');
  return (await checkManageToken(app.database, id, request.headers[MANAGE_TOKEN_HEADER])).kept;
}
