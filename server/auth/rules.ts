import type { CatalogArea } from '../catalog/rules.ts';
import { RIGHTS_OF_ROLE, type Right, type Role } from '../contract/rights.ts';
import { PASSWORD_LENGTH } from '../contract/staff.ts';
import { problem } from '../http/problem.ts';

/** Who is asking, and what that person may do. Made anew for each request, so that a change counts at once. */
export interface Actor {
  readonly userId: number;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly rights: ReadonlySet<Right>;
  /** Areas the role is limited to, quarters included; null is everywhere. An empty list is nowhere. */
  readonly areaIds: readonly number[] | null;
  readonly via: 'session' | 'token';
  readonly totp: boolean;
  /** RFC 3339: when the session or the token ends. */
  readonly expiresAt: string;
}

/** A user as a session or a token finds one. */
export interface ActorRow {
  userId: number;
  login: string;
  name: string;
  role: Role;
  totp: boolean;
  areaIds: number[] | null;
  expiresAt: string;
  scopes: Right[] | null;
}

/** Which right a route needs: one, any of several, or none at all. */
export type NeededRight = Right | readonly Right[] | 'anyone';

const LOGIN = /^[a-z0-9][a-z0-9._@+-]{1,99}$/;
/** What an erased account is called. */
const ERASED_LOGIN = /^erased-\d+$/;
const DIFFERENT_CHARACTERS_MIN = 5;

/** Puts an actor together: the role's rights, of a token only those among its scopes, and the areas with all within them. */
export function makeActor(row: ActorRow, areas: Iterable<CatalogArea>): Actor {
  const { scopes, areaIds, ...user } = row;
  const rights = RIGHTS_OF_ROLE[row.role].filter((right) => scopes === null || scopes.includes(right));
  return {
    ...user,
    rights: new Set(rights),
    areaIds: areaIds === null ? null : withAllInside(areaIds, areas),
    via: scopes === null ? 'session' : 'token',
  };
}

function withAllInside(ids: readonly number[], areas: Iterable<CatalogArea>): number[] {
  const inside = [...areas].filter((area) => ids.includes(area.id)).flatMap((area) => area.idsWithin);
  return [...new Set(inside)];
}

/** Whether an actor (null: nobody) may use a route. */
export function mayUse(actor: Pick<Actor, 'rights'> | null, needed: NeededRight): boolean {
  if (needed === 'anyone') return true;
  if (actor === null) return false;
  return typeof needed === 'string' ? actor.rights.has(needed) : needed.some((right) => actor.rights.has(right));
}

/** A login as it is stored: lower case, ASCII. Throws invalid_input. */
export function checkLogin(text: string): string {
  const login = normaliseLogin(text);
  if (!LOGIN.test(login) || ERASED_LOGIN.test(login)) {
    throw problem('invalid_input', 'a login is an e-mail address or letters, digits and . _ + -', {
      errors: [{ path: 'login', code: 'malformed' }],
    });
  }
  return login;
}

/** A login as typed, for looking it up. */
export function normaliseLogin(text: string): string {
  return text.trim().toLowerCase();
}

/** Refuses (password_weak) what is guessed first: too short, one letter again and again, the login or the name. */
export function checkPassword(password: string, user: { login: string; name: string }): void {
  const folded = password.toLowerCase();
  const words = [user.login, user.login.split('@')[0]!, user.name.toLowerCase()];
  const guessed = words.some((word) => word.length >= 4 && folded.replace(word, '').length < PASSWORD_LENGTH.min / 2);
  if (password.length < PASSWORD_LENGTH.min || new Set(folded).size < DIFFERENT_CHARACTERS_MIN || guessed) {
    throw problem('password_weak', `at least ${PASSWORD_LENGTH.min} characters, not one's own name`, {
      errors: [{ path: 'password', code: 'password_weak' }],
    });
  }
}

/**
 * Whether staff may sign in over this connection: https, or the machine itself. Anywhere else a password would travel
 * readable through the hall.
 */
export function isPrivateConnection(protocol: string, hostname: string): boolean {
  return protocol === 'https' || /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

/**
 * Whether a browser sends this for a page of another site. A browser always says where a write comes from; who says
 * nothing is no browser and carries no cookie it was not given.
 */
export function isForeign(headers: { origin?: string; 'sec-fetch-site'?: string }, ownOrigin: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return headers.origin !== undefined && headers.origin !== ownOrigin;
}
