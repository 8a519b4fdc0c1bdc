import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { MANAGE_TOKEN_HEADER } from '../contract/photos.ts';
import { problem } from '../http/problem.ts';
import { mayManage } from '../reports/store.ts';
import { uuidOrNull } from './rules.ts';

/** A manage token is 43 characters; a longer one need not be hashed. */
const TOKEN_LENGTH_MAX = 200;

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
  const id = uuidOrNull((request.params as { id: string }).id);
  if (id === null) throw problem('report_not_found');
  const token = request.headers[MANAGE_TOKEN_HEADER];
  const given = typeof token === 'string' && token.length <= TOKEN_LENGTH_MAX ? token : '';
  const found = await mayManage(app.database, id, given);
  if (found === null) throw problem('report_not_found');
  if (!found.may) throw problem('manage_token_refused');
  return found.kept;
}
