import { recordAudit, type AuditActor } from '../audit/store.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { Actor, ActorRow } from './rules.ts';
import { API_TOKEN_PREFIX, newSecret, secretHash } from './secrets.ts';

/** What a sign-in is checked against; `totpSecret` is sealed, and null while no second factor is asked for. */
export interface Credentials {
  userId: number;
  login: string;
  name: string;
  passwordHash: string | null;
  totpSecret: Buffer | null;
  totpStep: number | null;
}
type FoundRow = ActorRow & { stale: boolean };
type ByHash = { tokenHash: Buffer };

const selectSession = statement<ByHash & { idleSeconds: number }, FoundRow>('auth/session');
const selectToken = statement<ByHash, FoundRow>('auth/token');
const touchSession = statement<ByHash>('auth/touch_session');
const touchToken = statement<ByHash>('auth/touch_token');
const insertSession = statement<ByHash & { userId: number; seconds: number }>('auth/insert_session');
const deleteSession = statement<ByHash, { userId: number }>('auth/delete_session');
const deleteSessions = statement<{ userId: number; keep: Buffer | null }>('auth/delete_sessions');
const selectCredentials = statement<{ login: string }, Credentials>('auth/credentials');
const useTotpStep = statement<{ userId: number; step: number }, { id: number }>('auth/use_totp_step');
const updatePassword = statement<{ userId: number; passwordHash: string }>('auth/set_password');
const updateTotp = statement<{ userId: number; secret: Buffer | null }>('auth/set_totp');
const selectPendingTotp = statement<{ userId: number }, { secret: Buffer }>('auth/pending_totp');
const confirmTotp = statement<{ userId: number; step: number }>('auth/confirm_totp');

/** The user of a session cookie or an API token, or null. Notes now and then that it is in use. */
export async function findActor(sql: Sql, secret: string, idleSeconds: number): Promise<ActorRow | null> {
  const tokenHash = secretHash(secret);
  const isToken = secret.startsWith(API_TOKEN_PREFIX);
  const [found] = isToken
    ? await sql.run(selectToken, { tokenHash })
    : await sql.run(selectSession, { tokenHash, idleSeconds });
  if (!found) return null;
  const { stale, ...row } = found;
  if (stale) await sql.run(isToken ? touchToken : touchSession, { tokenHash });
  return row;
}

export async function findCredentials(sql: Sql, login: string): Promise<Credentials | null> {
  return (await sql.run(selectCredentials, { login }))[0] ?? null;
}

/** Starts a session with a new secret, which is returned once. Always a new one: nobody can prepare somebody's session. */
export async function startSession(sql: Sql, actor: AuditActor & { userId: number }, seconds: number): Promise<string> {
  const secret = newSecret();
  await sql.run(insertSession, { tokenHash: secretHash(secret), userId: actor.userId, seconds });
  await recordAudit(sql, actor, { action: 'user.signed_in', subject: 'user', subjectId: String(actor.userId) });
  return secret;
}

/** Counts a code of the second factor as used; false when it was used at the same moment. */
export async function takeTotpStep(sql: Sql, userId: number, step: number): Promise<boolean> {
  return (await sql.run(useTotpStep, { userId, step })).length > 0;
}

export async function endSession(sql: Sql, secret: string): Promise<void> {
  await sql.run(deleteSession, { tokenHash: secretHash(secret) });
}

/** Signs a user out everywhere, by the own wish or an administrator's. API tokens go on. */
export async function signOutEverywhere(sql: Sql, actor: AuditActor, userId: number): Promise<void> {
  await endSessions(sql, userId);
  await recordAudit(sql, actor, { action: 'user.signed_out', subject: 'user', subjectId: String(userId) });
}

/** Ends every session of a user; that of `keepSecret`, when given, goes on. */
async function endSessions(sql: Sql, userId: number, keepSecret?: string): Promise<void> {
  await sql.run(deleteSessions, { userId, keep: keepSecret === undefined ? null : secretHash(keepSecret) });
}

/** Sets a password and ends every other session. */
export async function changePassword(
  sql: Sql,
  actor: AuditActor & { userId: number },
  passwordHash: string,
  keepSecret?: string,
) {
  await sql.run(updatePassword, { userId: actor.userId, passwordHash });
  await endSessions(sql, actor.userId, keepSecret);
  await recordAudit(sql, actor, { action: 'user.password', subject: 'user', subjectId: String(actor.userId) });
}

/** Keeps a new, sealed second factor until its first code comes; null takes the second factor away. */
export async function setTotp(sql: Sql, actor: AuditActor, userId: number, secret: Buffer | null): Promise<void> {
  await sql.run(updateTotp, { userId, secret });
  if (secret === null)
    await recordAudit(sql, actor, { action: 'user.totp_off', subject: 'user', subjectId: String(userId) });
}

/** Turns the waiting second factor on when `stepOf` accepts its code; false when it does not, or none waits. */
export async function enableTotp(
  database: Database,
  actor: Actor,
  stepOf: (sealed: Buffer) => number | null,
): Promise<boolean> {
  return database.transact(async (sql) => {
    const [pending] = await sql.run(selectPendingTotp, { userId: actor.userId });
    const step = pending ? stepOf(pending.secret) : null;
    if (step === null) return false;
    await sql.run(confirmTotp, { userId: actor.userId, step });
    await recordAudit(sql, actor, { action: 'user.totp_on', subject: 'user', subjectId: String(actor.userId) });
    return true;
  });
}
