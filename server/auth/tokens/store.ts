import { recordAudit, type AuditActor } from '../../audit/store.ts';
import type { TokenScope } from '../../contract/rights.ts';
import type { ApiToken, OwnedToken } from '../../contract/staff.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem } from '../../http/problem.ts';
import { API_TOKEN_PREFIX, newSecret, secretHash } from '../secrets.ts';

const selectTokens = statement<{ userId: number }, ApiToken>('auth/tokens');
const selectAll = statement<object, ApiToken & { userId: number; login: string; userName: string }>('auth/all_tokens');
const insertToken = statement<
  { tokenHash: Buffer; userId: number; name: string; scopes: readonly TokenScope[]; days: number },
  { id: number }
>('auth/insert_token');
const updateToken = statement<{ userId: number | null; id: number }, { name: string; userId: number }>(
  'auth/revoke_token',
);

/** A user's tokens that still work, newest first. */
export function listTokens(sql: Sql, userId: number): Promise<ApiToken[]> {
  return sql.run(selectTokens, { userId });
}

/** Everybody's tokens that still work, newest first. */
export async function listAllTokens(sql: Sql): Promise<OwnedToken[]> {
  const rows = await sql.run(selectAll, {});
  return rows.map(({ userId, login, userName, ...token }) => ({
    ...token,
    user: { id: userId, login, name: userName },
  }));
}

/** Makes an API token; its text is returned once and only its hash is kept. */
export async function addToken(
  database: Database,
  actor: AuditActor,
  userId: number,
  wish: { name: string; scopes: readonly TokenScope[]; days: number },
): Promise<{ id: number; token: string }> {
  const token = newSecret(API_TOKEN_PREFIX);
  return database.transact(async (sql) => {
    const [row] = await sql.run(insertToken, { ...wish, userId, tokenHash: secretHash(token) });
    await recordAudit(sql, actor, {
      action: 'user.token_added',
      subject: 'user',
      subjectId: String(userId),
      changes: [{ field: 'token', before: null, after: { id: row!.id, ...wish } }],
    });
    return { id: row!.id, token };
  });
}

/** Ends an API token, of one user or (null) of whoever has it; throws not_found when there is none of that id. */
export async function revokeToken(
  database: Database,
  actor: AuditActor,
  userId: number | null,
  id: number,
): Promise<void> {
  await database.transact(async (sql) => {
    const [row] = await sql.run(updateToken, { userId, id });
    if (!row) throw problem('not_found');
    await recordAudit(sql, actor, {
      action: 'user.token_revoked',
      subject: 'user',
      subjectId: String(row.userId),
      changes: [{ field: 'token', before: { id, name: row.name }, after: null }],
    });
  });
}
