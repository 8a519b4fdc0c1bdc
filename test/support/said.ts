import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '../../server/root.ts';

const WORDS = ['ky', 'ru'].map(
  (language) =>
    JSON.parse(readFileSync(path.join(ROOT, `web/messages/${language}.json`), 'utf8')) as Record<string, string>,
);

/** Finds a text of the interface in Kyrgyz or in Russian, by its key and from its beginning; what is put into it may be anything. */
export function said(key: string): RegExp {
  const texts = WORDS.map((words) => {
    const text = words[key];
    if (text === undefined) throw new Error(`There is no text ${key}.`);
    return text
      .split(/\{\w+\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+');
  });
  return new RegExp(`^\\s*(${texts.join('|')})`);
}

/** Presses the first button that bears a text, by its key. */
export const press = (page: Page, key: string): Promise<void> =>
  page
    .getByRole('button', { name: said(key) })
    .first()
    .click();
