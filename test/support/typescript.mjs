import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Loads a TypeScript module into this plain Node process, which cannot read it itself. `file` is relative to the root. */
export async function load(file) {
  const { module } = await runnerImport(path.join(ROOT, file), { configFile: false, root: ROOT, logLevel: 'error' });
  return module;
}
