import { stat } from 'node:fs/promises';
import path from 'node:path';
import { loadCatalog } from '../../catalog/store.ts';
import type { Database, Sql } from '../../db/database.ts';
import { ImportFailure } from '../failure.ts';
import { brokenJson } from '../json-fault.ts';
import { beginningOf, textOf } from '../text-file.ts';
import { affected, changeLines, type Moment } from './changes.ts';
import { readAreas, type AreaFeature } from './features.ts';
import { parseReplacements, planAreas, type PlannedArea } from './plan.ts';
import { areaStates, checkBoundaries, holdReports, reassignReports, reportsOutside, storeArea } from './store.ts';

export interface AreaImportOptions {
  /** Show what would change and undo it. */
  dryRun?: boolean;
  /** `old=new`: the area called old becomes the one the file calls new. */
  replaceCode?: readonly string[];
}

const FILE_BYTES_MAX = 64 * 1024 * 1024;
const FAULTS_SHOWN = 20;

/** Thrown to undo a dry run's transaction. */
class DryRun extends Error {}

/**
 * Adds and replaces boundaries from a GeoJSON FeatureCollection, in one transaction with the new assignment of reports. The
 * older version of each area is kept, and no report is published more finely than before. Tells through `say` what changed.
 * Throws an ImportFailure that lists every fault of the file; nothing has changed then.
 */
export async function importAreas(
  database: Database,
  file: string,
  options: AreaImportOptions,
  say: (line: string) => void,
): Promise<void> {
  const name = path.basename(file);
  const newCodes = parseReplacements(options.replaceCode ?? []);
  const { settings } = await loadCatalog(database);
  const read = readAreas(await readJson(file), (settings.map_soft_bounds as number[] | undefined) ?? null);
  if ('faults' in read) throw refused(name, read.faults);
  let lines: string[] = [];
  try {
    await database.transact(async (sql) => {
      lines = await replaceAreas(sql, name, read.areas, newCodes);
      if (options.dryRun) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
    lines.push('This was a dry run: nothing was changed.');
  }
  for (const line of lines) say(line);
}

async function replaceAreas(
  sql: Sql,
  name: string,
  features: readonly AreaFeature[],
  newCodes: ReadonlyMap<string, string>,
): Promise<string[]> {
  await holdReports(sql);
  const before = await momentOf(sql);
  const plan = planAreas(features, before.areas, newCodes, name);
  if ('faults' in plan) throw refused(name, plan.faults);
  const faults = await boundaryFaults(sql, plan.areas);
  if (faults.length > 0) throw refused(name, faults);
  for (const area of plan.areas) await storeArea(sql, area);
  const { ids, boxes } = affected(before.areas, await areaStates(sql));
  const looked = ids.length > 0 ? await reassignReports(sql, ids, boxes) : 0;
  const after = await momentOf(sql);
  const lines = changeLines(before, after, new Set(features.map((feature) => feature.code)));
  if (ids.length > 0)
    lines.push(
      `${looked} reports in and around the changed areas were assigned anew; the older version of each area is kept.`,
    );
  return lines;
}

async function momentOf(sql: Sql): Promise<Moment> {
  return { areas: await areaStates(sql), reportsOutside: await reportsOutside(sql) };
}

async function boundaryFaults(sql: Sql, areas: readonly PlannedArea[]): Promise<string[]> {
  const labels = new Map(areas.map(({ facts, feature }) => [facts.code, feature.label]));
  const checks = await checkBoundaries(sql, areas);
  return checks.flatMap(({ code, reason, lng, lat, labelInside }) => {
    const where = lng === null || lat === null ? '' : ` at [${lng}, ${lat}]`;
    if (reason !== null) return [`${labels.get(code)}: invalid_geometry: ${reason}${where}`];
    return labelInside
      ? []
      : [`${labels.get(code)}: label_outside: label_lng and label_lat are not inside the boundary`];
  });
}

async function readJson(file: string): Promise<unknown> {
  await beginningOf(file);
  const { size } = await stat(file);
  if (size > FILE_BYTES_MAX)
    throw new ImportFailure(`${path.basename(file)} has ${size} bytes; ${FILE_BYTES_MAX} are possible for boundaries.`);
  let text = '';
  for await (const piece of textOf(file)) text += piece;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw await brokenJson(file, error);
  }
}

function refused(name: string, faults: readonly string[]): ImportFailure {
  const more = faults.length > FAULTS_SHOWN ? `\n  and ${faults.length - FAULTS_SHOWN} more` : '';
  return new ImportFailure(
    `${name} is refused, nothing was changed:\n  ${faults.slice(0, FAULTS_SHOWN).join('\n  ')}${more}`,
  );
}
