/** Names of months and days in words. Like format.ts it asks no Intl: Chromium has no Kyrgyz. */
import type { Language } from '../../../server/contract/enums.ts';

/** As a title; in Russian and English also inside a sentence. */
const NAMES: Record<Language, readonly string[]> = {
  ky: words('январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'),
  ru: words('январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'),
  en: words('January February March April May June July August September October November December'),
};
/** As an axis has room for. */
const SHORT: Record<Language, readonly string[]> = {
  ky: words('янв фев мар апр май июн июл авг сен окт ноя дек'),
  ru: words('янв фев мар апр май июн июл авг сен окт ноя дек'),
  en: words('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'),
};
/** After the number of a day: "1-марты", "1 марта", "1 March". */
const OF_DAY: Record<Language, readonly string[]> = {
  ky: words('январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры'),
  ru: words('января февраля марта апреля мая июня июля августа сентября октября ноября декабря'),
  en: NAMES.en,
};

function words(text: string): readonly string[] {
  return text.split(' ');
}

/** [year, month from 0, day] of YYYY-MM or YYYY-MM-DD. */
function parts(day: string): [number, number, number] {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return [year, month - 1, date];
}

/** "мар", of YYYY-MM or YYYY-MM-DD. */
export function monthShort(day: string, language: Language): string {
  return SHORT[language][parts(day)[1]]!;
}

/** "март 2026", of YYYY-MM or YYYY-MM-DD. */
export function monthName(day: string, language: Language): string {
  const [year, month] = parts(day);
  return `${NAMES[language][month]!} ${year}`;
}

/** "2026-жылдын 1-марты", "1 марта 2026", "1 March 2026", of YYYY-MM-DD: what a screen reader can read out. */
export function dayInWords(day: string, language: Language): string {
  const [year, month, date] = parts(day);
  const name = OF_DAY[language][month]!;
  return language === 'ky' ? `${year}-жылдын ${date}-${name}` : `${date} ${name} ${year}`;
}
