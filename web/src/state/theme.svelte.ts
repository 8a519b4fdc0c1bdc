import { local } from './storage.ts';

const KEY = 'alai.theme';
type Theme = 'light' | 'dark';

/** Light or dark: the system's wish until somebody chooses otherwise here. */
class ThemeState {
  #chosen = $state<Theme | null>(stored());
  #system = $state<Theme>('light');

  constructor() {
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#system = query.matches ? 'dark' : 'light';
    query.addEventListener('change', (event) => (this.#system = event.matches ? 'dark' : 'light'));
    this.#apply();
  }

  get current(): Theme {
    return this.#chosen ?? this.#system;
  }

  toggle(): void {
    const next: Theme = this.current === 'dark' ? 'light' : 'dark';
    this.#chosen = next === this.#system ? null : next;
    if (this.#chosen === null) local.remove(KEY);
    else local.set(KEY, this.#chosen);
    this.#apply();
  }

  #apply(): void {
    if (this.#chosen === null) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.#chosen;
  }
}

function stored(): Theme | null {
  const value = local.get(KEY);
  return value === 'light' || value === 'dark' ? value : null;
}

export const theme = new ThemeState();
