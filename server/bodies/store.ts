import { changesOf } from '../audit/rules.ts';
import { recordAudit } from '../audit/store.ts';
import type { Actor } from '../auth/rules.ts';
import { tellCatalogChanged } from '../catalog/store.ts';
import type { BodyEdit, BodyRoute, NewBody, StaffBody } from '../contract/staff-bodies.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { problem } from '../http/problem.ts';
import type { CheckedRoute } from './rules.ts';

interface BodyState {
  nameKy: string;
  nameRu: string;
  nameEn: string;
  confirmed: boolean;
  retired: boolean;
}

const selectBodies = statement<{ limitAreas: readonly number[] | null; code: string | null }, StaffBody>('bodies/list');
const lockBody = statement<{ code: string }, BodyState & { version: number }>('bodies/lock');
const insertBody = statement<BodyState & { code: string }, { code: string }>('bodies/insert');
const updateBody = statement<BodyState & { code: string }>('bodies/update');
const selectRoutes = statement<object, BodyRoute>('bodies/routes');
const lockRoute = statement<{ id: number }, CheckedRoute & { version: number }>('bodies/lock_route');
const insertRoute = statement<CheckedRoute, { id: number }>('bodies/insert_route');
const updateRoute = statement<CheckedRoute & { id: number }>('bodies/update_route');
const removeRoute = statement<{ id: number }>('bodies/delete_route');

/** All bodies, retired ones too, with how much each has to do within the actor's areas. */
export function listBodies(sql: Sql, actor: Actor): Promise<StaffBody[]> {
  return sql.run(selectBodies, { limitAreas: actor.areaIds, code: null });
}

/** One body; throws body_not_found. */
export async function findBody(sql: Sql, actor: Actor, code: string): Promise<StaffBody> {
  const [body] = await sql.run(selectBodies, { limitAreas: actor.areaIds, code });
  if (!body) throw problem('body_not_found');
  return body;
}

/** Throws body_in_use when the code is taken. */
export function addBody(database: Database, actor: Actor, body: NewBody): Promise<void> {
  return database.transact(async (sql) => {
    const state = { ...namesOf(body.name), confirmed: body.confirmed ?? true, retired: false };
    const stored = await sql.run(insertBody, { code: body.code, ...state });
    if (stored.length === 0) throw problem('body_in_use', body.code);
    await tellCatalogChanged(sql);
    const changes = changesOf(null, state);
    await recordAudit(sql, actor, { action: 'body.added', subject: 'body', subjectId: body.code, changes });
  });
}

/** Throws body_not_found and version_conflict. */
export function changeBody(
  database: Database,
  actor: Actor,
  code: string,
  version: number,
  edit: BodyEdit,
): Promise<void> {
  return database.transact(async (sql) => {
    const [row] = await sql.run(lockBody, { code });
    if (!row) throw problem('body_not_found');
    const { version: current, ...before } = row;
    checkVersion(current, version);
    const after = {
      ...before,
      ...(edit.name === undefined ? {} : namesOf(edit.name)),
      confirmed: edit.confirmed ?? before.confirmed,
      retired: edit.retired ?? before.retired,
    };
    const changes = changesOf(before, after);
    if (changes.length === 0) return;
    await sql.run(updateBody, { code, ...after });
    await tellCatalogChanged(sql);
    await recordAudit(sql, actor, { action: 'body.changed', subject: 'body', subjectId: code, changes });
  });
}

/** Which body answers for what where, the finest first. */
export function listRoutes(sql: Sql): Promise<BodyRoute[]> {
  return sql.run(selectRoutes, {});
}

/** Adds a route and gives its id. */
export function addRoute(database: Database, actor: Actor, route: CheckedRoute): Promise<number> {
  return database.transact(async (sql) => {
    const [{ id } = { id: 0 }] = await sql.run(insertRoute, route);
    const changes = changesOf(null, route);
    await recordAudit(sql, actor, { action: 'route.added', subject: 'route', subjectId: String(id), changes });
    return id;
  });
}

/** Changes a route; null removes it. Reports that have their body keep it. Throws route_not_found and version_conflict. */
export function changeRoute(
  database: Database,
  actor: Actor,
  id: number,
  version: number,
  route: CheckedRoute | null,
): Promise<void> {
  return database.transact(async (sql) => {
    const [row] = await sql.run(lockRoute, { id });
    if (!row) throw problem('route_not_found');
    const { version: current, ...before } = row;
    checkVersion(current, version);
    const changes = changesOf(before, route);
    if (changes.length === 0) return;
    if (route === null) await sql.run(removeRoute, { id });
    else await sql.run(updateRoute, { id, ...route });
    const action = route === null ? 'route.removed' : 'route.changed';
    await recordAudit(sql, actor, { action, subject: 'route', subjectId: String(id), changes });
  });
}

function checkVersion(current: number, seen: number): void {
  if (current === seen) return;
  throw problem('version_conflict', `at version ${current}`, { conflict: { version: current, changes: [] } });
}

function namesOf({ ky, ru, en }: NewBody['name']) {
  return { nameKy: ky, nameRu: ru, nameEn: en };
}
