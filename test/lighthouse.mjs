// npm run lighthouse -- [--runs N] [--readme FILE]: Lighthouse's figures of the resident's pages, see test/bench/README.md.
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../server/build.mjs';
import { load } from './support/typescript.mjs';

try {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' }, readme: { type: 'string' } } });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1 || runs > 20) {
    throw new Error(`--runs must be a whole number from 1 to 20, not ${values.runs}.`);
  }
  await buildIfNeeded();
  const { lighthouse } = await load('test/bench/lighthouse.ts');
  await lighthouse({ runs, readme: values.readme }, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
