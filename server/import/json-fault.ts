import path from 'node:path';
import { verifyFile } from 'stream-json/file/verifier.js';
import { ImportFailure } from './failure.ts';

/** What is wrong with a JSON file, with line and column: parsers do not say, a second look at the file does. */
export async function brokenJson(file: string, cause: unknown): Promise<ImportFailure> {
  const place = await verifyFile(file).then(
    () => null,
    (found: { line?: number; pos?: number }) => found,
  );
  const where = place?.line === undefined ? '' : `, line ${place.line}, column ${place.pos}`;
  return new ImportFailure(`${path.basename(file)}${where}: this is not valid JSON, or the file ends too early.`, {
    cause,
  });
}
