import { recordAudit, type AuditActor } from '../../../audit/store.ts';
import { softBoundsOf } from '../../../catalog/rules.ts';
import { loadCatalog } from '../../../catalog/store.ts';
import type { Differences, NewProposal, StaffArea, WholeProposal } from '../../../contract/area-proposals.ts';
import type { AuditAction } from '../../../contract/staff-audit.ts';
import type { Database, Sql } from '../../../db/database.ts';
import { statement } from '../../../db/statement.ts';
import { tryOut } from '../../../db/try-out.ts';
import { localDay } from '../../../filters/time.ts';
import { problem } from '../../../http/problem.ts';
import type { Moment } from '../changes.ts';
import { firstFaults, type AreaFault } from '../faults.ts';
import { readAreas, type AreaFeature } from '../features.ts';
import type { PlannedArea } from '../plan.ts';
import { AreaFaults, heldMoment, replaceAreas, storeAreas, type Outcome } from '../replace.ts';
import { areaStates, geometryOf, wholeAreas, type AreaState } from '../store.ts';
import { codePairs, differencesOf, ended, fingerprint, kindsSpokenOf, missingAreas } from './rules.ts';

type Heading = Omit<WholeProposal, 'differences' | 'boundaries' | 'undoable'> & {
  last: boolean;
  afterState: string | null;
};
type Row = Heading & {
  document: unknown;
  newCodes: Record<string, string>;
  endMissing: boolean;
  differences: Differences;
  seenState: string;
  /** Null in `id`: it was added. */
  beforeAreas: { restored: PlannedArea[]; added: number[] } | null;
};

const insertProposal = statement<
  {
    name: string;
    userId: number | null;
    document: string;
    newCodes: string;
    endMissing: boolean;
    differences: string;
    seenState: string;
  },
  { id: number }
>('area_proposals/insert');
const selectProposals = statement<{ limit: number }, Heading & { areas: number; moved: number }>('area_proposals/list');
const selectProposal = statement<{ id: number }, Row>('area_proposals/one');
const compareAnew = statement<{ id: number; differences: string; seenState: string }>('area_proposals/compare_anew');
const setApplied = statement<{
  id: number;
  userId: number | null;
  differences: string;
  beforeAreas: string;
  afterState: string;
}>('area_proposals/set_applied');
const setUndone = statement<{ id: number }>('area_proposals/set_undone');
const deleteOpen = statement<{ id: number }, { name: string }>('area_proposals/delete_open');
const selectBoundaries = statement<object, { code: string; geometry: unknown }>('area_proposals/staff_areas');
const selectStamps = statement<object, Pick<AreaState, 'id' | 'stamp'>>('area_proposals/stamps');
const selectVersions = statement<{ code: string }, never>('area_proposals/versions');

const LISTED_MAX = 100;

interface Wish {
  name: string;
  features: readonly AreaFeature[];
  newCodes: ReadonlyMap<string, string>;
  endMissing: boolean;
}

/** Every area, in force or not, with its boundary. */
export async function staffAreas(sql: Sql): Promise<StaffArea[]> {
  const geometries = new Map((await sql.run(selectBoundaries, {})).map(({ code, geometry }) => [code, geometry]));
  return (await areaStates(sql)).map(
    ({ id: _id, box: _box, shape: _shape, ended: _ended, stamp: _stamp, ...area }) => ({
      ...area,
      geometry: geometries.get(area.code),
    }),
  );
}

/** What an area was before each of its last 50 changes. */
export function areaVersions(sql: Sql, code: string) {
  return sql.run(selectVersions, { code });
}

export async function listProposals(sql: Sql) {
  const rows = await sql.run(selectProposals, { limit: LISTED_MAX });
  const now = rows.some(isLastApplied) ? await stateNow(sql) : null;
  return rows.map(({ last, afterState, ...proposal }) => ({
    ...proposal,
    undoable: isLastApplied({ last, ...proposal }) && afterState === now,
  }));
}

/** Keeps boundaries as a proposal, with what they would change; nothing else changes. Throws areas_refused. */
export async function propose(database: Database, actor: AuditActor, wish: NewProposal): Promise<number> {
  const newCodes = codePairs(wish.newCodes ?? []);
  const endMissing = wish.endMissing ?? false;
  const features = await readFeatures(database, wish.document);
  const { differences, seenState } = await compare(database, actor, {
    name: wish.name,
    features,
    newCodes,
    endMissing,
  });
  return database.transact(async (sql) => {
    const [row] = await sql.run(insertProposal, {
      name: wish.name,
      userId: actor.userId,
      document: JSON.stringify(wish.document),
      newCodes: JSON.stringify(Object.fromEntries(newCodes)),
      endMissing,
      differences: JSON.stringify(differences),
      seenState,
    });
    await note(sql, actor, row!.id, 'area.proposed', wish.name, differences);
    return row!.id;
  });
}

/** A proposal with its boundaries, old and new; throws proposal_not_found. */
export async function findProposal(sql: Sql, id: number): Promise<WholeProposal> {
  const {
    document,
    newCodes,
    endMissing: _,
    seenState: _seen,
    beforeAreas,
    last,
    afterState,
    ...rest
  } = await find(sql, id);
  const features = await readFeatures(sql, document);
  const before = beforeAreas
    ? new Map(beforeAreas.restored.map(({ facts, feature }) => [facts.code, geometryOf(feature.polygons)]))
    : new Map((await sql.run(selectBoundaries, {})).map(({ code, geometry }) => [code, geometry]));
  const oldCodes = new Map(Object.entries(newCodes).map(([from, to]) => [to, from]));
  return {
    ...rest,
    undoable: last && afterState === (await stateNow(sql)),
    boundaries: features.map(({ code, polygons }) => ({
      code,
      was: oldCodes.get(code) ?? null,
      before: before.get(oldCodes.get(code) ?? code) ?? null,
      after: geometryOf(polygons),
    })),
  };
}

/**
 * Puts the boundaries of a proposal in force, in one transaction with the new assignment of reports. Throws proposal_outdated
 * when areas changed since its differences were shown; they are computed anew then.
 */
export async function applyProposal(database: Database, actor: AuditActor, id: number): Promise<void> {
  const apply = async (sql: Sql) => {
    const before = await heldMoment(sql);
    const proposal = await find(sql, id);
    if (proposal.state !== 'open') throw problem('proposal_closed', `it is ${proposal.state}`);
    if (fingerprint(before.areas) !== proposal.seenState) return proposal;
    const { outcome, differences } = await carryOut(sql, actor, before, await wishOf(sql, proposal));
    const added = outcome.after.areas
      .filter((area) => !before.areas.some((old) => old.id === area.id))
      .map((area) => area.id);
    await sql.run(setApplied, {
      id,
      userId: actor.userId,
      differences: JSON.stringify(differences),
      beforeAreas: JSON.stringify({ restored: outcome.replaced, added }),
      afterState: fingerprint(outcome.after.areas),
    });
    await note(sql, actor, id, 'area.applied', proposal.name, differences);
    return null;
  };
  const outdated = await database.transact(apply, { patient: true });
  if (outdated === null) return;
  const { differences, seenState } = await compare(database, actor, await wishOf(database, outdated));
  await database.run(compareAnew, { id, differences: JSON.stringify(differences), seenState });
  throw problem('proposal_outdated');
}

/** Puts all areas back as they were before the last proposal that was applied; those it added end. Throws undo_impossible. */
export async function undoProposal(database: Database, actor: AuditActor, id: number): Promise<void> {
  const undo = async (sql: Sql) => {
    const before = await heldMoment(sql);
    const { name, last, beforeAreas, afterState } = await find(sql, id);
    if (!last || beforeAreas === null || fingerprint(before.areas) !== afterState) throw problem('undo_impossible');
    const day = localDay(new Date());
    const gone = (await wholeAreas(sql, beforeAreas.added)).map((area) => ended(area, day));
    const outcome = await storeAreas(sql, actor, before, [...beforeAreas.restored, ...gone]);
    await sql.run(setUndone, { id });
    await note(sql, actor, id, 'area.undone', name, differencesOf(outcome, [], []));
  };
  await database.transact(undo, { patient: true });
}

/** Throws a proposal away that was not applied; throws proposal_not_found. */
export async function discardProposal(database: Database, actor: AuditActor, id: number): Promise<void> {
  await database.transact(async (sql) => {
    const [gone] = await sql.run(deleteOpen, { id });
    if (!gone) throw problem('proposal_not_found');
    await note(sql, actor, id, 'area.discarded', gone.name, null);
  });
}

/** The fingerprint of all areas as they stand. */
async function stateNow(sql: Sql): Promise<string> {
  return fingerprint(await sql.run(selectStamps, {}));
}

function isLastApplied({ last, state }: Pick<Heading, 'last' | 'state'>): boolean {
  return last && state === 'applied';
}

async function find(sql: Sql, id: number): Promise<Row> {
  const [row] = await sql.run(selectProposal, { id });
  if (!row) throw problem('proposal_not_found');
  return row;
}

async function wishOf(sql: Sql, { name, document, newCodes, endMissing }: Row): Promise<Wish> {
  return { name, features: await readFeatures(sql, document), newCodes: new Map(Object.entries(newCodes)), endMissing };
}

async function readFeatures(sql: Sql, document: unknown): Promise<AreaFeature[]> {
  const { settings } = await loadCatalog(sql);
  const read = readAreas(document, softBoundsOf(settings));
  if ('faults' in read) throw refused(read.faults);
  return read.areas;
}

/** What it would change, and of which state of the areas that is said; changes nothing. */
function compare(database: Database, actor: AuditActor, wish: Wish) {
  return tryOut(database, async (sql) => {
    const before = await heldMoment(sql);
    const { differences } = await carryOut(sql, actor, before, wish);
    return { differences, seenState: fingerprint(before.areas) };
  });
}

async function carryOut(
  sql: Sql,
  actor: AuditActor,
  before: Moment,
  { name, features, newCodes, endMissing }: Wish,
): Promise<{ outcome: Outcome & { replaced: PlannedArea[] }; differences: Differences }> {
  const { areas } = before;
  const missing = missingAreas(areas, features, newCodes);
  const kinds = kindsSpokenOf(features, areas);
  const ending = endMissing ? missing.filter(({ kind }) => kinds.has(kind)) : [];
  const day = localDay(new Date());
  const gone = (
    await wholeAreas(
      sql,
      ending.map(({ id }) => id),
    )
  ).map((area) => ended(area, day).feature);
  const touched = new Set([...features, ...gone].map(({ code }) => code));
  const replaced = await wholeAreas(
    sql,
    areas.filter(({ code }) => touched.has(newCodes.get(code) ?? code)).map(({ id }) => id),
  );
  try {
    const outcome = await replaceAreas(sql, actor, before, { name, features: [...features, ...gone], newCodes });
    const codes = missing.map(({ code }) => code);
    return { outcome: { ...outcome, replaced }, differences: differencesOf(outcome, features, codes) };
  } catch (error) {
    throw error instanceof AreaFaults ? refused(error.faults) : error;
  }
}

function refused(all: readonly AreaFault[]) {
  const faults = firstFaults(all);
  const detail = faults.map(({ text }) => text).join('\n');
  return problem('areas_refused', detail, {
    errors: faults.map(({ path, code, area, value }) => ({
      path,
      code,
      ...(area === undefined ? {} : { area }),
      ...(value === undefined ? {} : { value }),
    })),
  });
}

async function note(
  sql: Sql,
  actor: AuditActor,
  id: number,
  action: AuditAction,
  name: string,
  differences: Differences | null,
): Promise<void> {
  const facts = differences && { looked: differences.looked, moved: differences.moved, moves: differences.moves };
  await recordAudit(sql, actor, {
    action,
    subject: 'area',
    subjectId: `proposal ${id}`,
    changes: Object.entries({ name, ...facts }).map(([field, after]) => ({ field, before: null, after })),
  });
}
