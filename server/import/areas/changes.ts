import type { AreaState, Move } from './store.ts';

/** Areas and reports at one moment. */
export interface Moment {
  areas: readonly AreaState[];
  reportsOutside: number;
}

/** How many reports were looked at in all. */
export function sum(moves: readonly Pick<Move, 'reports'>[]): number {
  return moves.reduce((total, { reports }) => total + reports, 0);
}

/** What must be assigned anew after a change: ids of areas, their parts included, and bounding boxes (EWKT), old and new. */
export function affected(before: Moment['areas'], after: Moment['areas']): { ids: number[]; boxes: string[] } {
  const old = new Map(before.map((area) => [area.id, area]));
  const moved = after.filter((area) => placesDiffer(old.get(area.id), area));
  const ids = new Set(moved.map((area) => area.id));
  // Sorted by kind, so that one pass finds the parts of parts.
  for (const area of after) {
    const parent = after.find((other) => other.code === area.parent);
    if (parent && ids.has(parent.id)) ids.add(area.id);
  }
  return {
    ids: [...ids],
    boxes: moved.flatMap((area) => [area.box, ...(old.get(area.id) ? [old.get(area.id)!.box] : [])]),
  };
}

/** Whether an area's change can put a report somewhere else; a new name cannot. */
function placesDiffer(old: AreaState | undefined, area: AreaState): boolean {
  return (
    !old ||
    old.shape !== area.shape ||
    old.kind !== area.kind ||
    old.parent !== area.parent ||
    old.inForce !== area.inForce
  );
}

/** What changed, one line for each area of the file and for every other whose reports changed. */
export function changeLines(before: Moment, after: Moment, codesOfFile: ReadonlySet<string>): string[] {
  const old = new Map(before.areas.map((area) => [area.id, area]));
  const lines: string[] = [];
  for (const area of after.areas) {
    const earlier = old.get(area.id);
    if (codesOfFile.has(area.code)) lines.push(areaLine(earlier, area));
    else if (earlier && earlier.reports !== area.reports)
      lines.push(`${area.code}: not in the file; reports ${earlier.reports} → ${area.reports}`);
  }
  lines.push(`outside every settlement: reports ${before.reportsOutside} → ${after.reportsOutside}`);
  return lines;
}

function areaLine(earlier: AreaState | undefined, area: AreaState): string {
  const waiting = area.inForce
    ? ''
    : '; not in force today, so no report is assigned to it: import it again on the day it comes into force';
  if (!earlier) return `${area.code}: new ${area.kind}, ${hectares(area)}, reports 0 → ${area.reports}${waiting}`;
  const facts = changedFacts(earlier, area);
  const boundary = earlier.shape === area.shape ? [] : ['boundary'];
  const changed = [...boundary, ...facts];
  const what = changed.length === 0 ? 'unchanged' : `changed (${changed.join(', ')})`;
  const renamed = earlier.code === area.code ? '' : `, was ${earlier.code}`;
  return `${area.code}: ${what}${renamed}, ${hectares(earlier)} → ${hectares(area)}, reports ${earlier.reports} → ${area.reports}${waiting}`;
}

const FACTS = {
  kind: 'kind',
  parent: 'parent',
  nameKy: 'name_ky',
  nameRu: 'name_ru',
  nameEn: 'name_en',
  shortNameKy: 'short_name_ky',
  shortNameRu: 'short_name_ru',
  shortNameEn: 'short_name_en',
  households: 'households',
  approximate: 'approximate',
  source: 'source',
  validFrom: 'valid_from',
  validTo: 'valid_to',
} as const satisfies Partial<Record<keyof AreaState, string>>;

/** Fields in which an area is not as it was: facts, and `boundary` as hectares and fingerprint. */
export function changedFields(
  earlier: AreaState | undefined,
  area: AreaState,
): { field: string; before: unknown; after: unknown }[] {
  const shapeOf = (state: AreaState) => ({ hectares: state.hectares, fingerprint: state.shape });
  const facts = (['code', ...Object.keys(FACTS)] as (keyof AreaState)[])
    .map((field) => ({ field, before: earlier?.[field] ?? null, after: area[field] }))
    .filter(({ before, after }) => before !== after);
  if (earlier?.shape === area.shape) return facts;
  return [...facts, { field: 'boundary', before: earlier ? shapeOf(earlier) : null, after: shapeOf(area) }];
}

function changedFacts(earlier: AreaState, area: AreaState): string[] {
  return (Object.keys(FACTS) as (keyof typeof FACTS)[])
    .filter((fact) => earlier[fact] !== area[fact])
    .map((fact) =>
      fact === 'approximate' ? (area.approximate ? 'now approximate' : 'no longer approximate') : FACTS[fact],
    );
}

function hectares(area: AreaState): string {
  return `${area.hectares.toFixed(1)} ha`;
}
