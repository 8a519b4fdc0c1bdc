import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { DEVICE_TOKEN_HEADER, MANAGE_TOKEN_HEADER } from '../contract/photos.ts';
import { uuidOr } from '../http/ids.ts';
import { problem } from '../http/problem.ts';
import { checkManageToken, verdictDevice } from '../reports/store.ts';
import type { PhotoRow, Sender } from './store.ts';

/** Headers of everything that residents do with photos they sent. */
export const PhotoHeaders = Type.Object({
  [MANAGE_TOKEN_HEADER]: Type.Optional(Type.String({ description: 'the answer to the report held it' })),
  [DEVICE_TOKEN_HEADER]: Type.Optional(Type.String({ description: 'of a neighbour who says whether it is fixed' })),
  'idempotency-key': Type.Optional(Type.String({ description: 'a UUID for each photo' })),
});

/** Who sends photos, and takes them back. */
export interface Manager extends Sender {
  /** A neighbour's marks for all reports that are counted with this one: what came with an answer before a merge is still theirs. */
  marks: readonly Buffer[];
}

/**
 * Who sends a photo for the report of the path, or the one it was merged into: whoever holds its Manage-Token, otherwise the neighbour of the Device-Token,
 * whose answer is looked for when the photo is stored. Throws report_not_found, manage_token_refused, device_token_malformed, or unknown_parameter,
 * because the routes of bodies that are not JSON validate nothing by schema.
 */
export async function senderOf(app: App, request: FastifyRequest): Promise<Manager> {
  const [parameter] = Object.keys(request.query as object);
  if (parameter !== undefined) throw problem('unknown_parameter', parameter.slice(0, 100));
  const id = uuidOr((request.params as { id: string }).id, 'report_not_found');
  const { [MANAGE_TOKEN_HEADER]: manageToken, [DEVICE_TOKEN_HEADER]: device } = request.headers;
  if (manageToken === undefined && device !== undefined) {
    const known = await verdictDevice(app.database, app.config.secretKey, id, device as string);
    return { reportId: known.id, homeId: known.id, role: 'verdict', mark: known.deviceHmac, marks: known.marks };
  }
  const { kept } = await checkManageToken(app.database, id, manageToken);
  return { reportId: kept, homeId: id, role: 'report', mark: null, marks: [] };
}

/**
 * Whether somebody sent a photo, and may take it back: of a report that several hold, reporters of merged ones, neighbours and staff, not every
 * photo is everybody's.
 */
export function isTheirs({ mark, ...photo }: PhotoRow, { reportId, homeId, role, marks }: Manager): boolean {
  if (photo.reportId !== reportId || photo.role !== role) return false;
  return mark === null ? photo.homeId === homeId : marks.some((theirs) => theirs.equals(mark));
}
