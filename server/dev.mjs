// npm run dev: the web pages with hot reload on 5173, which hand /api and the like to the server beside them. A change under
// server/ or sql/ starts the server again.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SETTLE_MILLISECONDS = 300;

let server;
function start() {
  server = spawn(process.execPath, [path.join(ROOT, 'server/bin.mjs'), 'serve', ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
}

let waiting;
function restart() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    server.once('exit', start);
    server.kill('SIGTERM');
  }, SETTLE_MILLISECONDS);
}

start();
for (const folder of ['server', 'sql']) watch(path.join(ROOT, folder), { recursive: true }, restart);
const vite = await createServer({ root: path.join(ROOT, 'web'), configFile: path.join(ROOT, 'web/vite.config.ts') });
await vite.listen();
vite.printUrls();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    server.kill('SIGTERM');
    await vite.close();
    process.exit(0);
  });
}
