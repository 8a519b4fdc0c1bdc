import { createHash } from 'node:crypto';
import { closeSync, constants, mkdirSync, openSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import path from 'node:path';

/** Somebody else, or this very process, holds the directory. The message is one sentence for the operator. */
export class DirectoryInUseError extends Error {
  constructor(directory: string, holder: string) {
    super(
      `The directory ${directory} is already in use by ${holder}: stop that process first, ` +
        'or set DATA_DIR to another directory.',
    );
    this.name = 'DirectoryInUseError';
  }
}

/** Held until released or until the process is gone, however it ends. */
export interface DirectoryLock {
  release(): Promise<void>;
}

const HOLDER_ANSWER_MS = 500;
/** open(2) on macOS and the BSDs takes the lock atomically with this flag; Node does not export it. */
const O_EXLOCK = 0x20;

/**
 * Takes the one lock of a directory, creating the directory when it is missing. The embedded engine has no lock of its
 * own, and two of them on one directory lose rows silently.
 *
 * Whatever is held belongs to the process in the operating system's eyes, so a dead holder is replaced at once and a
 * busy one never; nothing is judged by its age or by a process id that may have been reused.
 * Linux: an abstract socket. It is seen within one network namespace only, so containers must not share a directory.
 * Windows: a named pipe. macOS and the BSDs: a file opened with O_EXLOCK.
 * @throws DirectoryInUseError
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  mkdirSync(directory, { recursive: true });
  const real = realpathSync(directory);
  if (process.platform === 'linux') return listenOn(`\0alai-${identity(real)}`, directory);
  if (process.platform === 'win32') return listenOn(`\\\\.\\pipe\\alai-${identity(real)}`, directory);
  return openExclusively(path.join(real, 'lock'), directory);
}

/** Device and inode rather than the path: the same directory under two names (links, bind mounts) is one lock. */
function identity(realPath: string): string {
  const { dev, ino } = statSync(realPath, { bigint: true });
  // Hashed because a socket's name may hold some 100 bytes only.
  return createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 40);
}

async function listenOn(address: string, directory: string): Promise<DirectoryLock> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(String(process.pid));
  });
  try {
    await listening(server, address);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new DirectoryInUseError(directory, await askHolder(address));
  }
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listening(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path: address, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** The holder tells its process id, so that the operator can find it; a busy holder is not waited for. */
function askHolder(address: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(address);
    let answer = '';
    const finish = () => {
      socket.destroy();
      const pid = Number(answer);
      if (pid === process.pid) resolve('this process itself');
      else resolve(pid > 0 ? `another process (${pid})` : 'another process');
    };
    socket.setTimeout(HOLDER_ANSWER_MS, finish);
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.once('end', finish).once('error', finish);
  });
}

function openExclusively(file: string, directory: string): DirectoryLock {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK, 0o600);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EAGAIN' && code !== 'EWOULDBLOCK') throw error;
    throw new DirectoryInUseError(directory, 'another process');
  }
  writeFileSync(descriptor, String(process.pid));
  return {
    release: async () => closeSync(descriptor),
  };
}
