import type { Actor } from '../../auth/rules.ts';
import { DUPLICATE_DAYS, DUPLICATE_METRES } from '../../contract/staff-merges.ts';
import type { Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem } from '../../http/problem.ts';
import type { Member } from './rules.ts';

/** Nearest candidates looked at: the likeliest are among them. */
const CANDIDATES_MAX = 200;

interface CandidateRow {
  /** JSON of a StaffReport. */
  report: string;
  metres: number | null;
  sameArea: boolean;
}

const selectMembers = statement<{ limitAreas: readonly number[] | null; ids: readonly string[] }, Member>(
  'merges/members',
);
const selectCandidates = statement<
  { limitAreas: readonly number[] | null; id: string; metres: number; days: number; limit: number },
  CandidateRow
>('merges/candidates');

/** What merging must know of each report beforehand; throws report_not_found. */
export async function membersOf(sql: Sql, actor: Actor, ids: readonly string[]): Promise<Member[]> {
  const members = await sql.run(selectMembers, { limitAreas: actor.areaIds, ids });
  const known = new Set(members.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw problem('report_not_found', missing);
  return members;
}

/** Open reports of the same category near a report, or in its area where one has no place; within the actor's areas. */
export function candidatesFor(sql: Sql, actor: Actor, id: string): Promise<CandidateRow[]> {
  const reach = { metres: DUPLICATE_METRES, days: DUPLICATE_DAYS, limit: CANDIDATES_MAX };
  return sql.run(selectCandidates, { limitAreas: actor.areaIds, id, ...reach });
}
