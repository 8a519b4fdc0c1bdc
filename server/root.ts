import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Absolute path of the project's root, found by walking up to its package.json. The bundle in dist/ and the sources
 * under server/ lie at different depths, so files are never located relative to a module.
 */
export const ROOT = findRoot(path.dirname(fileURLToPath(import.meta.url)));

function findRoot(start: string): string {
  for (let directory = start; ; directory = path.dirname(directory)) {
    const manifest = path.join(directory, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'alai-map') return directory;
    if (directory === path.dirname(directory)) throw new Error(`no package.json of alai-map above ${start}`);
  }
}
