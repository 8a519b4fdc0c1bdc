import type { Actor } from '../../auth/rules.ts';
import { CLAIM_MINUTES } from '../../contract/staff-queue.ts';
import type { Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem } from '../../http/problem.ts';

interface Limited {
  limitAreas: readonly number[] | null;
}
interface ClaimRow {
  claimed: boolean;
  by: string;
  until: string;
}

const selectQueue = statement<
  Limited & { userId: number; limit: number },
  { report: string; urgent: boolean; claimedBy: string | null }
>('staff_reports/queue');
const countWaiting = statement<Limited, { waiting: number }>('staff_reports/count_waiting');
const upsertClaim = statement<Limited & { id: string; userId: number; minutes: number }, ClaimRow>(
  'staff_reports/claim',
);
const deleteClaim = statement<Limited & { id: string; userId: number }>('staff_reports/release');

/** How many reports wait within the actor's areas. */
export async function countQueue(sql: Sql, { areaIds: limitAreas }: Actor): Promise<number> {
  const [count] = await sql.run(countWaiting, { limitAreas });
  return count!.waiting;
}

/** The `limit` oldest reports that wait within the actor's areas, and how many there are in all. */
export async function waitingReports(sql: Sql, actor: Actor, limit: number) {
  const limitAreas = actor.areaIds;
  const waiting = await countQueue(sql, actor);
  return { waiting, rows: await sql.run(selectQueue, { limitAreas, userId: actor.userId, limit }) };
}

/** Takes a report for some minutes unless somebody else has it; says who has it. Throws report_not_found. */
export async function claimReport(sql: Sql, actor: Actor, id: string): Promise<ClaimRow> {
  const wish = { limitAreas: actor.areaIds, id, userId: actor.userId, minutes: CLAIM_MINUTES };
  // Who comes second at the very moment of the first claim does not see it yet in the same statement.
  const row = (await sql.run(upsertClaim, wish))[0] ?? (await sql.run(upsertClaim, wish))[0];
  if (!row) throw problem('report_not_found');
  return row;
}

export async function releaseReport(sql: Sql, actor: Actor, id: string): Promise<void> {
  await sql.run(deleteClaim, { limitAreas: actor.areaIds, id, userId: actor.userId });
}
