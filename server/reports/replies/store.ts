import type { Actor } from '../../auth/rules.ts';
import type { Sql } from '../../db/database.ts';
import type { Database } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem } from '../../http/problem.ts';
import { useFile } from '../../photos/store.ts';

/** A file of a reply, as it lies in the storage. */
export interface StoredReplyFile {
  storageKey: string;
  type: 'application/pdf' | 'image/jpeg';
  bytes: number;
}

const insertReply = statement<
  { userId: number; body: string | null; text: string; file: string | null },
  { id: number }
>('replies/insert');
const insertFile = statement<StoredReplyFile & { userId: number }, { id: string }>('replies/insert_file');
const selectPublicFile = statement<{ id: string }, StoredReplyFile>('replies/public_file');
const selectStaffFile = statement<
  { limitAreas: readonly number[] | null; userId: number; id: string },
  StoredReplyFile
>('replies/staff_file');
const selectOwnFile = statement<{ userId: number; id: string }, { id: string }>('replies/own_file');

/** Stores a reply, in the transaction of the change that gives it. Throws body_unknown and file_not_found. */
export async function storeReply(
  sql: Sql,
  actor: Actor,
  reply: { body: string | null; text: string; file: string | null },
): Promise<number> {
  const { userId } = actor;
  if (reply.file !== null && (await sql.run(selectOwnFile, { userId, id: reply.file })).length === 0) {
    throw problem('file_not_found');
  }
  const [stored] = await sql.run(insertReply, { userId, ...reply });
  if (!stored)
    throw problem('body_unknown', `body=${reply.body}`, { errors: [{ path: 'body', code: 'body_unknown' }] });
  return stored.id;
}

/** Keeps a file that is written, until a reply uses it; unused it goes after a day. */
export function storeFile(database: Database, actor: Actor, file: StoredReplyFile): Promise<string> {
  return database.transact(async (sql) => {
    await useFile(sql, file.storageKey);
    return (await sql.run(insertFile, { userId: actor.userId, ...file }))[0]!.id;
  });
}

/** A file of a reply that stands, of a report that is published, or null. */
export async function publicFile(sql: Sql, id: string): Promise<StoredReplyFile | null> {
  return (await sql.run(selectPublicFile, { id }))[0] ?? null;
}

/** A file that the actor sent, or of a reply to a report within the actor's areas, or null. */
export async function staffFile(sql: Sql, actor: Actor, id: string): Promise<StoredReplyFile | null> {
  return (await sql.run(selectStaffFile, { limitAreas: actor.areaIds, userId: actor.userId, id }))[0] ?? null;
}
