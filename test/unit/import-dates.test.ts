import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../server/import/reports/dates.ts';

const two = (number: number) => String(number).padStart(2, '0');
const FIRST = new Date('1900-01-01T12:00:00Z');
const LAST = new Date('2199-12-31T00:00:00Z');
const instants = fc
  .date({ min: FIRST, max: LAST, noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

/** Parts of an instant as a clock in Osh shows them. */
function clock(instant: Date) {
  const local = new Date(instant.getTime() + 6 * 3_600_000);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
  };
}

describe('dates of imported files', () => {
  it.each([
    ['2024-03-01', '2024-02-29T18:00:00.000Z'],
    ['2024-03-01T10:00:00Z', '2024-03-01T10:00:00.000Z'],
    ['2024-03-01 10:00', '2024-03-01T04:00:00.000Z'],
    ['2024-03-01T10:00:00.250+0300', '2024-03-01T07:00:00.250Z'],
    ['2024/03/01 10:00:00+00', '2024-03-01T10:00:00.000Z'],
    ['03/01/2024 12:05:09 AM', '2024-02-29T18:05:09.000Z'],
    ['03/01/2024 12:05:09 PM', '2024-03-01T06:05:09.000Z'],
    ['3/1/2024', '2024-02-29T18:00:00.000Z'],
    ['01.03.2024', '2024-02-29T18:00:00.000Z'],
    ['01.03.2024 09:30', '2024-03-01T03:30:00.000Z'],
    [' 29.02.2024 ', '2024-02-28T18:00:00.000Z'],
  ])('reads %s as %s', (text, instant) => {
    expect(parseDate(text)).toBe(instant);
  });

  it.each([
    '',
    'yesterday',
    '2024',
    '2023-02-29',
    '30.02.2024',
    '02/30/2024',
    '13/01/2024',
    '2024-13-01',
    '2024-01-01T24:00',
    '2024-01-01T10:60',
    '01/01/2024 13:00 PM',
    '01/01/2024 00:00 AM',
    '1899-12-31',
    '2024-01-01T10:00+15:00',
    '2024-01/01',
    '1709251200',
    'NaN',
    '01.01.24',
  ])('refuses %s', (text) => {
    expect(parseDate(text)).toBeNull();
  });

  it('reads back every second in each of the three forms', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const { year, month, day, hour, minute, second } = clock(instant);
        const time = `${two(minute)}:${two(second)}`;
        const texts = [
          instant.toISOString(),
          `${year}-${two(month)}-${two(day)}T${two(hour)}:${time}+06:00`,
          `${year}-${two(month)}-${two(day)} ${two(hour)}:${time}`,
          `${two(month)}/${two(day)}/${year} ${two(hour % 12 || 12)}:${time} ${hour < 12 ? 'AM' : 'PM'}`,
          `${two(day)}.${two(month)}.${year} ${two(hour)}:${time}`,
        ];
        expect(texts.map(parseDate)).toEqual(texts.map(() => instant.toISOString()));
      }),
    );
  });

  it('gives a valid instant or null for any text whatever', () => {
    const likely = fc.stringMatching(
      /^[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}[ T]?[0-9:]{0,8} ?(AM|PM|Z|[+-][0-9:]{2,5})?$/,
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), likely), (text) => {
        const parsed = parseDate(text);
        expect(parsed === null || new Date(parsed).toISOString() === parsed).toBe(true);
      }),
    );
  });
});
