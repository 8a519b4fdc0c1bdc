import type { NewUser, StaffUser, UserChange } from '../../contract/staff.ts';
import type { Catalog } from '../../catalog/rules.ts';
import { changesOf } from '../../audit/rules.ts';
import type { FieldChange } from '../../audit/store.ts';
import { problem } from '../../http/problem.ts';
import { checkLogin } from '../rules.ts';

export type UserDraft = Pick<StaffUser, 'login' | 'name' | 'role' | 'areas'>;

/** Checks a new account. Throws area_unknown or invalid_input: an administrator is never limited to areas. */
export function draftUser(wish: NewUser, catalog: Pick<Catalog, 'areas'>): UserDraft {
  const draft = {
    login: checkLogin(wish.login),
    name: wish.name.trim(),
    role: wish.role,
    areas: checkAreas(wish.areas ?? null, catalog),
  };
  return checked(draft);
}

/** An account after a change, and what is different; the same checks. */
export function changedUser(
  user: StaffUser,
  change: UserChange,
  catalog: Pick<Catalog, 'areas'>,
): { user: UserDraft & { disabled: boolean }; changes: FieldChange[] } {
  const before = { name: user.name, role: user.role, areas: user.areas, disabled: user.state === 'disabled' };
  const after = {
    name: change.name?.trim() ?? before.name,
    role: change.role ?? before.role,
    areas: change.areas === undefined ? before.areas : checkAreas(change.areas, catalog),
    disabled: change.disabled ?? before.disabled,
  };
  checked({ ...after, login: user.login });
  return { user: { ...after, login: user.login }, changes: changesOf(before, after) };
}

function checkAreas(codes: string[] | null, catalog: Pick<Catalog, 'areas'>): string[] | null {
  if (codes === null) return null;
  const unknown = codes.find((code) => !catalog.areas.has(code));
  if (unknown !== undefined) {
    throw problem('area_unknown', `areas=${unknown}`, { errors: [{ path: 'areas', code: 'area_unknown' }] });
  }
  return [...new Set(codes)].sort();
}

function checked(draft: UserDraft): UserDraft {
  if (draft.name === '') {
    throw problem('invalid_input', 'a name is needed', { errors: [{ path: 'name', code: 'too_short' }] });
  }
  if (draft.role === 'admin' && draft.areas !== null) {
    throw problem('invalid_input', 'an administrator is not limited to areas', {
      errors: [{ path: 'areas', code: 'out_of_range' }],
    });
  }
  return draft;
}
