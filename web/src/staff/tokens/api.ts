import type { Static } from 'typebox';
import type { ApiToken, ApiTokenMade, NewToken, OwnedToken } from '../../../../server/contract/staff.ts';
import { ask } from '../api.ts';

const OWN = '/api/staff/me/tokens';
const ALL = '/api/staff/tokens';

/** API tokens: the own ones, and for administrators everybody's. */
export const tokensApi = {
  own: (signal?: AbortSignal) => ask<{ tokens: ApiToken[] }>(OWN, { signal }),
  add: (body: Static<typeof NewToken>) => ask<Static<typeof ApiTokenMade>>(OWN, { method: 'POST', body }),
  revokeOwn: (id: number) => ask<null>(`${OWN}/${id}`, { method: 'DELETE' }),
  all: (signal?: AbortSignal) => ask<{ tokens: OwnedToken[] }>(ALL, { signal }),
  revokeAny: (id: number) => ask<null>(`${ALL}/${id}`, { method: 'DELETE' }),
};
