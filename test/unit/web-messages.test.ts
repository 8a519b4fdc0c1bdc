import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HISTORY_ACTORS, HISTORY_EVENTS, LANGUAGES, PRECISIONS, STATUSES } from '../../server/contract/enums.ts';
import { ERRORS } from '../../server/contract/errors.ts';
import { ROOT } from '../../server/root.ts';

type Variant = { declarations: string[]; match: Record<string, string> };
type Message = string | Variant[];

const WEB = path.join(ROOT, 'web');
const catalogs = Object.fromEntries(
  LANGUAGES.map((language) => {
    const { $schema: _, ...messages } = JSON.parse(readFileSync(path.join(WEB, `messages/${language}.json`), 'utf8'));
    return [language, messages as Record<string, Message>];
  }),
) as Record<(typeof LANGUAGES)[number], Record<string, Message>>;
const keys = Object.keys(catalogs.ky);

/** Every text of a message: one, or one for each plural form. */
const texts = (message: Message): string[] =>
  typeof message === 'string' ? [message] : message.flatMap((variant) => Object.values(variant.match));
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!).sort();

/** All sources of the front end but what is generated. */
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'paraglide' ? [] : sources(file);
    return /\.(ts|svelte)$/.test(entry.name) ? [readFileSync(file, 'utf8')] : [];
  });
}

describe('messages', () => {
  it.each(LANGUAGES)('has every text in %s', (language) => {
    expect(Object.keys(catalogs[language]).sort()).toEqual([...keys].sort());
    const empty = keys.filter((key) => texts(catalogs[language][key]!).some((text) => text.trim() === ''));
    expect(empty).toEqual([]);
  });

  it.each(keys)('%s asks for the same values in every language', (key) => {
    const wanted = [...new Set(texts(catalogs.ky[key]!).flatMap(placeholders))];
    for (const language of LANGUAGES) {
      for (const text of texts(catalogs[language][key]!))
        expect(placeholders(text), language).toEqual([...wanted].sort());
    }
  });

  it('declares every plural form that Russian needs', () => {
    for (const [key, message] of Object.entries(catalogs.ru)) {
      if (typeof message === 'string') continue;
      const forms = message.flatMap((variant) => Object.keys(variant.match)).map((match) => match.split('=')[1]);
      expect(forms, key).toEqual(expect.arrayContaining(['one', 'few', 'many', 'other']));
    }
  });

  it('says in words every code that the server can answer with', () => {
    const wanted = [
      ...Object.keys(ERRORS).map((code) => `error_${code}`),
      'error_network',
      ...STATUSES.map((status) => `status_${status}`),
      ...PRECISIONS.map((precision) => `precision_${precision}`),
      ...HISTORY_EVENTS.map((event) => `history_${event}`),
      ...HISTORY_ACTORS.map((actor) => `actor_${actor}`),
    ];
    expect(wanted.filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('keeps no text that nobody reads, and uses none that is missing', () => {
    const used = new Set(
      [
        ...sources(path.join(WEB, 'src'))
          .join('\n')
          .matchAll(/\bm\.([a-z]\w*)/g),
        // The pages without JavaScript and letters say them too.
        ...['plain', 'notices']
          .flatMap((folder) => sources(path.join(ROOT, 'server', folder)))
          .join('\n')
          .matchAll(/\bwords\('(\w+)'/g),
      ].map((found) => found[1]!),
    );
    expect(keys.filter((key) => !used.has(key))).toEqual([]);
    expect([...used].filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('writes Kyrgyz with its own letters and never with look-alikes', () => {
    const all = keys.flatMap((key) => texts(catalogs.ky[key]!)).join('\n');
    for (const letter of 'ңөү') expect(all).toContain(letter);
    // Latin letters inside a Cyrillic word: they look the same and cannot be searched for.
    expect(all.match(/[а-яёңөү][a-z]|[a-z][а-яёңөү]/giu) ?? []).toEqual([]);
  });
});
