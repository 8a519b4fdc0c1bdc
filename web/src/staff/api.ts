import type { ApiError } from '../api/errors.ts';
import { request, type Call } from '../api/client.ts';
import type { LinkSeen, StaffMe, TotpSecret } from '../../../server/contract/staff.ts';
import type { Static } from 'typebox';

export type SeenLink = Static<typeof LinkSeen>;
export type NewTotp = Static<typeof TotpSecret>;

let ended: () => void = () => {};

/** Tells when an answer says that nobody is signed in any more; one listener, the session's. */
export function whenSessionEnds(run: () => void): void {
  ended = run;
}

/** A request to the staff's side. Throws ApiError as every other one. */
export async function ask<T>(path: string, call?: Call): Promise<T> {
  try {
    return await request<T>(path, call);
  } catch (error) {
    if ((error as ApiError).code === 'sign_in_required') ended();
    throw error;
  }
}

/** Signing in and out, one-time links, and the own account. */
export const accountApi = {
  me: () => request<StaffMe>('/api/session'),
  signIn: (body: { login: string; password: string; code?: string }) =>
    request<StaffMe>('/api/session', { method: 'POST', body }),
  signOut: () => request<null>('/api/session', { method: 'DELETE' }),
  signOutEverywhere: () => ask<null>('/api/staff/me/sessions', { method: 'DELETE' }),
  lookAtLink: (token: string) => request<SeenLink>('/api/session/link', { method: 'POST', body: { token } }),
  /** Sets the password of a link's account and signs in; `login` and `name` only for the first administrator. */
  useLink: (body: { token: string; password: string; code?: string; login?: string; name?: string }) =>
    request<StaffMe>('/api/session/link', { method: 'PUT', body }),
  changePassword: (password: string, newPassword: string) =>
    ask<null>('/api/staff/me/password', { method: 'PUT', body: { password, newPassword } }),
  newTotp: (password: string) => ask<NewTotp>('/api/staff/me/totp', { method: 'POST', body: { password } }),
  confirmTotp: (code: string) => ask<null>('/api/staff/me/totp', { method: 'PUT', body: { code } }),
  removeTotp: (password: string) => ask<null>('/api/staff/me/totp', { method: 'DELETE', body: { password } }),
};
