import { existsSync } from 'node:fs';
import type { Database } from '../db/database.ts';
import { importAreas } from './areas/import.ts';
import { ImportFailure } from './failure.ts';
import { importReports } from './reports/import.ts';

/** Options of `alai import` as the command line gives them: one value, or several when repeated; numbers look like numbers. */
export type ImportFlags = Record<string, unknown>;

/** Exit code when rows were refused: everything else is stored, but somebody should look. */
export const EXIT_SOME_REFUSED = 2;

/** Options with their explanation, for the command line's help. */
export const IMPORT_OPTIONS: readonly (readonly [flag: string, text: string])[] = [
  [
    '--map <pairs>',
    'FIELD=COLUMN,...: id, category, kind, lat, lng, area, date, status, resolved, description, landmark, households, language, precision. What is not named is guessed; FIELD= switches a guess off',
  ],
  ['--categories <file>', "JSON object or two-column CSV: the file's categories -> our category or kind codes"],
  ['--statuses <file>', 'the same for statuses -> new, verified, in_progress, resolved, rejected, duplicate'],
  [
    '--source <name>',
    "where the reports come from; with the id it recognises a report that is there already (default: the file's name)",
  ],
  ['--default-category <code>', 'for rows whose category is empty or unknown'],
  ['--dry-run', 'check everything, store nothing'],
  ['--report <file>', 'CSV list of refused rows (default: NAME.refused.csv beside the file)'],
  ['--publish-text', 'publish descriptions and landmarks at once; otherwise they wait for moderation'],
  [
    '--replace-code <old=new>',
    'areas only: the area with the code old becomes the one with the code new; may be repeated',
  ],
];

/**
 * Runs `alai import FILE` or `alai import areas FILE` and gives the exit code: 0 when everything was taken, 2 when rows were
 * refused. Throws an ImportFailure with one sentence when nothing more could be done (the command line makes it 1).
 */
export async function runImport(
  database: Database,
  target: string,
  areasFile: string | undefined,
  flags: ImportFlags,
  say: (line: string) => void,
): Promise<number> {
  const dryRun = flags.dryRun === true;
  if (target === 'areas' && areasFile !== undefined) {
    refuseFlags(
      flags,
      ['map', 'categories', 'statuses', 'source', 'defaultCategory', 'report', 'publishText'],
      'reports',
    );
    await importAreas(database, areasFile, { dryRun, replaceCode: texts(flags.replaceCode) }, say);
    return 0;
  }
  if (target === 'areas' && !existsSync(target))
    throw new ImportFailure('import areas: name the GeoJSON file of boundaries.');
  if (areasFile !== undefined)
    throw new ImportFailure(
      `import ${target} ${areasFile}: give one file of reports, or "areas" and one file of boundaries.`,
    );
  refuseFlags(flags, ['replaceCode'], 'areas');
  const tally = await importReports(
    database,
    target,
    {
      map: texts(flags.map),
      categories: one('categories', flags.categories),
      statuses: one('statuses', flags.statuses),
      source: one('source', flags.source),
      defaultCategory: one('default-category', flags.defaultCategory),
      report: one('report', flags.report),
      dryRun,
      publishText: flags.publishText === true,
    },
    say,
  );
  return tally.refused > 0 ? EXIT_SOME_REFUSED : 0;
}

function refuseFlags(flags: ImportFlags, names: readonly string[], belongTo: string): void {
  const given = names.find((name) => flags[name] !== undefined);
  if (given)
    throw new ImportFailure(
      `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is for the import of ${belongTo}.`,
    );
}

function texts(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(String);
}

function one(name: string, value: unknown): string | undefined {
  if (Array.isArray(value)) throw new ImportFailure(`--${name} is given ${value.length} times.`);
  return value === undefined ? undefined : String(value);
}
