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

/** Digits with what people put between them: 0555 12-34-56, +996 (555) 123 456, 0555 - 12 - 34 - 56, 0555/123456. */
const PHONE = /(?<!\d)(?:\+?\d[\s()./\-–—]{0,3}){6,15}(?!\d)/gu;
const PHONE_DIGITS = { min: 9, max: 15 } as const;
/** As many digits, and no phone: a day before an hour, a place on the map, a sum of money. */
const DAY =
  /(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d|(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01]))(?!\d)/gu;
const PLACE = /^\d{1,3}\.\d{4,}/;
const MONEY = /^\s*(?:сом|тыйын|тийин|руб|тыс|миң|млн|som|\$|€)/iu;

/** Plates of Kyrgyzstan: 01KG123ABC, 01 123 ABC; Latin letters or the Cyrillic ones that look alike. */
const PLATE_LETTER = '[A-ZАВЕКМНОРСТУХ]';
const PLATE = new RegExp(
  `${NOT_IN_WORD}(?<!\\d)0[1-9]\\s?-?(?:K\\s?G|К\\s?Г)?\\s?-?\\d{3}\\s?${PLATE_LETTER}{2,3}${END_OF_WORD}(?!\\d)`,
  'giu',
);
/** The older ones: B 1234 AB, or without spaces b1234ab. In small letters with spaces it would be "с 2019 на" as well. */
const OLD_PLATE = new RegExp(
  `${NOT_IN_WORD}${PLATE_LETTER}\\s?-?\\d{4}\\s?-?${PLATE_LETTER}{1,2}${END_OF_WORD}(?!\\d)`,
  'gu',
);
const OLD_PLATE_SMALL = new RegExp(
  `${NOT_IN_WORD}${PLATE_LETTER.toLowerCase()}\\d{4}${PLATE_LETTER.toLowerCase()}{1,2}${END_OF_WORD}(?!\\d)`,
  'gu',
);

/**
 * Names as they are written here: a surname ending beside another capitalised word (Асанов Бакыт, Бакыт Асановага) or initials
 * (И. Иванову), Kyrgyz patronymics (Асан уулу, Бакыт кызынын), Russian ones (Ивановичу, Ивановны), and what follows a form
 * of address (Айгүл эжеге). Each in any case of both languages.
 */
const STREET =
  '(?!(?:[Уу]л|[Пп]роспект|[Пп]ереул|[Шш]кол|[Мм]ектеп|[Кк]өч|[Кк]онуш|[Рр]айон|[Аа]йыл|[Кк]вартал)\\p{Ll}*\\.?\\s)';
const CAPITALISED = `${STREET}\\p{Lu}[\\p{Ll}\\p{M}]+`;
/** Kyrgyz cases after a vowel or a soft consonant: -нын, -ды, -га, -да, -дан, -лар… */
const CASE = '(?:[дн][ыиуү]н?|г[аеоө]|д[аеоө]н?|[лд][аеоө]р\\p{Ll}*)?';
const SURNAME = `\\p{Lu}[\\p{Ll}\\p{M}]+(?:(?:[оеё]в|ин)(?:а|у|ым|е|ых|ы|ой|ою)?|ск(?:ий|ая|ого|ому|им|ую|ой))${CASE}`;
const INITIAL = '\\p{Lu}\\.';
const NAMES = [
  `${CAPITALISED}\\s+${SURNAME}(?:\\s+${CAPITALISED}|\\s+${INITIAL})?`,
  `${SURNAME}\\s+(?:${CAPITALISED}|${INITIAL})`,
  `${INITIAL}\\s?(?:${INITIAL}\\s?)?${SURNAME}`,
  `${CAPITALISED}\\s+(?:уулу|кызы)(?:н\\p{Ll}{0,2})?`,
  `(?:${CAPITALISED}\\s+)?${CAPITALISED}(?:(?:ович|евич|ьич)(?:а|у|ем|е)?|(?:овн|евн|иничн)(?:а|ы|у|ой|е))`,
  `${CAPITALISED}\\s+(?:эже|байке|ава|агай|апа|ата|аксакал)(?:ке)?[мң]?${CASE}`,
];
const NAME = new RegExp(`${NOT_IN_WORD}(?:${NAMES.join('|')})${END_OF_WORD}`, 'gu');

/** Stems of what is said in anger, folded: every ending follows. A mark, never a refusal: a person decides. */
const ABUSE_STEMS = [
  ...['акмак', 'айбан', 'келесоо', 'мал экен', 'иттин баласы', 'итсиз', 'сволоч', 'шүмшүк', 'наадан', 'маңкурт'],
  ...['жинди', 'мээсиз', 'жалап', 'энеңди', 'көтүң', 'сигей', 'сиктим'],
  ...['дурак', 'идиот', 'дебил', 'твар', 'скотин', 'ублюд', 'мраз', 'урод', 'кретин', 'придур', 'мудак', 'гандон'],
  ...['подонк', 'мерзав', 'гнид', 'тупиц', 'пидор', 'пидар', 'шлюх', 'говн', 'дерьм', 'жопа', 'жопу', 'жопе'],
  // Not долбо alone: долбоор is a project.
  ...['сука', 'суки', 'суку', 'сукой', 'сучк', 'бляд', 'блят', 'пизд', 'нахер', 'долбое'],
  ...['убью', 'зарежу', 'взорву', 'прибью', 'сожгу', 'өлтүрөм', 'өлтүрөбүз', 'өрттөйм', 'өрттөйбүз'],
];
/** Words that come with many beginnings. */
const ABUSE_PATTERNS = ['бля(?!\\p{L})', '(?:на|по|о|за)?ху[йея]', '(?:за|вы|у|до|на|по|разъ|съ|отъ)?еб(?:а|у|л|и|о)'];
const ABUSE = new RegExp(
  `${NOT_IN_WORD}(?:${[...ABUSE_STEMS.map(folded), ...ABUSE_PATTERNS].join('|')})${LETTER}*`,
  'gu',
);

/** Everything in a text that looks like a phone number, a car's plate, a person's name or abuse, by its place in the text. */
export function marksOf(text: string): MarkedPart[] {
  const found: MarkedPart[] = [];
  const add = (mark: Mark, pattern: RegExp, haystack: string, fits = (_part: string, _after: string) => true) => {
    for (const match of haystack.matchAll(pattern)) {
      const part = match[0].trimEnd();
      const end = match.index + part.length;
      if (fits(part, haystack.slice(end))) found.push({ mark, start: match.index, end });
    }
  };
  add('phone', PHONE, text, isPhone);
  for (const plate of [PLATE, OLD_PLATE, OLD_PLATE_SMALL]) add('plate', plate, text);
  add('name', NAME, text);
  // Folding letter by letter keeps every place; where a capital's small form is longer, the text is left as it is.
  const small = folded(text);
  add('abuse', ABUSE, small.length === text.length ? small : text);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

function isPhone(part: string, after: string): boolean {
  if (PLACE.test(part) || MONEY.test(after)) return false;
  const digits = part.replace(DAY, '').replace(/\D/g, '').length;
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
