import { local } from '../state/storage.ts';

const KEY = 'alai.staff.keys';

/** Whether single letters do something: whoever speaks to the computer, or shares it, can turn that off. */
class KeysState {
  #on = $state(local.get(KEY) !== 'off');
  get on(): boolean {
    return this.#on;
  }
  set on(on: boolean) {
    this.#on = on;
    local.set(KEY, on ? 'on' : 'off');
  }
}
export const keys = new KeysState();

export interface Shortcut {
  /** Of the keyboard event, so that the layout in use does not matter: KeyA is A, and Ф of a Russian layout. */
  code: string;
  label: () => string;
  run: () => void;
  /** Whether there is something to do; else the next one of the same key counts. */
  fits?: () => boolean;
}

/** The letter or sign on the key, as the list of keys shows it. */
export function keyName(code: string): string {
  return code === 'Slash' ? '?' : code.replace(/^Key/, '');
}

/** The shortcut that a key press means here; undefined while somebody writes, a dialog is open, or keys are off. */
export function shortcutOf(event: KeyboardEvent, shortcuts: readonly Shortcut[]): Shortcut | undefined {
  const { target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  if (target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')) return undefined;
  if (document.querySelector('dialog[open]') !== null) return undefined;
  // The list itself can always be asked for: there the keys are turned on again.
  if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) {
    return shortcuts.find(({ code }) => code === 'Slash');
  }
  if (!keys.on || event.shiftKey) return undefined;
  return shortcuts.find(({ code, fits }) => code === event.code && (fits?.() ?? true));
}
