import { recordAudit, type AuditActor } from '../../audit/store.ts';
import type { Sql } from '../../db/database.ts';
import { ImportFailure } from '../failure.ts';
import { affected, changedFields, type Moment } from './changes.ts';
import { firstFaults, type AreaFault } from './faults.ts';
import type { AreaFeature } from './features.ts';
import { planAreas, type PlannedArea } from './plan.ts';
import {
  areaStates,
  checkBoundaries,
  holdReports,
  reassignReports,
  reportsOutside,
  storeArea,
  type Move,
} from './store.ts';

/** What is to become of the areas. */
export interface Replacement {
  /** What is noted where a feature names no source. */
  name: string;
  features: readonly AreaFeature[];
  /** old code -> new code */
  newCodes: ReadonlyMap<string, string>;
}

/** What became of them. `moves` is null when no report had to be looked at. */
export interface Outcome {
  before: Moment;
  after: Moment;
  moves: Move[] | null;
}

/** A file of boundaries that is refused, with everything that is wrong with it. */
export class AreaFaults extends ImportFailure {
  readonly faults: readonly AreaFault[];

  constructor(name: string, faults: readonly AreaFault[]) {
    const lines = firstFaults(faults).map(({ text }) => text);
    super(`${name} is refused, nothing was changed:\n  ${lines.join('\n  ')}`);
    this.faults = faults;
  }
}

/** Areas and reports as they stay until the caller's transaction ends but for what it changes itself: new reports wait. */
export async function heldMoment(sql: Sql): Promise<Moment> {
  await holdReports(sql);
  return { areas: await areaStates(sql), reportsOutside: await reportsOutside(sql) };
}

/**
 * Puts new boundaries in force and assigns reports anew, in the transaction that holds `before` (heldMoment). The older
 * version of each area is kept, the audit log says what changed, and no report is published more finely than before.
 * Throws AreaFaults.
 */
export async function replaceAreas(
  sql: Sql,
  actor: AuditActor,
  before: Moment,
  { name, features, newCodes }: Replacement,
): Promise<Outcome> {
  const plan = planAreas(features, before.areas, newCodes, name);
  if ('faults' in plan) throw new AreaFaults(name, plan.faults);
  const faults = await boundaryFaults(sql, plan.areas);
  if (faults.length > 0) throw new AreaFaults(name, faults);
  return storeAreas(sql, actor, before, plan.areas);
}

/** Puts areas as they are given, without a look at their boundaries; otherwise the same as replaceAreas. */
export async function storeAreas(
  sql: Sql,
  actor: AuditActor,
  before: Moment,
  areas: readonly PlannedArea[],
): Promise<Outcome> {
  for (const area of areas) await storeArea(sql, area);
  const stored = await areaStates(sql);
  const { ids, boxes } = affected(before.areas, stored);
  const moves = ids.length > 0 ? await reassignReports(sql, ids, boxes) : null;
  // Reports are counted anew only when some were looked at.
  const after = moves
    ? { areas: await areaStates(sql), reportsOutside: await reportsOutside(sql) }
    : { areas: stored, reportsOutside: before.reportsOutside };
  await recordChanges(sql, actor, before, after);
  return { before, after, moves };
}

async function boundaryFaults(sql: Sql, areas: readonly PlannedArea[]): Promise<AreaFault[]> {
  const features = new Map(areas.map(({ facts, feature }) => [facts.code, feature]));
  const checks = await checkBoundaries(sql, areas);
  return checks.flatMap(({ code: area, reason, lng, lat, labelInside }): AreaFault[] => {
    const { label, path } = features.get(area)!;
    if (reason !== null) {
      const at = lng === null || lat === null ? undefined : `[${lng}, ${lat}]`;
      const text = `${label}: invalid_geometry: ${reason}${at === undefined ? '' : ` at ${at}`}`;
      // PostGIS says it of a ring and of two rings of a polygon.
      const code = /self-intersection/i.test(reason) ? 'polygon_self_crossing' : 'invalid_geometry';
      return [{ code, path: `${path}.geometry`, area, value: at, text }];
    }
    if (labelInside) return [];
    const text = `${label}: label_outside: label_lng and label_lat are not inside the boundary`;
    return [{ code: 'label_outside', path: `${path}.properties.label_lng`, area, text }];
  });
}

/** An entry of the audit log for each area that is not as it was, with how many reports are in it before and after. */
async function recordChanges(sql: Sql, actor: AuditActor, before: Moment, after: Moment): Promise<void> {
  const old = new Map(before.areas.map((area) => [area.id, area]));
  for (const area of after.areas) {
    const earlier = old.get(area.id);
    const changes = changedFields(earlier, area);
    if (changes.length === 0) continue;
    await recordAudit(sql, actor, {
      action: earlier ? 'area.changed' : 'area.added',
      subject: 'area',
      subjectId: area.code,
      changes: [...changes, { field: 'reports', before: earlier?.reports ?? 0, after: area.reports }],
    });
  }
}
