import { changesOf } from '../audit/rules.ts';
import { recordAudit, type AuditActor, type FieldChange } from '../audit/store.ts';
import { loadSettings } from '../catalog/store.ts';
import type {
  CategoryChange,
  KindChange,
  NewKind,
  SettingsChange,
  SiteSettings,
  StaffCategory,
} from '../contract/site.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { problem } from '../http/problem.ts';
import { changedSettings, isCoarser, newKindCode, SETTING_KEYS, siteSettings } from './rules.ts';

type Texts<T> = Omit<T, 'name' | 'shortName' | 'kinds' | 'category' | 'nearby'> & { name: string };

const selectCategories = statement<object, StaffCategory>('site/categories');
const lockTaxonomy = statement('site/lock_taxonomy');
const updateCategory = statement<Texts<StaffCategory> & { shortName: string; nearby: string }>('site/update_category');
const updateKind = statement<Texts<StaffCategory['kinds'][number]>>('site/update_kind');
const insertKind = statement<{ code: string; category: string; name: string; precision: string }>('site/insert_kind');
const coarsen = statement<{ category: string; kind: string | null }, { reports: number }>('site/coarsen');
const setSetting = statement<{ key: string; value: string }>('site/set_setting');

interface Changed {
  category: StaffCategory;
  coarsened: number;
}

export function staffCategories(sql: Sql): Promise<StaffCategory[]> {
  return sql.run(selectCategories, {});
}

/** Changes a category; stored reports without a kind follow a coarser precision. Throws category_unknown. */
export function changeCategory(
  database: Database,
  actor: AuditActor,
  code: string,
  change: CategoryChange,
): Promise<Changed> {
  return inTurn(database, code, async (sql, before) => {
    const after = { ...before, ...change };
    const { kinds: _, name, shortName, nearby, ...facts } = after;
    const texts = { name: JSON.stringify(name), shortName: JSON.stringify(shortName), nearby: JSON.stringify(nearby) };
    await sql.run(updateCategory, { ...facts, ...texts });
    await note(sql, actor, 'category', 'category.changed', code, changesOf(before, after));
    return isCoarser(after.precision, before.precision)
      ? (await sql.run(coarsen, { category: code, kind: null }))[0]!.reports
      : 0;
  });
}

/** Changes a kind; its stored reports follow a coarser precision. Throws category_unknown. */
export function changeKind(database: Database, actor: AuditActor, code: string, change: KindChange): Promise<Changed> {
  const categoryCode = code.split('_')[0]!;
  return inTurn(database, categoryCode, async (sql, category) => {
    const before = category.kinds.find((kind) => kind.code === code);
    if (!before) throw problem('category_unknown', code);
    const after = { ...before, ...change };
    const { category: _, name, ...facts } = after;
    await sql.run(updateKind, { ...facts, name: JSON.stringify(name) });
    await note(sql, actor, 'kind', 'kind.changed', code, changesOf(before, after));
    if (!isCoarser(after.precision, before.precision)) return 0;
    return (await sql.run(coarsen, { category: categoryCode, kind: code }))[0]!.reports;
  });
}

/** Adds a kind to a category; throws category_unknown. */
export function addKind(database: Database, actor: AuditActor, wish: NewKind): Promise<Changed> {
  return inTurn(database, wish.category, async (sql, category) => {
    const code = newKindCode(category);
    await sql.run(insertKind, {
      code,
      category: wish.category,
      name: JSON.stringify(wish.name),
      precision: wish.precision,
    });
    const changes = Object.entries(wish).map(([field, after]) => ({ field, before: null, after }));
    await note(sql, actor, 'kind', 'kind.added', code, changes);
    return 0;
  });
}

export async function readSettings(sql: Sql): Promise<SiteSettings> {
  return siteSettings(await loadSettings(sql));
}

/** Changes settings, each with its entry in the audit log. */
export function changeSettings(database: Database, actor: AuditActor, change: SettingsChange): Promise<SiteSettings> {
  return database.transact(async (sql) => {
    for (const { field, before, after } of changedSettings(await readSettings(sql), change)) {
      const key = SETTING_KEYS[field as keyof SiteSettings];
      await sql.run(setSetting, { key, value: JSON.stringify(after) });
      await note(sql, actor, 'setting', 'setting.changed', key, [{ field: 'value', before, after }]);
    }
    return readSettings(sql);
  });
}

async function inTurn(
  database: Database,
  code: string,
  work: (sql: Sql, category: StaffCategory) => Promise<number>,
): Promise<Changed> {
  return database.transact(async (sql) => {
    await sql.run(lockTaxonomy, {});
    const category = await find(sql, code);
    const coarsened = await work(sql, category);
    return { category: await find(sql, code), coarsened };
  });
}

async function find(sql: Sql, code: string): Promise<StaffCategory> {
  const category = (await staffCategories(sql)).find((each) => each.code === code);
  if (!category) throw problem('category_unknown', code.slice(0, 100));
  return category;
}

async function note(
  sql: Sql,
  actor: AuditActor,
  subject: 'category' | 'kind' | 'setting',
  action: string,
  subjectId: string,
  changes: FieldChange[],
): Promise<void> {
  if (changes.length > 0) await recordAudit(sql, actor, { action, subject, subjectId, changes });
}
