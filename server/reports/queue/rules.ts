import type { Mark } from '../../contract/staff-queue.ts';
import { folded } from '../rules.ts';

/** A stretch of a text that somebody should look at twice. Offsets count UTF-16 code units, as strings in browsers do. */
export interface MarkedPart {
  mark: Mark;
  start: number;
  end: number;
}

const LETTER = '[\\p{L}\\p{M}]';
const NOT_IN_WORD = `(?<!${LETTER})`;
const END_OF_WORD = `(?!${LETTER})`;

/** Digits with what people put between them. Nine or more are a phone; after +996 or 0 as few as seven are dialled here. */
const PHONE = /(?<!\d)(?:\+?\d[\s().-]{0,2}){6,15}(?!\d)/gu;
const PHONE_DIGITS = { min: 9, max: 15 } as const;

/** Plates of Kyrgyzstan: 01KG123ABC, 01 123 ABC, and the older B 1234 AB; Latin letters or the Cyrillic ones that look alike. */
const PLATE_LETTER = '[A-ZАВЕКМНОРСТУХ]';
const PLATE = new RegExp(
  `${NOT_IN_WORD}(?<!\\d)(?:0[1-9]\\s?-?(?:K\\s?G|К\\s?Г)?\\s?-?\\d{3}\\s?${PLATE_LETTER}{2,3}|${PLATE_LETTER}\\s?-?\\d{4}\\s?-?${PLATE_LETTER}{1,2})${END_OF_WORD}(?!\\d)`,
  'giu',
);

/**
 * Names as they are written here: a surname ending beside another capitalised word (Асанов Бакыт, Бакыт Асанова), Kyrgyz
 * patronymics (Асан уулу, Бакыт кызы), Russian ones (Иванович, Ивановна), and what follows a form of address (Айгүл эже).
 */
const CAPITALISED = '\\p{Lu}[\\p{Ll}\\p{M}]+';
const SURNAME = '\\p{Lu}[\\p{Ll}\\p{M}]+(?:ов|ев|ова|ева|ин|ина|ский|ская|баев|баева|беков|бекова)';
const NAMES = [
  `${CAPITALISED}\\s+${SURNAME}(?:\\s+${CAPITALISED}|\\s+\\p{Lu}\\.)?`,
  `${SURNAME}\\s+(?:${CAPITALISED}|\\p{Lu}\\.)`,
  `${CAPITALISED}\\s+(?:уулу|кызы)`,
  `(?:${CAPITALISED}\\s+)?${CAPITALISED}(?:ович|евич|овна|евна)`,
  `${CAPITALISED}\\s+(?:эже|байке|ава|агай|эжеке|апа|ата)`,
];
const NAME = new RegExp(`${NOT_IN_WORD}(?:${NAMES.join('|')})${END_OF_WORD}`, 'gu');

/** Stems of what is said in anger, folded: every ending follows. A mark, never a refusal: a person decides. */
const ABUSE_STEMS = [
  ...['акмак', 'айбан', 'келесоо', 'мал экен', 'иттин баласы', 'итсиз', 'сволоч', 'шүмшүк', 'наадан', 'маңкурт'],
  ...[
    'дурак',
    'идиот',
    'дебил',
    'твар',
    'скотин',
    'ублюд',
    'мраз',
    'урод',
    'кретин',
    'придур',
    'сука',
    'суки',
    'суку',
    'сукой',
    'сучк',
    'бляд',
    'хуй',
    'хуе',
    'пизд',
    'ебан',
    'мудак',
    'гандон',
  ],
  ...['убью', 'өлтүрөм', 'сожгу', 'өрттөйм'],
];
const ABUSE = new RegExp(`${NOT_IN_WORD}(?:${ABUSE_STEMS.map(folded).join('|')})${LETTER}*`, 'gu');

/** Everything in a text that looks like a phone number, a car's plate, a person's name or abuse, by its place in the text. */
export function marksOf(text: string): MarkedPart[] {
  const found: MarkedPart[] = [];
  const add = (mark: Mark, pattern: RegExp, haystack: string, fits: (part: string) => boolean = () => true) => {
    for (const match of haystack.matchAll(pattern)) {
      const part = match[0].trimEnd();
      if (fits(part)) found.push({ mark, start: match.index, end: match.index + part.length });
    }
  };
  add('phone', PHONE, text, (part) => isPhone(part));
  add('plate', PLATE, text);
  add('name', NAME, text);
  // Folding letter by letter keeps every place; where a capital's small form is longer, the text is left as it is.
  const small = folded(text);
  add('abuse', ABUSE, small.length === text.length ? small : text);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

function isPhone(part: string): boolean {
  const digits = part.replace(/\D/g, '').length;
  return digits >= PHONE_DIGITS.min && digits <= PHONE_DIGITS.max;
}

/** One waiting report with what decides its place in the queue. */
export interface Waiting {
  /** Of a category that cannot wait. */
  urgent: boolean;
  marks: { description: MarkedPart[]; landmark: MarkedPart[] };
  claimedBy: string | null;
}

/** The order of work: what nobody has first; then urgent kinds, then texts with marks, each from the oldest on (the order they come in). */
export function inOrderOfWork<T extends Waiting>(oldestFirst: readonly T[]): T[] {
  const rank = (item: T) =>
    (item.claimedBy === null ? 0 : 4) +
    (item.urgent ? 0 : 2) +
    (item.marks.description.length + item.marks.landmark.length > 0 ? 0 : 1);
  return oldestFirst.toSorted((a, b) => rank(a) - rank(b));
}
