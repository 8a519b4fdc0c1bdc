import { AREA_KINDS, type AreaKind } from '../../contract/enums.ts';
import { ImportFailure } from '../failure.ts';
import type { AreaFault } from './faults.ts';
import type { AreaFeature } from './features.ts';

/** What an area is in the database, apart from its boundary; what import/insert_area.sql and update_area.sql take. */
export interface AreaFacts {
  code: string;
  kind: AreaKind;
  parent: string | null;
  nameKy: string;
  nameRu: string;
  nameEn: string;
  shortNameKy: string | null;
  shortNameRu: string | null;
  shortNameEn: string | null;
  households: number | null;
  approximate: boolean;
  source: string | null;
  /** YYYY-MM-DD */
  validFrom: string | null;
  validTo: string | null;
}

/** An area to be stored: `id` is null for a new one. */
export interface PlannedArea {
  id: number | null;
  facts: AreaFacts;
  feature: AreaFeature;
}

/** Reads `--replace-code old=new`. Throws an ImportFailure for anything else, or when a code comes twice. */
export function parseReplacements(texts: readonly string[]): Map<string, string> {
  const newCodes = new Map<string, string>();
  for (const text of texts) {
    const match = /^([a-z0-9-]+)=([a-z0-9-]+)$/.exec(text.trim());
    if (!match) throw new ImportFailure(`--replace-code ${text}: give it as old=new.`);
    const [, oldCode, newCode] = match as unknown as [string, string, string];
    if (newCodes.has(oldCode) || [...newCodes.values()].includes(newCode))
      throw new ImportFailure(`--replace-code ${text}: a code comes twice.`);
    newCodes.set(oldCode, newCode);
  }
  return newCodes;
}

/**
 * Puts the file's areas on those that exist, larger kinds first, so that a parent is there before its parts. Gives the areas
 * to store, or everything that does not fit. `fallbackSource` is what is noted where the file names no source.
 */
export function planAreas(
  features: readonly AreaFeature[],
  existing: readonly (AreaFacts & { id: number; ended?: boolean })[],
  newCodes: ReadonlyMap<string, string>,
  fallbackSource: string,
): { areas: PlannedArea[] } | { faults: AreaFault[] } {
  const byCode = new Map(existing.map((area) => [area.code, area]));
  const inFile = new Set(features.map((feature) => feature.code));
  const faults: AreaFault[] = [];
  for (const [oldCode, newCode] of newCodes) {
    const value = `${oldCode}=${newCode}`;
    const fault = (text: string) =>
      faults.push({ code: 'replacement_unfit', path: '', value, text: `--replace-code ${value}: ${text}` });
    if (!byCode.has(oldCode)) fault(`there is no area ${oldCode}`);
    else if (byCode.has(newCode)) fault(`there is an area ${newCode} already`);
    else if (!inFile.has(newCode)) fault(`the file has no area ${newCode}`);
    else if (inFile.has(oldCode)) fault(`the file has an area ${oldCode} too`);
  }
  if (faults.length > 0) return { faults };
  const oldCodes = new Map([...newCodes].map(([oldCode, newCode]) => [newCode, oldCode]));
  const renamed = (code: string | null) => (code === null ? null : (newCodes.get(code) ?? code));

  const areas: PlannedArea[] = [];
  for (const feature of features) {
    const known = byCode.get(oldCodes.get(feature.code) ?? feature.code);
    const missing = known
      ? []
      : (['kind', 'nameKy', 'nameRu', 'nameEn'] as const).filter((name) => feature[name] === null);
    if (missing.length > 0) {
      faults.push({
        code: 'new_area_incomplete',
        path: feature.path,
        area: feature.code,
        text: `${feature.label}: required: there is no such area yet, and a new one needs kind, name_ky, name_ru and name_en`,
      });
      continue;
    }
    const facts = mergedFacts(feature, known, renamed(known?.parent ?? null), fallbackSource);
    if (facts.validFrom !== null && facts.validTo !== null && facts.validFrom >= facts.validTo) {
      faults.push({
        code: 'date_order',
        path: feature.path,
        area: feature.code,
        value: `${facts.validFrom}, ${facts.validTo}`,
        text: `${feature.label}: date_order: it ends on ${facts.validTo}, not after it starts on ${facts.validFrom}`,
      });
    }
    areas.push({ id: known?.id ?? null, facts, feature });
  }
  const after = new Map([
    ...existing.map((area) => [renamed(area.code)!, { ...area, parent: renamed(area.parent) } as AreaFacts] as const),
    ...areas.map(({ facts }) => [facts.code, facts] as const),
  ]);
  const byNewCode = new Map(features.map((feature) => [feature.code, feature]));
  for (const [area, { parent, kind }] of after) {
    const fault = parentFault(parent, kind, after);
    const { label, path } = byNewCode.get(area) ?? { label: `area ${area}`, path: '' };
    if (fault) faults.push({ ...fault, path, area, value: parent!, text: `${label}: ${fault.text}` });
  }
  if (faults.length > 0) return { faults };
  return { areas: areas.sort((a, b) => AREA_KINDS.indexOf(a.facts.kind) - AREA_KINDS.indexOf(b.facts.kind)) };
}

function mergedFacts(
  feature: AreaFeature,
  known: (AreaFacts & { ended?: boolean }) | undefined,
  knownParent: string | null,
  fallbackSource: string,
): AreaFacts {
  return {
    code: feature.code,
    kind: feature.kind ?? known!.kind,
    parent: feature.parent ?? knownParent,
    nameKy: feature.nameKy ?? known!.nameKy,
    nameRu: feature.nameRu ?? known!.nameRu,
    nameEn: feature.nameEn ?? known!.nameEn,
    shortNameKy: feature.shortNameKy ?? known?.shortNameKy ?? null,
    shortNameRu: feature.shortNameRu ?? known?.shortNameRu ?? null,
    shortNameEn: feature.shortNameEn ?? known?.shortNameEn ?? null,
    households: feature.households ?? known?.households ?? null,
    approximate: feature.approximate,
    // The old source spoke of the old boundary.
    source: feature.source ?? fallbackSource,
    validFrom: feature.validFrom ?? known?.validFrom ?? null,
    // An area that has ended and is named again without a date counts again.
    validTo: feature.validTo ?? (known?.ended ? null : (known?.validTo ?? null)),
  };
}

/** A parent must exist and be of a larger kind; that also keeps the tree free of circles. */
function parentFault(
  parent: string | null,
  kind: AreaKind,
  areas: ReadonlyMap<string, AreaFacts>,
): Pick<AreaFault, 'code' | 'text'> | null {
  if (parent === null) return null;
  const above = areas.get(parent);
  if (!above)
    return {
      code: 'parent_unknown',
      text: `parent_unknown: there is no area ${parent}, neither here nor in the file`,
    };
  if (AREA_KINDS.indexOf(above.kind) < AREA_KINDS.indexOf(kind)) return null;
  return { code: 'parent_unfit', text: `parent_unfit: a ${kind} cannot lie in the ${above.kind} ${parent}` };
}
