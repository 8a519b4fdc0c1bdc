import type { Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { MEMORY_SECONDS, STRICT_FROM, STRICT_WAITS, WAITS } from './rules.ts';

/** Hashes: what tries are counted by; `account` is null where the account as a whole is not counted. */
export interface TryKeys {
  key: Buffer;
  account: Buffer | null;
}

const selectTake = statement<
  TryKeys & {
    waits: readonly number[];
    strictWaits: readonly number[];
    strictFrom: number;
    memorySeconds: number;
  },
  { waitSeconds: number }
>('auth/take_try');
const deleteOwn = statement<TryKeys>('auth/forgive_tries');
const deleteOld = statement<{ memorySeconds: number }>('auth/forget_tries');

/** Counts a try, and answers 0; or counts nothing and answers the seconds to wait. One statement: a thousand at once are a thousand. */
export async function takeTry(sql: Sql, keys: TryKeys): Promise<number> {
  const limits = { waits: WAITS, strictWaits: STRICT_WAITS, strictFrom: STRICT_FROM, memorySeconds: MEMORY_SECONDS };
  return (await sql.run(selectTake, { ...keys, ...limits }))[0]!.waitSeconds;
}

export async function forgiveTries(sql: Sql, keys: TryKeys): Promise<void> {
  await sql.run(deleteOwn, keys);
}

export async function forgetTries(sql: Sql): Promise<void> {
  await sql.run(deleteOld, { memorySeconds: MEMORY_SECONDS });
}
