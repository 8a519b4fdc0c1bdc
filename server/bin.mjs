#!/usr/bin/env node
// The command `alai`: builds what is needed, then runs the command line of dist/server.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
// An image for production carries dist/ ready-made and no build tools.
if (existsSync(path.join(ROOT, 'node_modules/vite'))) {
  const { buildIfNeeded } = await import('./build.mjs');
  await buildIfNeeded(process.argv[2] === 'serve' ? ['server', 'web'] : ['server']);
}
const { run } = await import(pathToFileURL(path.join(ROOT, 'dist/server/cli.js')).href);
await run(process.argv);
