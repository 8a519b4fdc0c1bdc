// npm run screens -- DIR: pictures of every screen of test/screens.ts, phone and wide, light and dark, in Kyrgyz and Russian.
import path from 'node:path';
import { buildIfNeeded } from '../server/build.mjs';
import { load } from './support/typescript.mjs';

const [directory, ...only] = process.argv.slice(2);
if (directory === undefined) {
  process.stderr.write('Say where the pictures go: npm run screens -- DIR [screen ...]\n');
  process.exitCode = 1;
} else {
  await buildIfNeeded();
  const { takeScreens } = await load('test/support/screens.ts');
  const count = await takeScreens(path.resolve(directory), only, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${count} pictures in ${path.resolve(directory)}.\n`);
}
