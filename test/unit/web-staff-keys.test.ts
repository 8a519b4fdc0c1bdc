import { afterEach, describe, expect, it } from 'vitest';
import { RIGHTS_OF_ROLE } from '../../server/contract/rights.ts';
import { keys, keyName, shortcutOf, type Shortcut } from '../../web/src/staff/keys.svelte.ts';
import { REPORT_ACTIONS, reportShortcuts } from '../../web/src/staff/report/actions.ts';
import { Work } from '../../web/src/staff/report/work.svelte.ts';

const press = (code: string, more: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { code, ...more });
const shortcut = (code: string, fits = true): Shortcut => ({
  code,
  label: () => code,
  run: () => {},
  fits: () => fits,
});

afterEach(() => {
  keys.on = true;
  document.body.replaceChildren();
});

describe('a key', () => {
  it('means the first of its actions that there is something to do for', () => {
    const [hide, show] = [shortcut('KeyH', false), shortcut('KeyH')];
    expect(shortcutOf(press('KeyH'), [hide, show])).toBe(show);
    expect(shortcutOf(press('KeyH'), [hide])).toBeUndefined();
  });

  it('means nothing with Ctrl, held down, in an open dialog, or when keys are off, but the list of keys still opens', () => {
    const list = shortcut('Slash');
    const all = [shortcut('KeyA'), list];
    for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }, { shiftKey: true }])
      expect(shortcutOf(press('KeyA', more), all)).toBeUndefined();
    const dialog = document.createElement('dialog');
    dialog.setAttribute('open', '');
    document.body.append(dialog);
    expect(shortcutOf(press('KeyA'), all)).toBeUndefined();
    dialog.remove();
    keys.on = false;
    expect(shortcutOf(press('KeyA'), all)).toBeUndefined();
    expect(shortcutOf(press('Slash', { shiftKey: true }), all)).toBe(list);
  });
});

describe('the keys of a report', () => {
  it('share a letter only where never both can be done, and leave those of the queue free', () => {
    const byLetter = new Map<string, string[]>();
    for (const [name, { code }] of Object.entries(REPORT_ACTIONS))
      byLetter.set(keyName(code), [...(byLetter.get(keyName(code)) ?? []), name]);
    expect([...byLetter.values()].filter((names) => names.length > 1)).toEqual([
      ['hide', 'show'],
      ['resolve', 'reopen'],
    ]);
    for (const letter of ['J', 'K', 'U', '?']) expect(byLetter.has(letter)).toBe(false);
  });

  it('are those of one’s rights', () => {
    const work = new Work(() => {});
    const lettersOf = (role: keyof typeof RIGHTS_OF_ROLE) =>
      reportShortcuts(work, (right) => RIGHTS_OF_ROLE[role].includes(right)).map(({ code }) => keyName(code));
    expect(lettersOf('planner')).toEqual([]);
    expect(lettersOf('official')).toEqual(['Q', 'N', 'T', 'L', 'V', 'V', 'O', 'W']);
    expect(lettersOf('moderator')).toHaveLength(Object.keys(REPORT_ACTIONS).length);
    for (const { fits } of reportShortcuts(work, () => true)) expect(fits!()).toBe(false);
  });
});
