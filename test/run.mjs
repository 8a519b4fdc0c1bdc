// npm test [part ...] [file ...]: runs the parts (all without any), then prints one line "N passed, N failed, N skipped".
// Parts: unit, web, sql, embedded, api, import, e2e. A runner that crashes or finds nothing counts as one failed test.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Part -> projects of test/vitest.config.ts. */
const PARTS = {
  unit: ['unit', 'web'],
  web: ['web'],
  sql: ['sql-*'],
  embedded: ['embedded'],
  api: ['api', 'api-*'],
  import: ['import-*'],
};

const words = process.argv.slice(2);
const parts = words.filter((word) => word in PARTS || word === 'e2e');
const files = words.filter((word) => !parts.includes(word));
const all = parts.length === 0;
const scratch = mkdtempSync(path.join(os.tmpdir(), 'alai-results-'));
const total = { passed: 0, failed: 0, skipped: 0 };

try {
  const vitestParts = parts.filter((part) => part !== 'e2e');
  if (all || vitestParts.length > 0) add(await vitest(vitestParts.flatMap((part) => PARTS[part])));
  if (all || parts.includes('e2e')) add(await playwright());
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function vitest(projects) {
  const report = path.join(scratch, 'vitest.json');
  const code = await run('node_modules/vitest/vitest.mjs', [
    'run',
    ...[
      '--config',
      'test/vitest.config.ts',
      '--reporter',
      'default',
      '--reporter',
      'json',
      '--outputFile.json',
      report,
    ],
    ...projects.flatMap((project) => ['--project', project]),
    ...files,
  ]);
  return counted('Unit, SQL and API tests', code, report, (result) => ({
    passed: result.numPassedTests,
    // A file that cannot even be loaded has no tests to fail.
    failed: result.numFailedTests + result.testResults.filter(isBrokenFile).length,
    skipped: result.numPendingTests + result.numTodoTests,
  }));
}

function isBrokenFile({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
}

async function playwright() {
  process.stdout.write('\nBrowser tests\n');
  try {
    const { buildIfNeeded } = await import('../server/build.mjs');
    await buildIfNeeded();
  } catch (error) {
    process.stderr.write(`The build failed, so there is nothing to open in a browser.\n${error.stack ?? error}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const report = path.join(scratch, 'playwright.json');
  const code = await run(
    'node_modules/@playwright/test/cli.js',
    ['test', '--config', 'test/e2e/playwright.config.ts', '--reporter', 'list,json', ...files],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  );
  return counted('Browser tests', code, report, ({ stats, errors }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  }));
}

/** What the report says; one failed test more where the report alone would let a broken run look whole. */
function counted(name, code, report, read) {
  if (!existsSync(report)) {
    process.stderr.write(`${name} ended with ${code} and left no report: counted as one failed test.\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const counts = read(JSON.parse(readFileSync(report, 'utf8')));
  const nothing = counts.passed + counts.failed === 0;
  if (nothing || (code !== 0 && counts.failed === 0)) {
    process.stderr.write(`${name} ${nothing ? 'ran no test' : `ended with ${code}`}: counted as one failed test.\n`);
    counts.failed += 1;
  }
  return counts;
}

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

/** Runs a runner of node_modules in the foreground. Answers with its exit code, or the signal that ended it. */
function run(script, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(ROOT, script), ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    // Ctrl-C reaches the runner as well: it cleans up, and its end is awaited here.
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
}
