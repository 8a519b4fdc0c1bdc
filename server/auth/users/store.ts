import { eraseValues, recordAudit, type AuditActor, type FieldChange } from '../../audit/store.ts';
import type { Role } from '../../contract/rights.ts';
import type { StaffUser } from '../../contract/staff.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem } from '../../http/problem.ts';
import { newSecret, secretHash } from '../secrets.ts';
import { changePassword } from '../store.ts';
import type { UserDraft } from './rules.ts';

const DAY_SECONDS = 86_400;
const INVITATION_DAYS = 7;
/** Where the page of a one-time link is. The secret stands after #, which no browser sends and no log keeps. */
const LINK_PAGE = '/staff/link#';

interface Link {
  userId: number | null;
  login: string | null;
  name: string | null;
  role: Role;
  expiresAt: string;
}
interface OneTimeLink {
  path: string;
  expiresAt: string;
}

const selectUsers = statement<{ id: number | null }, StaffUser>('users/list');
const selectId = statement<{ login: string }, { id: number }>('users/find');
const selectAny = statement<object, { any: boolean }>('users/any');
const insertUser = statement<{ login: string; name: string; role: Role; areaLimited: boolean }, { id: number }>(
  'users/insert',
);
const updateUser = statement<{ id: number; name: string; role: Role; areaLimited: boolean; disabled: boolean }>(
  'users/update',
);
const deleteAreas = statement<{ userId: number }>('users/delete_areas');
const insertAreas = statement<{ userId: number; codes: string[] }>('users/insert_areas');
const selectOtherAdmins = statement<{ id: number }, { id: number }>('users/other_admins');
const lockFirst = statement('users/lock_first');
const insertLink = statement<{ tokenHash: Buffer; userId: number | null; seconds: number }, { expiresAt: string }>(
  'users/insert_link',
);
const selectLink = statement<{ tokenHash: Buffer }, Link>('users/link');
const deleteLink = statement<{ tokenHash: Buffer }, { userId: number | null }>('users/use_link');
const shutOut = statement<{ userId: number }>('users/shut_out');
const eraseAccount = statement<{ id: number }>('users/erase');

export function listUsers(sql: Sql): Promise<StaffUser[]> {
  return sql.run(selectUsers, { id: null });
}

/** A user; throws user_not_found. */
export async function findUser(sql: Sql, id: number): Promise<StaffUser> {
  const [user] = await sql.run(selectUsers, { id });
  if (!user) throw problem('user_not_found');
  return user;
}

/** A user by login, for the command line; throws user_not_found. */
export async function findUserByLogin(sql: Sql, login: string): Promise<StaffUser> {
  const [found] = await sql.run(selectId, { login });
  if (!found) throw problem('user_not_found', `There is no user ${login}.`);
  return findUser(sql, found.id);
}

export async function anyUser(sql: Sql): Promise<boolean> {
  return (await sql.run(selectAny, {}))[0]!.any;
}

/** Adds an account without a password; throws login_taken. */
export async function addUser(sql: Sql, actor: AuditActor, draft: UserDraft): Promise<StaffUser> {
  const { areas, ...user } = draft;
  const [row] = await sql.run(insertUser, { ...user, areaLimited: areas !== null });
  if (!row) throw problem('login_taken', `login=${draft.login}`, { errors: [{ path: 'login', code: 'login_taken' }] });
  if (areas !== null) await sql.run(insertAreas, { userId: row.id, codes: areas });
  await recordAudit(sql, actor, {
    action: 'user.added',
    subject: 'user',
    subjectId: String(row.id),
    changes: Object.entries(draft).map(([field, after]) => ({ field, before: null, after })),
  });
  return findUser(sql, row.id);
}

/** A one-time link with which a user sets a password; an earlier one ends. */
export async function inviteUser(sql: Sql, actor: AuditActor, userId: number): Promise<OneTimeLink> {
  await recordAudit(sql, actor, { action: 'user.link', subject: 'user', subjectId: String(userId) });
  return makeLink(sql, userId, INVITATION_DAYS * DAY_SECONDS);
}

/** The one-time link of the first administrator, valid for a day; null once anybody has an account. */
export function firstAdminLink(database: Database): Promise<OneTimeLink | null> {
  return database.transact(async (sql) => ((await anyUser(sql)) ? null : makeLink(sql, null, DAY_SECONDS)));
}

async function makeLink(sql: Sql, userId: number | null, seconds: number): Promise<OneTimeLink> {
  const secret = newSecret();
  const [row] = await sql.run(insertLink, { tokenHash: secretHash(secret), userId, seconds });
  return { path: LINK_PAGE + secret, expiresAt: row!.expiresAt };
}

/** Whom a link is for; throws link_not_valid when it was used, has ended, or is none of ours. */
export async function findLink(sql: Sql, secret: string): Promise<Link> {
  const [link] = await sql.run(selectLink, { tokenHash: secretHash(secret) });
  if (!link) throw problem('link_not_valid');
  return link;
}

/** Uses a link up and sets the password; every session of the user ends. Gives the user's id. */
export function useLink(
  database: Database,
  secret: string,
  passwordHash: string,
  first: { login: string; name: string } | null,
): Promise<number> {
  return database.transact(async (sql) => {
    if (first) await sql.run(lockFirst, {});
    const [used] = await sql.run(deleteLink, { tokenHash: secretHash(secret) });
    if (!used || (first && (await anyUser(sql)))) throw problem('link_not_valid');
    const userId =
      used.userId ?? (await addUser(sql, { userId: null, via: 'link' }, { ...first!, role: 'admin', areas: null })).id;
    await changePassword(sql, { userId, via: 'link' }, passwordHash);
    return userId;
  });
}

/** An account that can still be changed; throws user_not_found and user_erased. */
export async function findKnownUser(sql: Sql, id: number): Promise<StaffUser> {
  const user = await findUser(sql, id);
  if (user.state === 'erased') throw problem('user_erased');
  return user;
}

/**
 * Changes an account. Whoever is disabled is signed out at once, links and API tokens end, and what was claimed is free.
 * Throws last_admin when nobody could administer any more.
 */
export async function changeUser(
  sql: Sql,
  actor: AuditActor,
  id: number,
  user: UserDraft & { disabled: boolean },
  changes: readonly FieldChange[],
): Promise<void> {
  if (user.disabled || user.role !== 'admin') await keepAnAdmin(sql, id);
  const { name, role, disabled, areas } = user;
  // Before the account itself: whoever just uses a link of it takes them in the same order.
  if (disabled) await sql.run(shutOut, { userId: id });
  await sql.run(updateUser, { id, name, role, disabled, areaLimited: areas !== null });
  await sql.run(deleteAreas, { userId: id });
  if (areas !== null) await sql.run(insertAreas, { userId: id, codes: areas });
  if (changes.length > 0)
    await recordAudit(sql, actor, { action: 'user.changed', subject: 'user', subjectId: String(id), changes });
}

/**
 * Ends an account for good and erases who it was: login, name, password, second factor, API tokens with their names, and what
 * the audit log says of the account. Its number stays in history, and the chain stays verifiable. Throws user_not_found,
 * user_erased and last_admin.
 */
export function eraseUser(database: Database, actor: AuditActor, id: number): Promise<void> {
  return database.transact(async (sql) => {
    await findKnownUser(sql, id);
    await keepAnAdmin(sql, id);
    await sql.run(shutOut, { userId: id });
    await sql.run(eraseAccount, { id });
    await eraseValues(sql, 'user', String(id));
    await recordAudit(sql, actor, { action: 'user.erased', subject: 'user', subjectId: String(id) });
  });
}

/** Throws last_admin when this is the only one who can administer. Locks the others, so that two cannot remove each other. */
async function keepAnAdmin(sql: Sql, id: number): Promise<void> {
  const others = await sql.run(selectOtherAdmins, { id });
  if (others.length > 0) return;
  const { role, state } = await findUser(sql, id);
  if (role === 'admin' && state !== 'disabled') throw problem('last_admin');
}
