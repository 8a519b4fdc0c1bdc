import { changesOf } from '../audit/rules.ts';
import { recordAudit, type AuditActor } from '../audit/store.ts';
import { tellCatalogChanged } from '../catalog/store.ts';
import type { Problem } from '../contract/problem.ts';
import type {
  CategoryChange,
  CategoryChanged,
  KindChange,
  NewCategory,
  NewKind,
  OrderChange,
  StaffCategory,
  StaffKind,
} from '../contract/site.ts';
import type { AuditAction } from '../contract/staff-audit.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { problem } from '../http/problem.ts';
import {
  checkedOrder,
  checkStillOneInUse,
  coloursOf,
  isCoarser,
  newCategoryCode,
  newKindCode,
  orderWithNew,
} from './rules.ts';

type CategoryRow = Omit<
  StaffCategory,
  'name' | 'shortName' | 'nearby' | 'kinds' | 'position' | 'version' | 'retired'
> & {
  name: string;
  shortName: string;
  nearby: string;
};
type KindRow = Pick<StaffKind, 'code' | 'icon' | 'precision'> & { name: string };
type ChangeSince = NonNullable<Problem['conflict']>['changes'][number];

const selectCategories = statement<object, StaffCategory>('site/categories');
const lockTaxonomy = statement('site/lock_taxonomy');
const insertCategory = statement<CategoryRow>('site/insert_category');
const updateCategory = statement<CategoryRow & { retired: boolean }>('site/update_category');
const orderCategories = statement<{ codes: readonly string[] }>('site/order_categories');
const insertKind = statement<KindRow & { category: string }>('site/insert_kind');
const updateKind = statement<KindRow & { retired: boolean }>('site/update_kind');
const orderKinds = statement<{ codes: readonly string[] }>('site/order_kinds');
const coarsen = statement<{ category: string; kind: string | null }, { reports: number }>('site/coarsen');
const selectChanges = statement<{ subjects: string[]; ids: string[]; version: number }, ChangeSince>(
  'site/changes_since',
);

/** What counts as a likely duplicate of a category for which nobody has said it. */
const NEARBY = { metres: 150, days: 365 };
/** Subject id of the order of all categories in the audit log. */
const ALL = 'all';

export function staffCategories(sql: Sql): Promise<StaffCategory[]> {
  return sql.run(selectCategories, {});
}

/** Throws color_contrast_low. */
export function addCategory(database: Database, actor: AuditActor, wish: NewCategory): Promise<CategoryChanged> {
  return inTurn(database, async (sql, categories) => {
    const code = newCategoryCode(
      wish.name.en,
      categories.map((category) => category.code),
    );
    const category = { nearby: NEARBY, ...coloursOf(wish) };
    await sql.run(insertCategory, { code, ...texts(category) });
    await sql.run(orderCategories, { codes: orderWithNew(await staffCategories(sql), code) });
    const changes = changesOf(null, category);
    await recordAudit(sql, actor, { action: 'category.added', subject: 'category', subjectId: code, changes });
    return { code, coarsened: 0 };
  });
}

/**
 * Changes a category; stored reports without a kind follow a coarser precision. Throws category_unknown, version_conflict,
 * last_category and color_contrast_low.
 */
export function changeCategory(
  database: Database,
  actor: AuditActor,
  code: string,
  seen: number,
  change: CategoryChange,
): Promise<CategoryChanged> {
  return inTurn(database, async (sql, categories) => {
    const before = find(categories, code);
    await checkVersion(sql, 'category', before, seen);
    if (change.retired) checkStillOneInUse(categories, code);
    const after = { ...before, ...coloursOf(change, before) };
    const changes = changesOf(before, after);
    if (changes.length === 0) return { code, coarsened: 0 };
    const { kinds: _, position: _position, version: _version, ...facts } = after;
    await sql.run(updateCategory, texts(facts));
    const entry = { action: 'category.changed', subject: 'category', subjectId: code, changes } as const;
    await recordAudit(sql, actor, { ...entry, reportVersion: before.version + 1 });
    if (!isCoarser(after.precision, before.precision)) return { code, coarsened: 0 };
    return { code, coarsened: (await sql.run(coarsen, { category: code, kind: null }))[0]!.reports };
  });
}

/** Throws version_conflict when the order is not what was seen. */
export async function changeOrder(database: Database, actor: AuditActor, wish: OrderChange): Promise<StaffCategory[]> {
  return database.transact(async (sql) => {
    await sql.run(lockTaxonomy, {});
    const now = (await staffCategories(sql)).map(({ code }) => code);
    const codes = checkedOrder(now, wish);
    await sql.run(orderCategories, { codes });
    const changes = changesOf({ order: now }, { order: codes });
    await noteOrder(sql, actor, 'category.ordered', ALL, changes);
    return staffCategories(sql);
  });
}

/** Adds a kind to a category; throws category_unknown. */
export function addKind(database: Database, actor: AuditActor, wish: NewKind): Promise<CategoryChanged> {
  return inTurn(database, async (sql, categories) => {
    const { category, ...kind } = { icon: null, ...wish };
    const code = newKindCode(find(categories, category));
    await sql.run(insertKind, { code, category, ...kind, name: JSON.stringify(kind.name) });
    const changes = changesOf(null, { category, ...kind });
    await recordAudit(sql, actor, { action: 'kind.added', subject: 'kind', subjectId: code, changes });
    return { code: category, coarsened: 0 };
  });
}

/** Changes a kind; its stored reports follow a coarser precision. Throws category_unknown and version_conflict. */
export function changeKind(
  database: Database,
  actor: AuditActor,
  code: string,
  seen: number,
  change: KindChange,
): Promise<CategoryChanged> {
  return inTurn(database, async (sql, categories) => {
    const before = categories.flatMap(({ kinds }) => kinds).find((kind) => kind.code === code);
    if (!before) throw problem('category_unknown', code.slice(0, 100));
    await checkVersion(sql, 'kind', before, seen);
    const { category } = before;
    const after = { ...before, ...change };
    const changes = changesOf(before, after);
    if (changes.length === 0) return { code: category, coarsened: 0 };
    const { icon, precision, retired } = after;
    await sql.run(updateKind, { code, icon, precision, retired, name: JSON.stringify(after.name) });
    const entry = { action: 'kind.changed', subject: 'kind', subjectId: code, changes } as const;
    await recordAudit(sql, actor, { ...entry, reportVersion: before.version + 1 });
    if (!isCoarser(after.precision, before.precision)) return { code: category, coarsened: 0 };
    return { code: category, coarsened: (await sql.run(coarsen, { category, kind: code }))[0]!.reports };
  });
}

/** Throws category_unknown, and version_conflict when the order is not what was seen. */
export function changeKindOrder(
  database: Database,
  actor: AuditActor,
  code: string,
  wish: OrderChange,
): Promise<CategoryChanged> {
  return inTurn(database, async (sql, categories) => {
    const now = find(categories, code).kinds.map((kind) => kind.code);
    const codes = checkedOrder(now, wish);
    await sql.run(orderKinds, { codes });
    await noteOrder(sql, actor, 'category.kinds_ordered', code, changesOf({ order: now }, { order: codes }));
    return { code, coarsened: 0 };
  });
}

/** Throws version_conflict, with who changed some of these after the version that was seen and what. */
export async function refuseStale(
  sql: Sql,
  subjects: string[],
  ids: string[],
  { current, seen }: { current: number; seen: number },
): Promise<never> {
  const changes = await sql.run(selectChanges, { subjects, ids, version: seen });
  throw problem('version_conflict', `at version ${current}`, { conflict: { version: current, changes } });
}

async function checkVersion(
  sql: Sql,
  subject: 'category' | 'kind',
  { code, version: current }: { code: string; version: number },
  seen: number,
): Promise<void> {
  if (current !== seen) await refuseStale(sql, [subject], [code], { current, seen });
}

async function noteOrder(
  sql: Sql,
  actor: AuditActor,
  action: AuditAction,
  subjectId: string,
  changes: ReturnType<typeof changesOf>,
): Promise<void> {
  if (changes.length === 0) return;
  await tellCatalogChanged(sql);
  await recordAudit(sql, actor, { action, subject: 'category', subjectId, changes });
}

/** One change at a time; gives the category that it was about as it is afterwards. */
async function inTurn(
  database: Database,
  work: (sql: Sql, categories: StaffCategory[]) => Promise<{ code: string; coarsened: number }>,
): Promise<CategoryChanged> {
  return database.transact(async (sql) => {
    await sql.run(lockTaxonomy, {});
    const { code, coarsened } = await work(sql, await staffCategories(sql));
    await tellCatalogChanged(sql);
    return { category: find(await staffCategories(sql), code), coarsened };
  });
}

function find(categories: readonly StaffCategory[], code: string): StaffCategory {
  const category = categories.find((each) => each.code === code);
  if (!category) throw problem('category_unknown', code.slice(0, 100));
  return category;
}

/** What is no single value, as the statements take it: JSON. */
function texts<T extends { name: object; shortName: object; nearby: object }>({
  name,
  shortName,
  nearby,
  ...facts
}: T) {
  return {
    ...facts,
    name: JSON.stringify(name),
    shortName: JSON.stringify(shortName),
    nearby: JSON.stringify(nearby),
  };
}
