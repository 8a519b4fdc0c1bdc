import { recordAudit, type AuditActor } from '../../audit/store.ts';
import { loadSettings, tellCatalogChanged } from '../../catalog/store.ts';
import type { SettingsChange, SiteSettings } from '../../contract/site-settings.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { refuseStale } from '../store.ts';
import { changedSettings, SETTING_KEYS, siteSettings, subjectOf } from './rules.ts';

const lockSettings = statement('site/lock_settings');
const selectVersions = statement<object, { key: string; version: number }>('site/setting_versions');
const setSetting = statement<{ key: string; value: string; version: number }>('site/set_setting');

export async function readSettings(sql: Sql): Promise<SiteSettings> {
  return siteSettings(await loadSettings(sql), latest(await versions(sql)));
}

/**
 * Changes settings, each with its entry in the audit log. Two who change different settings at the same time do not meet;
 * throws version_conflict when one of these was changed after the version that was seen.
 */
export function changeSettings(
  database: Database,
  actor: AuditActor,
  seen: number,
  change: SettingsChange,
): Promise<SiteSettings> {
  return database.transact(async (sql) => {
    await sql.run(lockSettings, {});
    const changedBy = await versions(sql);
    const current = latest(changedBy);
    const changes = changedSettings(siteSettings(await loadSettings(sql), current), change);
    const keys = changes.map(({ field }) => SETTING_KEYS[field]);
    const stale = keys.filter((key) => (changedBy.get(key) ?? 0) > seen);
    if (stale.length > 0 || seen > current) {
      await refuseStale(sql, ['setting', 'text'], stale, { current, seen });
    }
    const version = current + 1;
    for (const { field, before, after } of changes) {
      const [key, subject] = [SETTING_KEYS[field], subjectOf(field)];
      await sql.run(setSetting, { key, value: JSON.stringify(after), version });
      await recordAudit(sql, actor, {
        action: `${subject}.changed`,
        subject,
        subjectId: key,
        reportVersion: version,
        changes: [{ field: 'value', before, after }],
      });
    }
    if (changes.length > 0) await tellCatalogChanged(sql);
    return readSettings(sql);
  });
}

/** Key -> the version of all settings that last changed it. */
async function versions(sql: Sql): Promise<Map<string, number>> {
  return new Map((await sql.run(selectVersions, {})).map(({ key, version }) => [key, version]));
}

const latest = (changedBy: ReadonlyMap<string, number>): number => Math.max(0, ...changedBy.values());
