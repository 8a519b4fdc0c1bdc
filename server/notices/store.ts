import { seal, type ContactKeys, type Sealed } from '../contacts/rules.ts';
import type { Language } from '../contract/enums.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { problem } from '../http/problem.ts';
import type { Channel, Follower } from './rules.ts';

/** A follower whom one process has to itself for a while. */
export type Taken = Follower & Sealed & { tries: number };

const lockReport = statement<{ report: string }, { code: string }>('notices/lock_report');
const insertFollower = statement<{
  report: string;
  channel: Channel;
  language: Language;
  sealed: string;
  keyId: string;
  confirmed: boolean;
}>('notices/follow');
const deleteFollower = statement<{ report: string; channel: Channel }>('notices/unfollow');
const confirmFollower = statement<{ id: string }, { id: string }>('notices/confirm');
const forgetFollower = statement<{ id: string }>('notices/forget');
const takeFollower = statement<
  { channels: readonly Channel[]; now: string; quietSince: string; takenUntil: string },
  Taken
>('notices/take');
const deleteSent = statement<{ id: string; notices: readonly number[]; now: string }>('notices/sent');
const setFailed = statement<
  { id: string; notices: readonly number[]; nextTryAt: string; giveUpBefore: string },
  { givenUp: number }
>('notices/failed');
const selectWaiting = statement<object, { channel: Channel; waiting: number }>('notices/waiting');
const deleteExpired = statement<{ askedBefore: string; waitingSince: string }, { deleted: number }>('notices/expire');

/** What an address is bound to: under another report, or as another kind of address, it does not open. */
export const boundTo = ({ code, channel }: Pick<Follower, 'code' | 'channel'>): string => `${code} ${channel}`;

/**
 * Keeps where who sent a report wishes to hear of it, encrypted, in the place of an address before. Not `confirmed`: whoever has the
 * address is asked first. Throws report_not_found.
 */
export function follow(
  database: Database,
  keys: ContactKeys,
  wish: { report: string; channel: Channel; language: Language; address: string; confirmed: boolean },
): Promise<void> {
  const { report, channel, language, address, confirmed } = wish;
  return database.transact(async (sql) => {
    const [found] = await sql.run(lockReport, { report });
    if (!found) throw problem('report_not_found');
    await sql.run(deleteFollower, { report, channel });
    const { sealed, keyId } = seal(keys, boundTo({ code: found.code, channel }), address);
    await sql.run(insertFollower, { report, channel, language, confirmed, keyId, sealed: sealed.toString('hex') });
  });
}

/** Forgets an address with what was to be sent to it; nothing happens where there is none. */
export async function unfollow(sql: Sql, report: string, channel: Channel): Promise<void> {
  await sql.run(deleteFollower, { report, channel });
}

/** Whoever has the address agrees; false when the wish is forgotten already. */
export async function confirm(sql: Sql, id: string): Promise<boolean> {
  return (await sql.run(confirmFollower, { id })).length > 0;
}

/** The same as unfollow, of one who is known by the link in a letter. */
export async function forget(sql: Sql, id: string): Promise<void> {
  await sql.run(forgetFollower, { id });
}

/** The next follower for whom something is due, to be sent until `takenUntil` by whoever asked; null when there is none. */
export async function takeNext(
  sql: Sql,
  channels: readonly Channel[],
  at: { now: Date; quietSince: Date; takenUntil: Date },
): Promise<Taken | null> {
  const [taken] = await sql.run(takeFollower, {
    channels,
    now: at.now.toISOString(),
    quietSince: at.quietSince.toISOString(),
    takenUntil: at.takenUntil.toISOString(),
  });
  return taken ?? null;
}

/** Nothing of what was taken waits any longer. */
export async function settle(sql: Sql, { id, notices }: Taken, now: Date): Promise<void> {
  await sql.run(deleteSent, { id, notices: notices.map((notice) => notice.id), now: now.toISOString() });
}

/** It is to be tried again; whether some of it is given up instead, because it has waited since before an instant. */
export async function postpone(
  sql: Sql,
  { id, notices }: Taken,
  at: { nextTryAt: Date; giveUpBefore: Date },
): Promise<boolean> {
  const [row] = await sql.run(setFailed, {
    id,
    notices: notices.map((notice) => notice.id),
    nextTryAt: at.nextTryAt.toISOString(),
    giveUpBefore: at.giveUpBefore.toISOString(),
  });
  return row!.givenUp > 0;
}

/** Forgets addresses nobody confirmed since an instant, and what has waited since another; how many. */
export async function expire(sql: Sql, askedBefore: Date, waitingSince: Date): Promise<number> {
  const at = { askedBefore: askedBefore.toISOString(), waitingSince: waitingSince.toISOString() };
  return (await sql.run(deleteExpired, at))[0]!.deleted;
}

/** How many followers wait for a message, by channel; none where nobody does. */
export async function countWaiting(sql: Sql): Promise<ReadonlyMap<Channel, number>> {
  return new Map((await sql.run(selectWaiting, {})).map(({ channel, waiting }) => [channel, waiting]));
}
