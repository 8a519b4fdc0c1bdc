import { Type } from 'typebox';
import type { App } from '../../../app.ts';
import {
  AREA_DOCUMENT_BYTES_MAX,
  AreaVersions,
  NewProposal,
  Proposals,
  StaffAreas,
  WholeProposal,
} from '../../../contract/area-proposals.ts';
import { Problem } from '../../../contract/problem.ts';
import { Empty } from '../../../contract/staff.ts';
import { actorOf } from '../../../http/actor.ts';
import { numberOr } from '../../../http/ids.ts';
import {
  applyProposal,
  areaVersions,
  discardProposal,
  findProposal,
  listProposals,
  propose,
  staffAreas,
  undoProposal,
} from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const config = { right: 'areas.manage' } as const;
const tags = ['staff'];
const ById = Type.Object({ id: Type.String() });

/** Boundaries: proposed, looked at, applied, taken back. Whether drawn or uploaded, they come the same way. */
export async function areaProposalRoutes(app: App): Promise<void> {
  const { database } = app;

  app.get(
    '/api/staff/areas',
    {
      config,
      schema: {
        tags,
        summary: 'Every area with its boundary',
        querystring: Empty,
        response: { 200: StaffAreas, ...errors },
      },
    },
    async () => ({ areas: await staffAreas(database) }),
  );

  app.get(
    '/api/staff/areas/:code/versions',
    {
      config,
      schema: {
        tags,
        summary: 'What an area was before each change',
        params: Type.Object({ code: Type.String() }),
        querystring: Empty,
        response: { 200: AreaVersions, ...errors },
      },
    },
    async (request) => ({ versions: await areaVersions(database, request.params.code) }),
  );

  app.get(
    '/api/staff/area-proposals',
    {
      config,
      schema: {
        tags,
        summary: 'Proposed boundaries, newest first',
        querystring: Empty,
        response: { 200: Proposals, ...errors },
      },
    },
    async () => ({ proposals: await listProposals(database) }),
  );

  app.post(
    '/api/staff/area-proposals',
    {
      config,
      bodyLimit: AREA_DOCUMENT_BYTES_MAX,
      schema: {
        tags,
        summary: 'Propose boundaries and see what they would change',
        body: NewProposal,
        response: { 201: WholeProposal, ...errors },
      },
    },
    async (request, reply) => {
      const id = await propose(database, actorOf(request), request.body);
      return reply.code(201).send(await findProposal(database, id));
    },
  );

  app.get(
    '/api/staff/area-proposals/:id',
    {
      config,
      schema: {
        tags,
        summary: 'A proposal: differences, boundaries before and after',
        params: ById,
        querystring: Empty,
        response: { 200: WholeProposal, ...errors },
      },
    },
    (request) => findProposal(database, numberOr(request.params.id, 'proposal_not_found')),
  );

  app.delete(
    '/api/staff/area-proposals/:id',
    {
      config,
      schema: { tags, summary: 'Throw an open proposal away', params: ById, response: { 204: Type.Null(), ...errors } },
    },
    async (request, reply) => {
      await discardProposal(database, actorOf(request), numberOr(request.params.id, 'proposal_not_found'));
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/staff/area-proposals/:id/apply',
    {
      config,
      schema: {
        tags,
        summary: 'Put it in force and assign reports anew',
        params: ById,
        response: { 200: WholeProposal, ...errors },
      },
    },
    (request) => change(request.params.id, (id) => applyProposal(database, actorOf(request), id)),
  );

  app.post(
    '/api/staff/area-proposals/:id/undo',
    {
      config,
      schema: {
        tags,
        summary: 'Take the last one back; areas it added end',
        params: ById,
        response: { 200: WholeProposal, ...errors },
      },
    },
    (request) => change(request.params.id, (id) => undoProposal(database, actorOf(request), id)),
  );

  async function change(text: string, work: (id: number) => Promise<void>): Promise<WholeProposal> {
    const id = numberOr(text, 'proposal_not_found');
    await work(id);
    app.catalog.forget();
    await app.live.wake();
    return findProposal(database, id);
  }
}
