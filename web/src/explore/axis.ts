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

/** Top of an axis of counts: the smallest round even number that is not below `most`, so that its half is whole too. */
export function axisTop(most: number): number {
  let power = 1;
  for (;;) {
    for (const round of [2, 4, 6, 8, 10]) if (round * power >= most) return round * power;
    power *= 10;
  }
}

/**
 * Names of months centred under points that are so many px apart: every nth, the last one always among them. Over more
 * than one year each year is named where it is met first.
 */
export function pointLabels(
  months: readonly string[],
  step: number,
  language: Language,
): { index: number; text: string }[] {
  const years = months[0]?.slice(0, 4) !== months.at(-1)?.slice(0, 4);
  const text = (month: string, year: boolean): string =>
    year ? `${monthShort(month, language)} ${month.slice(0, 4)}` : monthShort(month, language);
  const widest = Math.max(...months.map((month) => textWidth(text(month, years)))) + LABEL_GAP;
  const every = STEPS.find((nth) => nth * step >= widest) ?? months.length;
  const shown = months.flatMap((month, index) => ((months.length - 1 - index) % every === 0 ? [{ month, index }] : []));
  return shown.map(({ month, index }, i) => ({
    index,
    text: text(month, years && month.slice(0, 4) !== shown[i - 1]?.month.slice(0, 4)),
  }));
}

/** Two positions in [top, bottom] moved apart until so many px lie between them, each as little as can be. */
export function apart(a: number, b: number, gap: number, top: number, bottom: number): [number, number] {
  if (Math.abs(a - b) >= gap) return [a, b];
  const middle = Math.min(Math.max((a + b) / 2, top + gap / 2), bottom - gap / 2);
  // At the same height the first stands above.
  return a <= b ? [middle - gap / 2, middle + gap / 2] : [middle + gap / 2, middle - gap / 2];
}
