import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../server/db/database.ts';
import { ROOT } from '../../server/root.ts';
import { attemptsTable } from '../api/privacy/table.ts';
import { operationsOf, rightsDocument } from './rights.ts';
import { schemaText } from './schema.ts';
import { embeddedTemplate } from './template.ts';

const WAIT_MILLISECONDS = 60_000;

/** Writes sql/schema.sql from a new embedded database, which every machine has. Answers with the path. */
export async function writeSchema(): Promise<string> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'alai-schema-'));
  try {
    cpSync(await embeddedTemplate(), dataDir, { recursive: true });
    const database = await openDatabase({ databaseUrl: null, dataDir, databaseWaitMilliseconds: WAIT_MILLISECONDS });
    const text = await schemaText(database).finally(() => database.close());
    const file = path.join(ROOT, 'sql/schema.sql');
    writeFileSync(file, text);
    return file;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Writes docs/rights.md from docs/openapi.json, which `npm run openapi` writes. Answers with the path. */
export function writeRights(): string {
  const document = JSON.parse(readFileSync(path.join(ROOT, 'docs/openapi.json'), 'utf8'));
  const file = path.join(ROOT, 'docs/rights.md');
  writeFileSync(file, rightsDocument(operationsOf(document)));
  return file;
}

/** Writes the table of attempts into docs/privacy.md, in the place of the one that is there. Answers with the path. */
export function writeAttempts(): string {
  const file = path.join(ROOT, 'docs/privacy.md');
  const text = readFileSync(file, 'utf8');
  const table = /^\| attempt +\|.*(?:\n\|.*)*/m;
  if (!table.test(text)) throw new Error('docs/privacy.md has no table of attempts.');
  writeFileSync(
    file,
    text.replace(table, () => attemptsTable()),
  );
  return file;
}
