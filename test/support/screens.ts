import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { SCREENS } from '../screens.ts';
import type { Screen } from '../screens/screen.ts';
import { browserOptions } from './browser.ts';
import { openOffice } from './office.ts';
import type { Office } from './office.ts';
import { startServer } from './server.ts';
import type { RunningServer } from './server.ts';
import { PLACE, SHAPES } from './shapes.ts';
import { showScreen } from './show-screen.ts';

const VARIANTS = {
  shape: Object.keys(SHAPES) as (keyof typeof SHAPES)[],
  theme: ['light', 'dark'] as const,
  language: ['ky', 'ru'] as const,
};
/** A map drawn in software on a busy machine takes long; this only ends what hangs. */
const APPEARS_WITHIN_MILLISECONDS = 60_000;

interface Picture {
  screen: Screen;
  shape: keyof typeof SHAPES;
  theme: 'light' | 'dark';
  language: string;
  file: string;
}

/**
 * Takes pictures into `directory`, from servers of its own. `words` choose: names of screens, and phone, wide, light, dark, ky
 * or ru; without a word of a sort all of that sort are taken. Answers with the pictures' names. Throws for an unknown word.
 */
export async function takeScreens(
  directory: string,
  words: string[],
  say: (line: string) => void,
  { scale }: { scale?: number } = {},
): Promise<string[]> {
  const pictures = chosen(words);
  mkdirSync(directory, { recursive: true });
  const browser = await chromium.launch(await browserOptions());
  const servers: Partial<Record<'demo' | 'own', { server: RunningServer; office: Office }>> = {};
  try {
    for (const picture of pictures) {
      const kind = picture.screen.own ? 'own' : 'demo';
      const { office } = (servers[kind] ??= await open(kind));
      await take(browser, office, picture, path.join(directory, `${picture.file}.png`), scale);
      say(picture.file);
    }
    return pictures.map(({ file }) => file);
  } finally {
    await browser.close();
    for (const { server } of Object.values(servers)) await server.stop();
  }
}

async function open(kind: 'demo' | 'own') {
  const server = await startServer({ demo: kind === 'demo' });
  return { server, office: openOffice(server) };
}

function chosen(words: string[]): Picture[] {
  const known = [...SCREENS.map(({ name }) => name), ...Object.values(VARIANTS).flat()];
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) throw new Error(`No such screen: ${unknown.join(', ')}.`);
  const some = <T extends string>(all: readonly T[]): readonly T[] =>
    all.some((word) => words.includes(word)) ? all.filter((word) => words.includes(word)) : all;
  const names = some(SCREENS.map(({ name }) => name));
  return SCREENS.filter(({ name }) => names.includes(name)).flatMap((screen) =>
    some(VARIANTS.shape).flatMap((shape) =>
      some(VARIANTS.theme).flatMap((theme) =>
        some(VARIANTS.language).map((language) => ({
          screen,
          shape,
          theme,
          language,
          file: [screen.name, shape, theme, language].join('-'),
        })),
      ),
    ),
  );
}

async function take(
  browser: Browser,
  office: Office,
  { screen, shape, theme, language }: Picture,
  file: string,
  scale: number | undefined,
): Promise<void> {
  const context = await browser.newContext({
    ...PLACE,
    ...SHAPES[shape],
    ...(scale !== undefined && { deviceScaleFactor: scale }),
    baseURL: office.origin,
    colorScheme: theme,
    // Half a movement is no picture, and no two of them are the same.
    reducedMotion: 'reduce',
    // Its requests would pass by what a state puts in a page's way.
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(APPEARS_WITHIN_MILLISECONDS);
  const page = await context.newPage();
  const shoot = () => page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  try {
    await showScreen(page, screen, office, language);
    await shoot();
  } catch (error) {
    // What stands there instead says more than the error.
    await shoot().catch(() => {});
    throw new Error(`${screen.name}: ${(error as Error).message}`, { cause: error });
  } finally {
    await context.close();
  }
}
