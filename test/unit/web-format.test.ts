import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCode, formatDate, formatMetres, formatNumber, formatPercent } from '../../web/src/i18n/format.ts';

const THIN = '\u202f';

describe('dates in Osh', () => {
  it('are six hours ahead of UTC, all year', () => {
    expect(formatDate('2026-11-19T18:30:00Z')).toBe('20.11.2026');
    expect(formatDate('2026-07-01T17:59:59Z')).toBe('01.07.2026');
    expect(formatDate('2025-12-31T18:00:00Z')).toBe('01.01.2026');
  });

  it('do not depend on the time zone or the language of the phone', () => {
    const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const [day, month, year] = formatDate(date).split('.').map(Number) as [number, number, number];
        const hours = (date.getTime() - Date.UTC(year, month - 1, day)) / 3_600_000;
        expect(hours).toBeGreaterThanOrEqual(-6);
        expect(hours).toBeLessThan(18);
      }),
    );
  });
});

describe('numbers', () => {
  it('have a thin space and a comma in Kyrgyz and Russian, and neither in English', () => {
    expect(formatNumber(1234, 'ky')).toBe(`1${THIN}234`);
    expect(formatNumber(1_234_567.89, 'ru', 2)).toBe(`1${THIN}234${THIN}567,89`);
    expect(formatNumber(6.5, 'ky')).toBe('6,5');
    expect(formatNumber(1234.5, 'en')).toBe('1,234.5');
    expect(formatNumber(-0.04, 'ky')).toBe('0');
    expect(formatNumber(-3, 'ru')).toBe('−3');
  });

  it('stand before their unit with a thin space', () => {
    expect(formatPercent(0.307, 'ky')).toBe(`31${THIN}%`);
    expect(formatPercent(1, 'en')).toBe('100%');
    expect(formatMetres(150, 'ru')).toBe(`150${THIN}м`);
    expect(formatMetres(1250, 'en')).toBe(`1.3${THIN}km`);
  });

  it('can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (value) => {
        expect(Number(formatNumber(value, 'ky').replaceAll(THIN, '').replace('−', '-'))).toBe(value);
      }),
    );
  });
});

it('a tracking code is written in groups of four, however it was typed', () => {
  expect(formatCode('7KM4WQ89')).toBe('7KM4-WQ89');
  expect(formatCode('7km4 wq89xy')).toBe('7km4-wq89-xy');
  expect(formatCode('')).toBe('');
});
