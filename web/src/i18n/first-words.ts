/** Words that the first load needs; the closed lists of words.ts come with the pages that show them. */
import type { Language } from '../../../server/contract/enums.ts';
import type { ErrorCode } from '../../../server/contract/errors.ts';
import { ApiError } from '../api/errors.ts';
import { m } from '../paraglide/messages.js';

/** How the languages call themselves: not messages, because they are the same in every language. */
export const LANGUAGE_NAMES: Record<Language, { short: string; full: string }> = {
  ky: { short: 'КЫ', full: 'Кыргызча' },
  ru: { short: 'РУ', full: 'Русский' },
  en: { short: 'EN', full: 'English' },
};

/**
 * What went wrong, for people: a function, so that it follows the language. The words for rare errors are loaded when the
 * first one happens; those for a lost connection are here, because then nothing can be loaded. Anything that is no
 * ApiError is a mistake of ours: logged, and said plainly.
 */
export async function wordsFor(error: unknown): Promise<() => string> {
  if (!(error instanceof ApiError)) console.error(error);
  else if (error.code === 'network') return m.error_network;
  else if (error.words) return error.words;
  else {
    const rare = await import('./error-words.ts').catch(() => null);
    if (rare) return rare.ERROR_WORDS[error.code as ErrorCode] ?? m.error_internal_error;
  }
  return m.error_internal_error;
}
