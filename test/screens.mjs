// npm run screens -- DIR [word ...]: pictures of the screens of test/screens.ts; words are names of screens, phone, wide, light,
// dark, ky, ru. npm run screens -- --docs: docs/states.md, every state that a resident meets, on a phone in Kyrgyz.
import path from 'node:path';
import { buildIfNeeded } from '../server/build.mjs';
import { load } from './support/typescript.mjs';

const [directory, ...words] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);
if (directory === undefined) {
  process.stderr.write('Say where the pictures go: npm run screens -- DIR [word ...]\n');
  process.exitCode = 1;
} else if (directory === '--docs') {
  await buildIfNeeded();
  const { writeStates } = await load('test/support/states.ts');
  await writeStates(say);
} else {
  await buildIfNeeded();
  const { takeScreens } = await load('test/support/screens.ts');
  const { length } = await takeScreens(path.resolve(directory), words, say);
  say(`${length} pictures in ${path.resolve(directory)}.`);
}
