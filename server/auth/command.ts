import { readFileSync } from 'node:fs';
import { loadCatalog } from '../catalog/store.ts';
import { ROLES, TOKEN_SCOPES, type Role, type TokenScope } from '../contract/rights.ts';
import { TOKEN_DAYS_MAX } from '../contract/staff.ts';
import type { Database } from '../db/database.ts';
import { checkPassword, normaliseLogin } from './rules.ts';
import { hashPassword } from './secrets.ts';
import { changePassword, setTotp, signOutEverywhere } from './store.ts';
import { addToken, listTokens, revokeToken } from './tokens/store.ts';
import { changedUser, draftUser } from './users/rules.ts';
import {
  addUser,
  changeUser,
  eraseUser,
  findKnownUser,
  findUserByLogin,
  inviteUser,
  listUsers,
} from './users/store.ts';

export interface UserFlags {
  login?: string;
  name?: string;
  role?: string;
  areas?: string;
  passwordStdin?: boolean;
}
export interface TokenFlags {
  login?: string;
  name?: string;
  scopes?: string;
  days?: string;
}
type Say = (line: string) => void;

export const USER_OPTIONS: readonly (readonly [flag: string, text: string])[] = [
  ['--login <login>', 'E-mail address or login name (or as the second word)'],
  ['--name <name>', 'What colleagues read; the login without it'],
  ['--role <role>', `One of ${ROLES.join(', ')}`],
  ['--areas <codes>', 'Area codes the role is limited to, comma list'],
  ['--password-stdin', 'Read the password from standard input instead of printing a one-time link'],
];
export const TOKEN_OPTIONS: readonly (readonly [flag: string, text: string])[] = [
  ['--login <login>', 'Whose token'],
  ['--name <name>', 'What it is for'],
  ['--scopes <scopes>', `Comma list of ${TOKEN_SCOPES.join(', ')}`],
  ['--days <days>', 'How long it works, 90 without it'],
];
const CONSOLE = { userId: null, via: 'console' } as const;

/** `alai user`: throws an Error with one sentence when something is missing or refused. */
export async function runUser(
  database: Database,
  verb: string,
  word: string | undefined,
  flags: UserFlags,
  say: Say,
): Promise<void> {
  if (verb === 'list') {
    for (const user of await listUsers(database)) {
      say([user.login, user.role, user.state, user.areas?.join(',') ?? 'everywhere', user.name].join('\t'));
    }
    return;
  }
  const login = normaliseLogin(needed(flags.login ?? word, '--login'));
  if (verb === 'add') return addWith(database, login, flags, say);
  if (verb === 'link') {
    const link = await database.transact(async (sql) =>
      inviteUser(sql, CONSOLE, (await findKnownUser(sql, (await findUserByLogin(sql, login)).id)).id),
    );
    say(linkLine(link));
  } else if (verb === 'disable' || verb === 'enable') {
    const catalog = await loadCatalog(database);
    await database.transact(async (sql) => {
      const before = await findKnownUser(sql, (await findUserByLogin(sql, login)).id);
      const { user, changes } = changedUser(before, { disabled: verb === 'disable' }, catalog);
      await changeUser(sql, CONSOLE, before.id, user, changes);
    });
    say(
      verb === 'disable'
        ? `${login} is signed out everywhere and cannot sign in any more.`
        : `${login} can sign in again with the password of before.`,
    );
  } else if (verb === 'sign-out') {
    const { id } = await findUserByLogin(database, login);
    await database.transact((sql) => signOutEverywhere(sql, CONSOLE, id));
    say(`${login} is signed out everywhere.`);
  } else if (verb === 'totp-off') {
    const { id } = await findUserByLogin(database, login);
    await database.transact((sql) => setTotp(sql, CONSOLE, id, null));
    say(`${login} signs in with the password alone.`);
  } else if (verb === 'erase') {
    const { id } = await findUserByLogin(database, login);
    await eraseUser(database, CONSOLE, id);
    say(`Erased: who ${login} was, for good. History knows the account as number ${id}; the chain stays whole.`);
  } else throw new Error(`user ${verb}: the verbs are add, list, link, sign-out, totp-off, disable, enable and erase.`);
}

async function addWith(database: Database, login: string, flags: UserFlags, say: Say): Promise<void> {
  const role = needed(flags.role, '--role');
  if (!isOneOf(ROLES, role)) throw new Error(`--role must be one of ${ROLES.join(', ')}, not ${role}.`);
  const draft = draftUser(
    { login, name: flags.name ?? login, role: role as Role, areas: flags.areas?.split(',') ?? null },
    await loadCatalog(database),
  );
  const password = flags.passwordStdin ? readFileSync(0, 'utf8').replace(/\r?\n$/, '') : null;
  if (password !== null) checkPassword(password, draft);
  const hash = password === null ? null : await hashPassword(password);
  const line = await database.transact(async (sql) => {
    const { id } = await addUser(sql, CONSOLE, draft);
    if (hash === null) return linkLine(await inviteUser(sql, CONSOLE, id));
    await changePassword(sql, { userId: id, via: 'console' }, hash);
    return `${login} can sign in.`;
  });
  say(line);
}

/** `alai token`. */
export async function runToken(
  database: Database,
  verb: string,
  id: string | undefined,
  flags: TokenFlags,
  say: Say,
): Promise<void> {
  const user = await findUserByLogin(database, normaliseLogin(needed(flags.login, '--login')));
  if (verb === 'list') {
    for (const token of await listTokens(database, user.id)) {
      say([token.id, token.name, token.scopes.join(','), `until ${token.expiresAt}`].join('\t'));
    }
  } else if (verb === 'add') {
    const scopes = needed(flags.scopes, '--scopes').split(',');
    const unknown = scopes.find((scope) => !isOneOf(TOKEN_SCOPES, scope));
    if (unknown !== undefined) throw new Error(`--scopes: ${unknown} is none of ${TOKEN_SCOPES.join(', ')}.`);
    const days = Number(flags.days ?? 90);
    if (!Number.isInteger(days) || days < 1 || days > TOKEN_DAYS_MAX) {
      throw new Error(`--days must be a whole number from 1 to ${TOKEN_DAYS_MAX}, not ${flags.days}.`);
    }
    const wish = { name: needed(flags.name, '--name'), scopes: scopes as TokenScope[], days };
    const { token } = await addToken(database, CONSOLE, user.id, wish);
    say(`Shown this once: ${token}`);
  } else if (verb === 'revoke') {
    await revokeToken(database, CONSOLE, user.id, Number(needed(id, 'id')) || 0);
    say('Revoked.');
  } else throw new Error(`token ${verb}: the verbs are add, list and revoke.`);
}

function isOneOf(list: readonly string[], word: string): boolean {
  return list.includes(word);
}

function needed(value: string | undefined, what: string): string {
  if (value === undefined || value === '') throw new Error(`${what} is missing.`);
  return String(value);
}

function linkLine(link: { path: string; expiresAt: string }): string {
  return `One-time link, until ${link.expiresAt}, behind the address of the server: ${link.path}`;
}
