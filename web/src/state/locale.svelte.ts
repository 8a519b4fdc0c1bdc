import { LANGUAGES, type Language } from '../../../server/contract/enums.ts';
import { overwriteGetLocale } from '../paraglide/runtime.js';
import { local } from './storage.ts';

const KEY = 'alai.language';

/** The language of everything on the page. Assigning `current` redraws every text; nothing is reloaded. */
class LocaleState {
  #current = $state<Language>(first());

  get current(): Language {
    return this.#current;
  }

  set current(language: Language) {
    this.#current = language;
    local.set(KEY, language);
    forgetLanguageOfLink();
    this.describeDocument();
  }

  /** Tells the browser, and the screen reader, which language it is. */
  describeDocument(): void {
    document.documentElement.lang = this.#current;
  }
}

/** The language of a shared link must not come back with the next reload. */
function forgetLanguageOfLink(): void {
  const url = new URL(location.href);
  if (!url.searchParams.has('lang')) return;
  url.searchParams.delete('lang');
  history.replaceState(history.state, '', url);
}

/** `?lang=` wins (a shared link), then what was chosen here before, then Kyrgyz. */
function first(): Language {
  const wished = [new URLSearchParams(location.search).get('lang'), local.get(KEY)];
  return (
    LANGUAGES.find((language) => wished[0] === language) ??
    LANGUAGES.find((language) => wished[1] === language) ??
    LANGUAGES[0]
  );
}

export const locale = new LocaleState();
overwriteGetLocale(() => locale.current);
