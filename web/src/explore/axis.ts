/** Where the words and numbers of charts stand. Pure: positions in px from sizes in px. */
import type { Language } from '../../../server/contract/enums.ts';
import { monthShort } from '../i18n/months.ts';
import { binAfter, binStart, dayNumber } from './calendar.ts';

/** Widest a character of the axis is, px: digits and Cyrillic letters at 12 px. */
const CHARACTER_PX = 6.8;
/** Between two labels, px. */
const LABEL_GAP = 8;
/** Months from one label to the next, in steps that a reader can follow. */
const STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 600];

export interface Label {
  x: number;
  text: string;
}

/** Width of a text on an axis at most, px. */
export function textWidth(text: string): number {
  return text.length * CHARACTER_PX;
}

/**
 * Names of months under the days from `start` to `end` (exclusive), drawn on so many px: as many as have room, at even
 * steps, each beginning where its month begins. The year stands with the first and with every January.
 */
export function monthLabels(start: string, end: string, width: number, language: Language): Label[] {
  const from = dayNumber(start);
  const days = Math.max(dayNumber(end) - from, 1);
  const x = (day: string): number => ((dayNumber(day) - from) / days) * width;
  for (const step of STEPS) {
    const labels = labelsEvery(step, start, end).map(({ day, year }) => ({
      x: x(day),
      text: year ? `${monthShort(day, language)} ${day.slice(0, 4)}` : monthShort(day, language),
    }));
    const crowded = labels.some(
      ({ x, text }, i) => i + 1 < labels.length && x + textWidth(text) + LABEL_GAP > labels[i + 1]!.x,
    );
    if (!crowded) return labels.filter(({ x, text }) => x + textWidth(text) <= width);
  }
  return [];
}

/** First days of every nth month from `start` on; without any, `start` itself. */
function labelsEvery(step: number, start: string, end: string): { day: string; year: boolean }[] {
  const days: string[] = [];
  let day = binStart(start, 'month');
  if (day < start) day = binAfter(day, 'month');
  for (; day < end; day = binAfter(day, 'month')) {
    const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
    if (months % step === 0) days.push(day);
  }
  if (days.length === 0) days.push(start);
  return days.map((day, i) => ({ day, year: i === 0 || day.slice(5, 7) === '01' }));
}
