import { createHash } from 'node:crypto';
import type { Differences, NewProposal } from '../../../contract/area-proposals.ts';
import { problem } from '../../../http/problem.ts';
import { changedFields, sum } from '../changes.ts';
import type { AreaFeature } from '../features.ts';
import type { PlannedArea } from '../plan.ts';
import type { Outcome } from '../replace.ts';
import type { AreaState } from '../store.ts';

/** A mark of how all areas stand: another one as soon as any of them changes. */
export function fingerprint(areas: readonly Pick<AreaState, 'id' | 'stamp'>[]): string {
  const text = areas
    .map(({ id, stamp }) => `${id} ${stamp}`)
    .sort()
    .join('\n');
  return createHash('sha256').update(text).digest('hex');
}

/** Pairs of old and new codes; throws invalid_input when a code comes twice. */
export function codePairs(pairs: NonNullable<NewProposal['newCodes']>): Map<string, string> {
  const map = new Map(pairs.map(({ from, to }) => [from, to]));
  if (map.size < pairs.length || new Set(map.values()).size < pairs.length)
    throw problem('invalid_input', 'a code comes twice', { errors: [{ path: 'newCodes', code: 'malformed' }] });
  return map;
}

/** Areas in force that a document does not name. */
export function missingAreas(
  areas: readonly AreaState[],
  features: readonly AreaFeature[],
  newCodes: ReadonlyMap<string, string>,
): AreaState[] {
  const named = new Set(features.map(({ code }) => code));
  return areas.filter(({ code, inForce }) => inForce && !named.has(newCodes.get(code) ?? code));
}

/** The kinds of the areas that a document names: of these alone, those it leaves out can end. */
export function kindsSpokenOf(features: readonly AreaFeature[], areas: readonly AreaState[]): ReadonlySet<unknown> {
  const known = new Map(areas.map((area) => [area.code, area.kind]));
  return new Set(features.map((feature) => feature.kind ?? known.get(feature.code)));
}

/** An area that counts no more from `day` on. */
export function ended(area: PlannedArea, day: string): PlannedArea {
  const { validFrom } = area.facts;
  const dates = { validFrom: validFrom !== null && validFrom >= day ? null : validFrom, validTo: day };
  return { ...area, facts: { ...area.facts, ...dates }, feature: { ...area.feature, ...dates } };
}

/** What is different after it, for people and programs. `features` are those of the document. */
export function differencesOf(
  { before, after, moves }: Outcome,
  features: readonly AreaFeature[],
  missing: readonly string[],
): Differences {
  const old = new Map(before.areas.map((area) => [area.id, area]));
  const named = new Set(features.map(({ code }) => code));
  const areas = after.areas.flatMap((area): Differences['areas'] => {
    const earlier = old.get(area.id);
    const fields = changedFields(earlier, area);
    const reports = { before: earlier?.reports ?? 0, after: area.reports };
    if (!named.has(area.code) && fields.length === 0 && reports.before === reports.after) return [];
    const was = earlier && earlier.code !== area.code ? earlier.code : null;
    const hectares = { before: earlier?.hectares ?? null, after: area.hectares };
    return [
      {
        code: area.code,
        was,
        change: changeOf(earlier, area, fields.length),
        fields,
        hectares,
        reports,
        inForce: area.inForce,
      },
    ];
  });
  const moved = (moves ?? []).filter(({ from, to }) => from !== to);
  return {
    areas,
    missing: [...missing],
    moves: moved,
    moved: sum(moved),
    looked: sum(moves ?? []),
    outside: { before: before.reportsOutside, after: after.reportsOutside },
  };
}

function changeOf(
  earlier: AreaState | undefined,
  area: AreaState,
  fields: number,
): Differences['areas'][number]['change'] {
  if (!earlier) return 'added';
  if (earlier.inForce && area.ended) return 'ended';
  return fields > 0 ? 'changed' : 'same';
}
