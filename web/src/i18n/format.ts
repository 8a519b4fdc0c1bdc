/**
 * Dates and numbers as people here write them. Chromium has no Kyrgyz locale data and would fall back to US English, so
 * nothing in this file asks Intl.
 */
import type { Language } from '../../../server/contract/enums.ts';

/** Asia/Bishkek: UTC+6 all year since 2005. */
const BISHKEK_OFFSET_MS = 6 * 3_600_000;
/** Narrow no-break space: thin, and never the end of a line. */
const THIN_SPACE = '\u202f';

/** The moment as it stands on a clock in Osh, readable with the getUTC... functions. */
function inBishkek(moment: string | number | Date): Date {
  return new Date(new Date(moment).getTime() + BISHKEK_OFFSET_MS);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** DD.MM.YYYY in Asia/Bishkek. @param moment RFC 3339 text, milliseconds or Date */
export function formatDate(moment: string | number | Date): string {
  const date = inBishkek(moment);
  return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
}

/**
 * 1 234 and 6,5; in English 1,234 and 6.5. @param digits most digits after the comma; trailing zeros are not shown
 */
export function formatNumber(value: number, language: Language, digits = 1): string {
  const english = language === 'en';
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, english ? ',' : THIN_SPACE);
  const shown = fraction.replace(/0+$/, '');
  const zero = Number(whole) === 0 && shown === '';
  return `${value < 0 && !zero ? '−' : ''}${grouped}${shown === '' ? '' : (english ? '.' : ',') + shown}`;
}

/** 31 % (31% in English) of a share 0..1; whole per cent. */
export function formatPercent(share: number, language: Language): string {
  return formatNumber(share * 100, language, 0) + (language === 'en' ? '%' : `${THIN_SPACE}%`);
}

/** 150 м, 1,2 км. @param metres length in metres */
export function formatMetres(metres: number, language: Language): string {
  const [metre, kilometre] = language === 'en' ? ['m', 'km'] : ['м', 'км'];
  return metres < 1_000
    ? `${formatNumber(metres, language, 0)}${THIN_SPACE}${metre}`
    : `${formatNumber(metres / 1_000, language)}${THIN_SPACE}${kilometre}`;
}

/** A tracking code as people read it aloud: groups of four joined by a hyphen. */
export function formatCode(code: string): string {
  return code.replace(/[^0-9A-Za-z]/g, '').replace(/(.{4})(?=.)/g, '$1-');
}
