import { defineConfig } from '@playwright/test';
import { PLACE, SHAPES } from '../support/shapes.ts';

/** Drawing maps in software is slow on a busy machine: these end a test that hangs, they measure nothing. */
const HANGS_AFTER_MILLISECONDS = 120_000;
const APPEARS_WITHIN_MILLISECONDS = 30_000;

/** Files of the staff's and the planner's laptop, and those of a resident's phone; the others are run on both. */
const WIDE = [
  'basemap',
  'findings',
  'hot-spots',
  'print',
  'staff-account',
  'staff-areas',
  'staff-audit',
  'staff-bursts',
  'staff-draw',
  'staff-entry',
  'staff-keyboard',
  'staff-routing',
  'staff-site',
  'staff-users',
  'staff-work',
];
const PHONE = [
  'answers',
  'follow',
  'live-tiles',
  'no-map',
  'offline',
  'offline-app',
  'offline-kept',
  'offline-photos',
  'plain',
  'smoke',
  'states',
  'verdicts',
];
const specs = (names: string[]) => names.map((name) => `${name}.spec.ts`);

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  globalSetup: '../support/e2e-database.ts',
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
    // The map jumps instead of flying; what is about movement asks for it.
    contextOptions: { reducedMotion: 'reduce' },
    // Its requests would pass by what a test puts in a page's way; the tests of the worker let it in.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    // Recording every test for the one that may fail takes a quarter of the time: `--trace on` records what did fail.
    trace: 'off',
  },
  // A test whose claim does not depend on the shape of the screen has the tag of the one it is run on.
  projects: [
    // Two points of its screen to a pixel of the page would only be four times the drawing.
    {
      name: 'phone',
      use: { ...SHAPES.phone, deviceScaleFactor: 1 },
      testIgnore: specs(WIDE),
      grepInvert: /@wide/,
    },
    { name: 'wide', use: SHAPES.wide, testIgnore: specs(PHONE), grepInvert: /@phone/ },
  ],
});
