// One build at a time in a folder: two that empty and fill dist/ together break each other.
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const LOOK_AGAIN_MILLISECONDS = 100;
/** Longer than any build takes: whoever holds the lock for so long is another process that got the number of a dead one. */
const FORGOTTEN_AFTER_MILLISECONDS = 10 * 60_000;

/**
 * Does `work` while no other process does any under the same lock, a file that names its holder. The lock of a process
 * that has ended counts for nothing. `onWait` is called once when there is somebody to wait for.
 */
export async function alone(lock, work, onWait) {
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let waited = false; !take(lock); waited = true) {
    if (!waited) onWait();
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS));
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock) {
  const mine = `${lock}-${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    // A link appears whole, with the number in it, or not at all.
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isLeftBehind(lock)) rmSync(lock, { force: true });
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function isLeftBehind(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > FORGOTTEN_AFTER_MILLISECONDS) return true;
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return false;
  } catch (error) {
    // No such process; with ENOENT the lock has just been given back, with EPERM its holder is somebody else's.
    return error.code === 'ESRCH';
  }
}
