import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marksOf } from '../../server/reports/queue/rules.ts';

const found = (text: string) => marksOf(text).map(({ mark, start, end }) => `${mark}: ${text.slice(start, end)}`);

describe('a moderator is shown', () => {
  test.each([
    ['Чалыңыз 0555 12-34-56 же +996 (700) 11 22 33', ['phone: 0555 12-34-56', 'phone: +996 (700) 11 22 33']],
    ['тел.:996555123456!', ['phone: 996555123456']],
    ['Машина 01KG123ABC жолду тосту', ['plate: 01KG123ABC']],
    ['номери 08 123 АВС, эски В 1234 АВ', ['plate: 08 123 АВС', 'plate: В 1234 АВ']],
    ['Кошунам Асан уулу Бакыт суу ачпайт', ['name: Асан уулу']],
    ['Жооптуу Токтогулова Айгүл келбейт', ['name: Жооптуу Токтогулова Айгүл']],
    ['Обещал Иванов И. и Сергей Петрович', ['name: Обещал Иванов И.', 'name: Сергей Петрович']],
    ['Айгүл эже айтты', ['name: Айгүл эже']],
    ['Бул АКМАКТАР качан оңдошот', ['abuse: АКМАКТАР']],
    ['Тварями их назвать мало', ['abuse: Тварями']],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expect.arrayContaining(expected));
  });

  test.each([
    'Жолдо чоң чуңкур бар, балдар мектепке бара албайт.',
    'Суу 2026-жылдын 12-мартынан бери жок, 15 үй.',
    'Нет света с 10:00 до 18:00, 3 столба, улица 7, дом 12.',
    'Ленин көчөсүндө 120 метр жол жок. Скотомогильник, суктук.',
    '220 вольт, 10 кВ, 1 500 сом',
  ])('nothing in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

test('a phone number is found whatever is written around it and between its digits', () => {
  const separators = fc.constantFrom('', ' ', '-', ' - '.trim(), '.');
  const around = fc.constantFrom('', ' ', 'тел ', ', ', '(', '!', '\n', 'чал');
  fc.assert(
    fc.property(fc.stringMatching(/^[2579]\d{8}$/), separators, around, around, (digits, between, before, after) => {
      const number = `0${digits}`.replace(/(\d{4})(\d{2})(\d{2})(\d{2})/, `$1${between}$2${between}$3${between}$4`);
      const text = `${before}${number}${after}`;
      const phones = marksOf(text).filter(({ mark }) => mark === 'phone');
      expect(phones.map(({ start, end }) => text.slice(start, end).replace(/\D/g, ''))).toEqual([`0${digits}`]);
    }),
  );
});

test('marks lie inside the text, in order, whatever it is, and never take long', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const marks = marksOf(text);
      for (const { start, end } of marks) expect(0 <= start && start < end && end <= text.length).toBe(true);
      expect(marks.map(({ start }) => start)).toEqual(marks.map(({ start }) => start).sort((a, b) => a - b));
    }),
  );
  // Texts made to send a pattern back and forth; a hang here would fail the run.
  for (const part of ['0 ', 'А', 'Аа ', '1-', 'АаовАаов ', '01 ']) marksOf(part.repeat(4000 / part.length));
});
