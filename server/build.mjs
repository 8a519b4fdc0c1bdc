// Builds what the server needs: the bundle of server/ and the web pages, into dist/. Skips what has not changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone } from './build-lock.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SKIPPED = new Set(['node_modules', 'paraglide']);

/**
 * Builds the parts whose sources changed since their last build. Prints a line for each part it builds. While another
 * process builds it waits, and then builds only what is still to be built.
 */
export async function buildIfNeeded(parts = ['server', 'web']) {
  if (parts.every((part) => hasStamp(part, sourcesHash(part)))) return;
  await alone(
    path.join(ROOT, 'dist/.lock'),
    async () => {
      for (const part of parts) {
        // Once more: sources may have changed while another process built.
        const hash = sourcesHash(part);
        if (!hasStamp(part, hash)) await build(part, hash);
      }
    },
    () => process.stdout.write('Waiting for another build to end …\n'),
  );
}

async function build(part, hash) {
  const startedAt = Date.now();
  process.stdout.write(`Building the ${part === 'server' ? 'server' : 'web pages'} … `);
  rmSync(stampOf(part), { force: true });
  await (part === 'server' ? buildServer() : buildWeb());
  writeFileSync(stampOf(part), hash);
  process.stdout.write(`${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

/** The file that holds the hash of the sources of which a part was built. */
function stampOf(part) {
  return path.join(ROOT, 'dist', `.${part}-stamp`);
}

function hasStamp(part, hash) {
  const stamp = stampOf(part);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

async function buildServer() {
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: true,
      target: 'node20',
      outDir: 'dist/server',
      emptyOutDir: true,
      sourcemap: true,
      rollupOptions: { input: { cli: path.join(ROOT, 'server/cli.ts') }, output: { entryFileNames: '[name].js' } },
    },
  });
}

async function buildWeb() {
  const { build } = await import('vite');
  await build({ root: path.join(ROOT, 'web'), configFile: path.join(ROOT, 'web/vite.config.ts'), logLevel: 'error' });
}

function sourcesHash(part) {
  const folders = part === 'server' ? ['server', 'web/messages'] : ['web', 'server/contract'];
  const hash = createHash('sha256').update(readFileSync(path.join(ROOT, 'package-lock.json')));
  for (const folder of folders) {
    for (const file of filesUnder(path.join(ROOT, folder)))
      hash.update(file.slice(ROOT.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildIfNeeded();
