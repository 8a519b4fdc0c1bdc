import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  monthsBefore,
  parseDay,
  periodOf,
  PERIODS,
  periodStart,
  today,
  writeDay,
} from '../../web/src/explore/period.ts';

describe('periods of the time filter', () => {
  it('know which day it is in Osh while it is still yesterday in Greenwich', () => {
    expect(today(Date.parse('2026-11-19T17:59:59Z'))).toBe('2026-11-19');
    expect(today(Date.parse('2026-11-19T18:00:00Z'))).toBe('2026-11-20');
  });

  it('count thirty days with today among them', () => {
    expect(periodStart('days30', '2026-11-20')).toBe('2026-10-22');
  });

  it('go back whole months, to the last day of a shorter one', () => {
    expect(monthsBefore('2026-05-31', 3)).toBe('2026-02-28');
    expect(monthsBefore('2024-05-31', 3)).toBe('2024-02-29');
    expect(monthsBefore('2026-01-15', 12)).toBe('2025-01-15');
    expect(periodStart('months3', '2026-11-20')).toBe('2026-08-21');
  });

  it('are recognised again from the dates in the address', () => {
    for (const period of PERIODS) {
      expect(periodOf({ from: periodStart(period, '2026-11-20'), to: null }, '2026-11-20')).toBe(period);
    }
    expect(periodOf({ from: '2026-11-01', to: null }, '2026-11-20')).toBeNull();
    expect(periodOf({ from: null, to: '2026-11-21' }, '2026-11-20')).toBeNull();
  });

  it('move a day there and back again', () => {
    const day = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (date, days) => {
        const start = date.toISOString().slice(0, 10);
        expect(addDays(addDays(start, days), -days)).toBe(start);
      }),
    );
  });

  it('take a date in every way people type it', () => {
    for (const text of ['2026-03-01', '1.3.2026', '01.03.2026', ' 01/03/26 ', '1-3-2026', '01 03 2026', '01032026']) {
      expect(parseDay(text)).toBe('2026-03-01');
    }
  });

  it('do not take a day that no calendar has', () => {
    for (const text of ['31.02.2026', '0.1.2026', '12.13.2026', '2026-03-01x', 'кечээ', ''])
      expect(parseDay(text)).toBeNull();
  });

  it('read every date as it was written', () => {
    const day = fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(parseDay(writeDay(iso))).toBe(iso);
      }),
    );
  });
});
