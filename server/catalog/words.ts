import en from '../../web/messages/en.json' with { type: 'json' };
import ky from '../../web/messages/ky.json' with { type: 'json' };
import ru from '../../web/messages/ru.json' with { type: 'json' };
import type { ConfigAnswer } from '../contract/catalog.ts';
import type { Language } from '../contract/enums.ts';

type Key = keyof typeof ky;
/** The text of a message of the pages, with the values of its {placeholders}. */
export type Words = (key: Key, values?: Readonly<Record<string, string>>) => string;

const MESSAGES: Record<Language, Readonly<Partial<Record<string, unknown>>>> = { ky, ru, en };

/** Texts of the site that an administrator may set -> the message that stands for them until then. */
const SHIPPED = { app_name: 'siteName', not_an_appeal: 'notAppeal', thanks: 'thanks' } as const;

/**
 * The pages' own messages in one language, so that a text is corrected in one place, and the administrator's texts before
 * them. Only messages without plural forms are used here.
 */
export function wordsIn(language: Language, texts: ConfigAnswer['texts']): Words {
  return (key, values = {}) => {
    const set = key in SHIPPED ? texts[SHIPPED[key as keyof typeof SHIPPED]] : undefined;
    if (set) return set[language];
    const text = MESSAGES[language][key];
    if (typeof text !== 'string') throw new Error(`${key} is not a simple message`);
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  };
}

/** Whether the pages have such a message, for keys made of codes. */
export function isKey(key: string): key is Key {
  return key in ky;
}
