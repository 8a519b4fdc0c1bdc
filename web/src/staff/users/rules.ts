import type { StaffUser, UserChange } from '../../../../server/contract/staff.ts';

/** What the server takes as a login. */
const LOGIN = /^[a-z0-9][a-z0-9._@+-]{1,99}$/;

export function isLogin(text: string): boolean {
  return LOGIN.test(text.trim().toLowerCase());
}

const ORDER: Record<StaffUser['state'], number> = { active: 0, invited: 1, disabled: 2, erased: 3 };

/** As they are read: who works first, then who was invited, each by name. */
export function inOrder(users: readonly StaffUser[]): StaffUser[] {
  return [...users].sort((a, b) => ORDER[a.state] - ORDER[b.state] || a.name.localeCompare(b.name) || a.id - b.id);
}

type Draft = Pick<StaffUser, 'name' | 'role' | 'areas'>;

/** What of a form differs from the account: what somebody else changes meanwhile in another field stays. */
export function changeOf(user: Draft, draft: Draft): UserChange {
  return {
    ...(draft.name !== user.name && { name: draft.name }),
    ...(draft.role !== user.role && { role: draft.role }),
    ...(String(draft.areas && [...draft.areas].sort()) !== String(user.areas) && { areas: draft.areas }),
  };
}
