import { recordAudit } from '../../audit/store.ts';
import type { Actor } from '../../auth/rules.ts';
import type { EntryChannel } from '../../contract/staff-entry.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem } from '../../http/problem.ts';
import type { ContactKeys } from '../../contacts/rules.ts';
import { storeReport, type ReportToStore } from '../store.ts';

type Place = { lng: number | null; lat: number | null; area: number | null };
const selectWithin = statement<Place & { limitAreas: readonly number[] }, { within: boolean }>(
  'staff_reports/place_within',
);

/**
 * Stores what staff type in for somebody, with who did it, and gives the public answer text. The same key and body give the
 * first answer again. Throws outside_your_areas and idempotency_key_reused.
 */
export function enterReport(
  database: Database,
  actor: Actor,
  keys: ContactKeys,
  report: ReportToStore & { channel: EntryChannel },
): Promise<string> {
  return database.transact(async (sql) => {
    await checkWithin(sql, actor, report);
    const { answer, bodyHash, isNew } = await storeReport(sql, keys, report);
    if (!bodyHash.equals(report.bodyHash)) throw problem('idempotency_key_reused');
    if (isNew) {
      const { id } = JSON.parse(answer) as { id: string };
      await recordAudit(sql, actor, {
        action: 'report.entered',
        subject: 'report',
        subjectId: id,
        changes: [{ field: 'channel', before: null, after: report.channel }],
      });
    }
    return answer;
  });
}

async function checkWithin(sql: Sql, { areaIds }: Actor, { draft }: ReportToStore): Promise<void> {
  if (areaIds === null) return;
  const { lng, lat, askedArea: area } = draft;
  const [row] = await sql.run(selectWithin, { limitAreas: areaIds, lng, lat, area });
  if (!row!.within) throw problem('outside_your_areas');
}
