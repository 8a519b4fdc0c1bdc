import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDay } from '../../server/filters/time.ts';
import { addWorkingDays, holidaysOf } from '../../server/reports/staff/working-days.ts';

const none = new Set<string>();
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

describe('a term in working days', () => {
  test('counts neither weekends nor holidays, those of one year or of every year', () => {
    expect(addWorkingDays('2026-03-02', 5, none)).toBe('2026-03-09');
    expect(addWorkingDays('2026-03-06', 1, none)).toBe('2026-03-09');
    expect(addWorkingDays('2026-03-06', 1, holidaysOf(['2026-03-09']))).toBe('2026-03-10');
    expect(addWorkingDays('2027-04-30', 1, holidaysOf(['05-01', '05-03']))).toBe('2027-05-04');
    expect(addWorkingDays('2026-03-07', 0, none)).toBe('2026-03-07');
  });

  test('ends on a working day with just so many of them before it', () => {
    const days = fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 60 }), fc.array(days, { maxLength: 30 }), (from, term, free) => {
        const holidays = holidaysOf(free);
        const end = addWorkingDays(from, term, holidays);
        let counted = 0;
        for (let n = dayNumber(from) + 1; n <= dayNumber(end); n++) {
          const day = new Date(n * 86_400_000);
          if (day.getUTCDay() % 6 !== 0 && !holidays.has(day.toISOString().slice(0, 10))) counted += 1;
        }
        expect(counted).toBe(term);
        expect([0, 6]).not.toContain(new Date(`${end}T00:00:00Z`).getUTCDay());
      }),
    );
  });

  test('ends although every day is a holiday, and takes no setting that is none', () => {
    const all = Array.from({ length: 366 }, (_, n) => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(5, 10));
    expect(addWorkingDays('2026-01-01', 14, holidaysOf(all))).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const setting of [null, 'x', 7, [null, {}, '1-1']]) expect(holidaysOf(setting).size).toBe(0);
  });

  test('begins on the day it is in Osh', () => {
    expect(localDay(new Date('2026-03-01T18:00:00Z'))).toBe('2026-03-02');
    expect(localDay(new Date('2026-03-01T17:59:59Z'))).toBe('2026-03-01');
  });
});
