import { expect, it } from 'vitest';
import { savesData } from '../../web/src/state/data-signs.ts';

it('data is spared for whoever asked for it, in whatever way their browser says so, and on a line of 2g', () => {
  for (const signs of [
    { saveData: true },
    { header: true },
    { reduced: true },
    { saveData: false, effectiveType: '2g' },
    { effectiveType: 'slow-2g' },
  ]) {
    expect(savesData(signs), JSON.stringify(signs)).toBe(true);
  }
  for (const signs of [{}, { saveData: false, effectiveType: '3g', reduced: false, header: false }]) {
    expect(savesData(signs), JSON.stringify(signs)).toBe(false);
  }
});
