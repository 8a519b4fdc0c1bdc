// npm run bench -- [--rows N] [--json FILE] [--readme FILE] [--only WORD] [--check] [--soak MINUTES]: see test/bench/README.md.
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../server/build.mjs';
import { load } from './support/typescript.mjs';

try {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string' },
      json: { type: 'string' },
      readme: { type: 'string' },
      only: { type: 'string' },
      check: { type: 'boolean', default: false },
      soak: { type: 'string' },
    },
  });
  const rows = Number(values.rows ?? (values.soak === undefined ? 1_000_000 : 100_000));
  if (!Number.isInteger(rows) || rows < 1000 || rows > 10_000_000) {
    throw new Error(`--rows must be a whole number from 1000 to 10000000, not ${values.rows}.`);
  }
  const minutes = values.soak === undefined ? null : Number(values.soak);
  if (minutes !== null && !(minutes > 0 && minutes <= 600)) {
    throw new Error(`--soak must be a number of minutes up to 600, not ${values.soak}.`);
  }
  await buildIfNeeded();
  const say = (line) => process.stdout.write(`${line}\n`);
  if (minutes === null) {
    const { bench } = await load('test/bench/bench.ts');
    process.exitCode = await bench({ ...values, rows }, say);
  } else {
    const { soak } = await load('test/bench/soak.ts');
    process.exitCode = await soak({ rows, minutes }, say);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
