import { defineConfig } from '@playwright/test';
import { PLACE, SHAPES } from '../support/shapes.ts';

/** Drawing maps in software is slow on a busy machine: these end a test that hangs, they measure nothing. */
const HANGS_AFTER_MILLISECONDS = 120_000;
const APPEARS_WITHIN_MILLISECONDS = 30_000;

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  timeout: HANGS_AFTER_MILLISECONDS,
  expect: { timeout: APPEARS_WITHIN_MILLISECONDS },
  forbidOnly: true,
  retries: 0,
  // One browser and one server at a time: drawing takes both cores.
  workers: 1,
  use: {
    actionTimeout: APPEARS_WITHIN_MILLISECONDS,
    ...PLACE,
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [
    // The histogram and the panel of findings need a wide screen; accounts and the site are looked after on one.
    { name: 'phone', use: SHAPES.phone, testIgnore: ['findings.spec.ts', 'staff-users.spec.ts', 'staff-site.spec.ts'] },
    // What a phone keeps and sends is the same in any shape, and so is a page of one column.
    { name: 'wide', use: SHAPES.wide, testIgnore: ['offline*.spec.ts', 'plain.spec.ts'] },
  ],
});
