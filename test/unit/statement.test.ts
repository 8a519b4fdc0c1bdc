import { expect, test } from 'vitest';
import { parseStatement } from '../../server/db/statement.ts';

test('names become numbers in the order of the params line, casts stay', () => {
  expect(parseStatement('x', "-- Does it.\n-- params: b, a\nselect :a::text, :b, :a, '12:30'::time")).toMatchObject({
    text: "select $2::text, $1, $2, '12:30'::time",
    params: ['b', 'a'],
  });
});

test.each([
  ['select 1', 'the first line must say what it does'],
  ['-- Does it.\nselect 1', 'the second line must be'],
  ['-- Does it.\n-- params: a\nselect :b', ':b is not named'],
  ['-- Does it.\n-- params: a, b\nselect :a', 'b is named in "-- params:" but not used'],
])('a query file that says %j does not load', (source, message) => {
  expect(() => parseStatement('x', source)).toThrow(message);
});
