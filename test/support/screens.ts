import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { SCREENS } from '../screens.ts';
import type { Screen } from '../screens.ts';
import { browserOptions } from './browser.ts';
import { openOffice } from './office.ts';
import type { Office } from './office.ts';
import { startServer } from './server.ts';
import { PLACE, SHAPES } from './shapes.ts';

const LANGUAGES = ['ky', 'ru'];
const THEMES = ['light', 'dark'] as const;
/** A map drawn in software on a busy machine takes long; this only ends what hangs. */
const APPEARS_WITHIN_MILLISECONDS = 60_000;

/**
 * Takes a picture of every screen (or of those named in `only`) in every shape, theme and language, into `directory`,
 * from a server of its own with the demonstration reports. Answers with the number of pictures.
 */
export async function takeScreens(directory: string, only: string[], say: (line: string) => void): Promise<number> {
  const screens = SCREENS.filter(({ name }) => only.length === 0 || only.includes(name));
  const unknown = only.filter((name) => !SCREENS.some((screen) => screen.name === name));
  if (unknown.length > 0) throw new Error(`No such screen: ${unknown.join(', ')}.`);
  mkdirSync(directory, { recursive: true });
  const server = await startServer({ demo: true });
  const office = openOffice(server);
  try {
    const browser = await chromium.launch(await browserOptions());
    try {
      const pictures = screens.flatMap((screen) => variants(screen));
      for (const picture of pictures) {
        await take(browser, server.origin, office, picture, path.join(directory, `${picture.file}.png`));
        say(picture.file);
      }
      return pictures.length;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

interface Picture {
  screen: Screen;
  shape: keyof typeof SHAPES;
  theme: (typeof THEMES)[number];
  language: string;
  file: string;
}

function variants(screen: Screen): Picture[] {
  const shapes = Object.keys(SHAPES) as (keyof typeof SHAPES)[];
  return shapes.flatMap((shape) =>
    THEMES.flatMap((theme) =>
      LANGUAGES.map((language) => ({
        screen,
        shape,
        theme,
        language,
        file: [screen.name, shape, theme, language].join('-'),
      })),
    ),
  );
}

async function take(
  browser: Browser,
  origin: string,
  office: Office,
  { screen, shape, theme, language }: Picture,
  file: string,
): Promise<void> {
  const context = await browser.newContext({
    ...PLACE,
    ...SHAPES[shape],
    colorScheme: theme,
    // Half a movement is no picture, and no two of them are the same.
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(APPEARS_WITHIN_MILLISECONDS);
  try {
    const page = await context.newPage();
    if (screen.staff) await office.signIn(page, screen.staff);
    const address = new URL(screen.path, origin);
    address.searchParams.set('lang', language);
    await page.goto(address.href, { waitUntil: 'networkidle' });
    await screen.prepare?.(page);
    // Passes at once where there is no map.
    await page.locator('[data-map-state]:not([data-map-state=idle])').first().waitFor({ state: 'detached' });
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  } finally {
    await context.close();
  }
}
