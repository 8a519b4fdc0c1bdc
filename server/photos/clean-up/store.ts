import type { Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';

const selectUnused = statement<{ limit: number }, { storageKey: string }>('photos/unused_files');
const forgetUnused = statement<{ storageKey: string }>('photos/forget_file');
const removeRefused = statement<{ days: number }, { id: string }>('photos/delete_refused');
const removeReplyFiles = statement<object, { id: string }>('photos/delete_unused_reply_files');
const selectKnown = statement<{ ids: string[] }, { id: string }>('photos/known_uploads');
const removeExpired = statement<object, { id: string }>('photos/delete_expired_uploads');

/** Removes files that were sent for a reply and never used. */
export async function deleteUnusedReplyFiles(sql: Sql): Promise<void> {
  await sql.run(removeReplyFiles, {});
}

/** Removes photos that were refused longer ago. */
export async function deleteRefused(sql: Sql, days: number): Promise<void> {
  await sql.run(removeRefused, { days });
}

/** Those of the ids that belong to open uploads. */
export async function openUploads(sql: Sql, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  return new Set((await sql.run(selectKnown, { ids })).map((row) => row.id));
}

/** Storage keys whose files are to be deleted now. */
export async function unusedFiles(sql: Sql, limit: number): Promise<string[]> {
  return (await sql.run(selectUnused, { limit })).map((row) => row.storageKey);
}

/** The files of a storage key are deleted. */
export async function forgetFile(sql: Sql, storageKey: string): Promise<void> {
  await sql.run(forgetUnused, { storageKey });
}

/** Ends uploads that were not finished in time. */
export async function deleteExpiredUploads(sql: Sql): Promise<void> {
  await sql.run(removeExpired, {});
}
