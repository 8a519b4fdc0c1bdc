import type { Static } from 'typebox';
import type { NewUser, OneTimeLink, StaffUser, UserChange, UserInvited } from '../../../../server/contract/staff.ts';
import { ask } from '../api.ts';

export type Link = Static<typeof OneTimeLink>;

const USERS = '/api/staff/users';

/** Accounts, for administrators. */
export const usersApi = {
  list: (signal?: AbortSignal) => ask<{ users: StaffUser[] }>(USERS, { signal }),
  add: (body: NewUser) => ask<Static<typeof UserInvited>>(USERS, { method: 'POST', body }),
  change: (id: number, body: UserChange) => ask<StaffUser>(`${USERS}/${id}`, { method: 'PATCH', body }),
  link: (id: number) => ask<Link>(`${USERS}/${id}/link`, { method: 'POST' }),
  signOut: (id: number) => ask<null>(`${USERS}/${id}/sessions`, { method: 'DELETE' }),
  erase: (id: number) => ask<StaffUser>(`${USERS}/${id}/erasure`, { method: 'POST' }),
};
