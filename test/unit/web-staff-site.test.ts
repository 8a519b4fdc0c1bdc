import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATEGORY_ICONS, contrastOf, iconColorOn } from '../../server/contract/icons.ts';
import { newCategoryCode, orderWithNew } from '../../server/site/rules.ts';
import type { StaffCategory } from '../../server/contract/site.ts';
import { paragraphs } from '../../web/src/about/paragraphs.ts';
import { alikeColor, PALETTE, readColor } from '../../web/src/staff/site/colors.ts';
import {
  changesOf,
  differences,
  holidaysOfYear,
  lacksMovingHolidays,
  moved,
  rebased,
} from '../../web/src/staff/site/rules.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../server/root.ts';

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).toUpperCase().padStart(6, '0')}`);

describe('the picture of a category', () => {
  test('is seen on any colour that can be chosen', () => {
    fc.assert(fc.property(color, (ground) => contrastOf(ground, iconColorOn(ground)) >= 4.5));
  });

  test('is there for every name that the server knows', () => {
    const sprites = ['glyphs', 'more-glyphs'].map((file) =>
      readFileSync(path.join(ROOT, `web/src/ui/${file}.svg`), 'utf8'),
    );
    const drawn = [...sprites.join('').matchAll(/id="cat-(\w+)"/g)].map((found) => found[1]!);
    expect(drawn.sort()).toEqual([...CATEGORY_ICONS].sort());
  });
});

describe('a colour', () => {
  test('is read with or without its mark, in any letters, and nothing else is', () => {
    expect([readColor('#0072b2'), readColor(' 0072B2 '), readColor('#0072B2')]).toEqual(Array(3).fill('#0072B2'));
    for (const text of ['', 'red', '#072', '#0072B', '#0072B2FF', '0072BG']) expect(readColor(text)).toBeNull();
  });

  test('is told from others by eye: a hair’s breadth is alike, the palette is not', () => {
    const others = [{ color: '#0072B2', name: 'WATER' }];
    expect(alikeColor('#0274B3', others)?.name).toBe('WATER');
    expect(alikeColor('#D55E00', others)).toBeNull();
    expect(alikeColor('#0072B2', [])).toBeNull();
    for (const one of PALETTE) {
      const rest = PALETTE.filter((other) => other !== one).map((other) => ({ color: other }));
      expect(alikeColor(one, rest), one).toBeNull();
    }
  });
});

describe('what is edited while somebody else changes it', () => {
  const state = fc.record({ name: fc.constantFrom('a', 'b', 'c'), precision: fc.constantFrom(1, 2, 3) });

  test('keeps what was touched here, and follows in all else', () => {
    fc.assert(
      fc.property(state, state, state, (seen, edited, now) => {
        const both = rebased(seen, edited, now);
        for (const field of ['name', 'precision'] as const)
          expect(both[field]).toBe(edited[field] === seen[field] ? now[field] : edited[field]);
      }),
    );
  });

  test('sends only what differs, and shows what they made of it', () => {
    const seen = { name: { ky: 'Суу' }, urgent: false };
    expect(changesOf(seen, { name: { ky: 'Суу' }, urgent: true })).toEqual({ urgent: true });
    expect(differences(seen, { name: { ky: 'Жол' }, urgent: false })).toEqual([
      { field: 'name', before: { ky: 'Суу' }, after: { ky: 'Жол' } },
    ]);
  });
});

describe('an order', () => {
  test('moves past the next one that is shown, over those that are not', () => {
    const codes = ['A', 'old', 'B', 'C'];
    const shown = ['A', 'B', 'C'];
    expect(moved(codes, shown, 'A', 1)).toEqual(['old', 'B', 'A', 'C']);
    expect(moved(codes, shown, 'B', -1)).toEqual(['B', 'A', 'old', 'C']);
    expect([moved(codes, shown, 'A', -1), moved(codes, shown, 'C', 1)]).toEqual([null, null]);
  });

  test('loses and doubles no code, and there and back is where it was among the shown', () => {
    const all = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(all, fc.nat(), (codes, at) => {
        const code = codes[at % codes.length]!;
        const down = moved(codes, codes, code, 1);
        if (down === null) return;
        expect(down.toSorted()).toEqual(codes.toSorted());
        expect(moved(down, down, code, -1)).toEqual(codes);
      }),
    );
  });

  test('takes a new category in before the last one in use', () => {
    const one = (code: string, retired = false) => ({ code, retired }) as StaffCategory;
    expect(orderWithNew([one('A'), one('OTHER'), one('OLD', true), one('NEW')], 'NEW')).toEqual([
      'A',
      'NEW',
      'OTHER',
      'OLD',
    ]);
    expect(orderWithNew([one('NEW')], 'NEW')).toEqual(['NEW']);
  });
});

test('a new category gets a code that the database takes, whatever its English name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (name, taken) => {
      const code = newCategoryCode(name, taken);
      expect(code).toMatch(/^[A-Z][A-Z0-9]{1,31}$/);
      expect(taken).not.toContain(code);
    }),
  );
  expect(newCategoryCode('Stray dogs', ['STRAYDOGS', 'STRAYDOGS2'])).toBe('STRAYDOGS3');
  expect(newCategoryCode('Иттер', [])).toBe('CATEGORY');
});

describe('holidays', () => {
  const days = ['01-01', '03-21', '2026-03-20', '2026-05-27', '2027-03-10', '02-29'];

  test('of a year are those of every year and its own, in the order of the calendar', () => {
    expect(holidaysOfYear(days, 2026).map(({ day }) => day)).toEqual([
      '2026-01-01',
      '2026-03-20',
      '2026-03-21',
      '2026-05-27',
    ]);
    expect(holidaysOfYear(days, 2028).map(({ stored }) => stored)).toEqual(['01-01', '02-29', '03-21']);
  });

  test('lack the two that move until a year has them', () => {
    expect([2026, 2027, 2028].map((year) => lacksMovingHolidays(days, year))).toEqual([false, true, true]);
  });
});

test('an empty line begins a paragraph; nothing else is markup', () => {
  expect(paragraphs('Бир\nэки\n\n \r\n\r\n<b>Үч</b>\n')).toEqual(['Бир\nэки', '<b>Үч</b>']);
  expect(paragraphs(' \n\n ')).toEqual([]);
});
