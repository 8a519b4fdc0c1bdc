import type { Verdicts } from '../../contract/verdicts.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem } from '../../http/problem.ts';
import type { VerdictDevice as Device } from '../store.ts';

const putVerdict = statement<Device & { fixed: boolean }, { report_id: string }>('verdicts/put');
const deleteVerdict = statement<Pick<Device, 'ids' | 'marks'>>('verdicts/delete');
const deletePhotos = statement<Pick<Device, 'ids' | 'marks'>>('verdicts/delete_photos');
const selectVerdicts = statement<{ id: string }, { verdicts: Verdicts }>('verdicts/count');

/** Keeps whether a device says that a report is fixed; its last word counts. Throws not_resolved. */
export async function keepVerdict(sql: Sql, verdict: Device & { fixed: boolean }): Promise<void> {
  const kept = await sql.run(putVerdict, verdict);
  if (kept.length === 0) throw problem('not_resolved');
}

/** Takes back what a device said of a report and of those that are counted with it, and the photos that came with that. */
export async function takeBackVerdict(database: Database, device: Device): Promise<void> {
  await database.transact(async (sql) => {
    await sql.run(deleteVerdict, device);
    await sql.run(deletePhotos, device);
  });
}

/** How many say that a published report is fixed, and how many that it is not; null unless it is resolved. */
export async function countVerdicts(sql: Sql, id: string): Promise<Verdicts> {
  return (await sql.run(selectVerdicts, { id }))[0]?.verdicts ?? null;
}
