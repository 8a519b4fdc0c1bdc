import { stat } from 'node:fs/promises';
import path from 'node:path';
import { softBoundsOf } from '../../catalog/rules.ts';
import { loadCatalog } from '../../catalog/store.ts';
import type { Database, Sql } from '../../db/database.ts';
import { tryOut } from '../../db/try-out.ts';
import { ImportFailure } from '../failure.ts';
import { brokenJson } from '../json-fault.ts';
import { beginningOf, textOf } from '../text-file.ts';
import { changeLines, sum } from './changes.ts';
import { readAreas, type AreaFeature } from './features.ts';
import { parseReplacements } from './plan.ts';
import { AreaFaults, heldMoment, replaceAreas, type Outcome } from './replace.ts';

export interface AreaImportOptions {
  /** Show what would change and undo it. */
  dryRun?: boolean;
  /** `old=new`: the area called old becomes the one the file calls new. */
  replaceCode?: readonly string[];
}

const FILE_BYTES_MAX = 64 * 1024 * 1024;
const CONSOLE = { userId: null, via: 'console' } as const;

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
  const read = readAreas(await readJson(file), softBoundsOf(settings));
  if ('faults' in read) throw new AreaFaults(name, read.faults);
  const replace = async (sql: Sql) =>
    replaceAreas(sql, CONSOLE, await heldMoment(sql), { name, features: read.areas, newCodes });
  const outcome = await (options.dryRun ? tryOut(database, replace) : database.transact(replace));
  for (const line of linesOf(outcome, read.areas)) say(line);
  if (options.dryRun) say('This was a dry run: nothing was changed.');
}

function linesOf({ before, after, moves }: Outcome, features: readonly AreaFeature[]): string[] {
  const lines = changeLines(before, after, new Set(features.map((feature) => feature.code)));
  if (moves !== null) {
    const looked = sum(moves);
    lines.push(
      `${looked} reports in and around the changed areas were assigned anew; the older version of each area is kept.`,
    );
  }
  return lines;
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
