import type { StaffUser } from '../../../../server/contract/staff.ts';
import { m } from '../../paraglide/messages.js';
import type { StaffSession } from '../session.svelte.ts';

/** What an administrator does with an account besides changing it. */
export type Action = 'link' | 'signOut' | 'totp' | 'end' | 'restore' | 'erase';

/** How each is named, and what it says before it is done; `erase` asks more and has a dialog of its own. */
export const ACTION_WORDS: Record<Action, { label: () => string; text: (name: { name: string }) => string }> = {
  link: { label: m.users_new_link, text: m.users_new_link_text },
  signOut: { label: m.users_sign_out, text: m.users_sign_out_text },
  totp: { label: m.users_totp_off_do, text: m.users_totp_off_text },
  end: { label: m.users_end, text: m.users_end_text },
  restore: { label: m.users_restore, text: m.users_restore_text },
  erase: { label: m.users_erase, text: m.users_erase_text },
};

/** What can be done with an account now. Nobody ends the own one by mistake. */
export function actionsFor(
  { login, state, totp }: StaffUser,
  session: Pick<StaffSession, 'me' | 'may'>,
): { action: Action; label: () => string }[] {
  const own = login === session.me.login;
  const ended = state === 'disabled';
  const possible: Record<Action, boolean> = {
    link: !ended,
    signOut: state === 'active',
    totp,
    end: !ended && !own,
    restore: ended,
    erase: !own && session.may('personal.erase'),
  };
  return (Object.keys(possible) as Action[])
    .filter((action) => possible[action])
    .map((action) => ({ action, label: ACTION_WORDS[action].label }));
}
