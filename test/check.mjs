// npm run check: everything that can be said about the sources without running them. All steps run; exit code 1 when any fails.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const LINES_MAX = 300;
const WRITTEN_BY_HAND = /\.(ts|mjs|js|svelte|css|html|sql)$/;
/** Made by tools, or words rather than code. */
const NOT_COUNTED = new Set(['sql/schema.sql', 'sql/seed', 'web/messages', 'web/project.inlang', 'web/src/paraglide']);

const steps = [
  ['messages', compileMessages],
  ['formatting', () => tool('prettier', '--check', '--log-level', 'warn', '.')],
  ['lint', () => tool('eslint', '--config', '.config/eslint.js', '--max-warnings', '0', '.')],
  ['types', () => tool('tsc', '-p', '.', '--noEmit')],
  [
    'components',
    () =>
      tool(
        'svelte-check',
        '--workspace',
        'web',
        '--tsconfig',
        '../tsconfig.json',
        '--fail-on-warnings',
        '--output',
        'human',
      ),
  ],
  [
    'unused code',
    () => tool('knip', '--config', '.config/knip.json', '--no-progress', '--treat-config-hints-as-errors'),
  ],
  ['file sizes', longFiles],
];

let failed = 0;
for (const [name, step] of steps) {
  const startedAt = Date.now();
  process.stdout.write(`${name} … `);
  const fault = await step();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(fault === null ? `ok, ${seconds} s\n` : `FAILED\n${fault.trimEnd()}\n`);
  if (fault !== null) failed += 1;
}
process.stdout.write(failed === 0 ? 'All checks passed.\n' : `${failed} of ${steps.length} checks failed.\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs a tool of node_modules. Answers with what it printed when it failed, else null. */
function tool(name, ...args) {
  const command = path.join(ROOT, 'node_modules/.bin', name);
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
    shell: process.platform === 'win32',
  });
  return status === 0 ? null : `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`;
}

/** The other steps read what paraglide makes of web/messages; vite's configuration says how, so vite does it. */
async function compileMessages() {
  try {
    const server = await createServer({
      configFile: path.join(ROOT, 'web/vite.config.ts'),
      logLevel: 'error',
      server: { middlewareMode: true, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true, include: [] },
    });
    await server.close();
    return null;
  } catch (error) {
    return String(error.stack ?? error);
  }
}

function longFiles() {
  const long = ['server', 'web', 'sql', 'test']
    .flatMap(filesUnder)
    .map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8').trimEnd().split('\n').length])
    .filter(([, lines]) => lines > LINES_MAX)
    .map(([file, lines]) => `${file}: ${lines} lines; above ${LINES_MAX} it is two files in one`);
  return long.length === 0 ? null : long.join('\n');
}

/** Paths relative to the root, with slashes. */
function filesUnder(folder) {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (NOT_COUNTED.has(name) || entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return filesUnder(name);
    return WRITTEN_BY_HAND.test(name) ? [name] : [];
  });
}
