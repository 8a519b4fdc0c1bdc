// npm run bench -- [--rows N] [--json FILE] [--readme FILE] [--only WORD] [--check]: see test/bench/README.md.
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../server/build.mjs';
import { load } from './support/typescript.mjs';

try {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      json: { type: 'string' },
      readme: { type: 'string' },
      only: { type: 'string' },
      check: { type: 'boolean', default: false },
    },
  });
  const rows = Number(values.rows);
  if (!Number.isInteger(rows) || rows < 1000 || rows > 10_000_000) {
    throw new Error(`--rows must be a whole number from 1000 to 10000000, not ${values.rows}.`);
  }
  await buildIfNeeded();
  const { bench } = await load('test/bench/bench.ts');
  process.exitCode = await bench({ ...values, rows }, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
