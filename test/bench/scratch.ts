import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Told how to end what was started; all is ended, last first, whatever happens. */
export type Closing = (() => Promise<void>)[];

/**
 * Does work in a temporary directory, then ends what it started and removes the directory, also when it is interrupted:
 * then the process ends with 130.
 */
export async function inScratch<T>(
  say: (line: string) => void,
  work: (scratch: string, closing: Closing) => Promise<T>,
): Promise<T> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'alai-bench-'));
  // The owner of the cluster is somebody else, and all of it lies in here.
  chmodSync(scratch, 0o755);
  const outside = process.env.TMPDIR;
  process.env.TMPDIR = scratch;
  const closing: Closing = [];
  let closed: Promise<void> | null = null;
  const close = () => (closed ??= closeAll(closing, scratch, outside));
  // All of them, not only the first: who presses Ctrl-C twice must not leave the cluster's files behind.
  const interrupted = (signal: NodeJS.Signals) => {
    say(`${signal}: ending what was started …`);
    void close().finally(() => process.exit(130));
  };
  for (const signal of SIGNALS) process.on(signal, interrupted);
  try {
    return await work(scratch, closing);
  } finally {
    await close();
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}

/** Ends everything; one that will not end keeps nothing else from it. */
async function closeAll(closing: Closing, scratch: string, outside: string | undefined): Promise<void> {
  for (const end of closing.splice(0).reverse()) await end().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  if (outside === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = outside;
}
