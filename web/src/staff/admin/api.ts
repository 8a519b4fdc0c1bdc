import type { Static } from 'typebox';
import type { Proposals, StaffAreas, WholeProposal } from '../../../../server/contract/area-proposals.ts';
import { ask } from '../api.ts';

export type ProposalRow = Static<typeof Proposals>['proposals'][number];

const PROPOSALS = '/api/staff/area-proposals';

/** What only administrators do. */
export const adminApi = {
  areas: () => ask<Static<typeof StaffAreas>>('/api/staff/areas'),
  proposals: () => ask<Static<typeof Proposals>>(PROPOSALS),
  proposal: (id: number) => ask<WholeProposal>(`${PROPOSALS}/${id}`),
  propose: (name: string, document: object) =>
    ask<WholeProposal>(PROPOSALS, { method: 'POST', body: { name, document } }),
  apply: (id: number) => ask<WholeProposal>(`${PROPOSALS}/${id}/apply`, { method: 'POST' }),
  undo: (id: number) => ask<WholeProposal>(`${PROPOSALS}/${id}/undo`, { method: 'POST' }),
  discard: (id: number) => ask<null>(`${PROPOSALS}/${id}`, { method: 'DELETE' }),
};
