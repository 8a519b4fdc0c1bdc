import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../server/root.ts';

/** A project of its own with the real sources of the server and the words it shares with the web, so that the tests' own build is left alone. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'alai-build-'));
  for (const name of ['server', 'web/messages', 'package.json', 'package-lock.json', 'tsconfig.json']) {
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the build of the server in a process of its own. Resolves to its exit code and what it printed. */
function build(): Promise<[code: number | null, printed: string]> {
  const script = `import(${JSON.stringify(path.join(folder, 'server/build.mjs'))}).then((it) => it.buildIfNeeded(['server']))`;
  const child = spawn(process.execPath, ['--eval', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (printed += bytes.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve([code, printed])));
}

test('of builds at the same time in one folder one builds, and the others find it done', async () => {
  const ended = await Promise.all([build(), build(), build()]);
  expect(ended.map(([code]) => code)).toEqual([0, 0, 0]);
  expect(ended.filter(([, printed]) => printed.includes('Building the server')).length).toBe(1);
  expect(existsSync(path.join(folder, 'dist/server/cli.js'))).toBe(true);
  expect(readdirSync(path.join(folder, 'dist')).sort()).toEqual(['.server-stamp', 'server']);
});

test('a build that was killed keeps nobody from building', async () => {
  const gone = spawnSync(process.execPath, ['--version']).pid;
  rmSync(path.join(folder, 'dist'), { recursive: true });
  mkdirSync(path.join(folder, 'dist'));
  writeFileSync(path.join(folder, 'dist/.lock'), String(gone));
  const [code, printed] = await build();
  expect([code, printed.includes('Building the server')]).toEqual([0, true]);
});
