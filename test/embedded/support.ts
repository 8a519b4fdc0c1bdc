import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { ROOT } from '../../server/root.ts';

/** A new directory outside the project, and how to remove it. */
export function temporaryDirectory(): { directory: string; remove: () => void } {
  const directory = mkdtempSync(path.join(tmpdir(), 'alai-embedded-'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export interface Child {
  /** the lines it has printed so far */
  lines: string[];
  /** the next line that it prints, or has printed and nobody has asked for yet */
  nextLine: () => Promise<string>;
  /** kill -9, and wait until it is gone */
  kill: () => Promise<void>;
}

/** Starts a fixture of this folder in a process of its own. */
export function startFixture(name: string, ...args: string[]): Child {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    [path.join(ROOT, 'test/embedded/fixtures', name), ...args],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: ROOT },
  );
  const lines: string[] = [];
  const askers: (() => void)[] = [];
  let rest = '';
  let taken = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop()!;
    lines.push(...parts);
    for (const ask of askers.splice(0)) ask();
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  void gone.then(() => askers.splice(0).forEach((ask) => ask()));
  return {
    lines,
    nextLine: async () => {
      while (taken >= lines.length) {
        if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${name} has ended`);
        await new Promise<void>((resolve) => askers.push(resolve));
      }
      return lines[taken++]!;
    },
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}
