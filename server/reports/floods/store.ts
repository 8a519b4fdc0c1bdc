import { createHmac, randomBytes } from 'node:crypto';
import type { Actor } from '../../auth/rules.ts';
import type { Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { localDay } from '../../filters/time.ts';
import { findBursts, type RecentReport } from './rules.ts';

/** Newest reports that are looked at for bursts. */
const RECENT_MAX = 5000;

const claimSalt = statement<{ day: string; salt: Buffer }, { salt: Buffer }>('floods/salt');
const removeOld = statement<{ before: string; day: string }, { deleted: number }>('floods/delete_old');
const selectRecent = statement<{ limitAreas: readonly number[] | null; limit: number }, RecentReport>('floods/recent');
const insertFlag = statement<{ id: string; deviceHmac: Buffer; reason: string; note: string | null }>('floods/flag');

/**
 * A function that hashes a client's address under a salt that is made anew each day, shared by all server processes, and
 * deleted after it: then nobody can tell any more whose address a hash was.
 */
export function addressHasher(sql: Sql): (address: string) => Promise<Buffer> {
  let known: { day: string; salt: Promise<Buffer> } | null = null;
  const saltOf = async (day: string): Promise<Buffer> => {
    for (;;) {
      // Who loses the race for the first of the day does not see the winner's in the same statement.
      const [row] = await sql.run(claimSalt, { day, salt: randomBytes(32) });
      if (row) return row.salt;
    }
  };
  return async (address) => {
    const day = localDay(new Date());
    if (known?.day !== day) {
      const salt = saltOf(day);
      known = { day, salt };
      salt.catch(() => (known = null));
    }
    return createHmac('sha256', await known.salt)
      .update(address)
      .digest();
  };
}

/** Deletes hashes of addresses made before an instant, and salts of days that are over at another. Gives how many hashes. */
export async function forgetAddresses(sql: Sql, before: Date, now: Date): Promise<number> {
  return (await sql.run(removeOld, { before: before.toISOString(), day: localDay(now) }))[0]!.deleted;
}

/** The newest reports of the last seven days within the actor's areas that are neither hidden nor merged. */
export function recentReports(sql: Sql, actor: Actor): Promise<RecentReport[]> {
  return sql.run(selectRecent, { limitAreas: actor.areaIds, limit: RECENT_MAX });
}

/** How many bursts there are within the actor's areas. */
export async function countBursts(sql: Sql, actor: Actor): Promise<number> {
  return findBursts(await recentReports(sql, actor)).length;
}

/** Keeps that a device thinks something is wrong with a published report; what it said first stays. */
export async function flagReport(
  sql: Sql,
  flag: { id: string; deviceHmac: Buffer; reason: string; note: string | null },
): Promise<void> {
  await sql.run(insertFlag, flag);
}
