import { Type } from 'typebox';
import type { Catalog } from '../catalog/rules.ts';
import { LANGUAGES, type Language, type Status } from '../contract/enums.ts';
import type { Names } from '../contract/catalog.ts';
import { localDay } from '../filters/time.ts';
import { problem } from '../http/problem.ts';

export const LANGUAGE_PROPERTY = {
  lang: Type.Optional(Type.String({ description: 'adds names in this language: ky, ru, en' })),
};

/** `?lang=`; null when absent: then only codes are exported. Throws invalid_input with the value. */
export function parseLanguage(text: string | undefined): Language | null {
  if (text === undefined) return null;
  if ((LANGUAGES as readonly string[]).includes(text)) return text as Language;
  throw problem('invalid_input', `lang=${text.slice(0, 40)}`, { errors: [{ path: 'lang', code: 'unknown_value' }] });
}

/** What every exported layer says of itself, in the language asked for (default Kyrgyz). */
const NOTICES: Record<'placeholder' | 'demo', Names> = {
  placeholder: {
    ky: 'Чек аралар болжолдуу – расмийлери менен алмаштырылсын.',
    ru: 'Границы приблизительные – заменить официальными.',
    en: 'Boundaries are approximate – replace with the official ones.',
  },
  demo: {
    ky: 'Үлгү маалымат: билдирүүлөр ойдон чыгарылган.',
    ru: 'Демонстрационные данные: сообщения вымышлены.',
    en: 'Demonstration data: the reports are invented.',
  },
};
const OUTSIDE: Names = { ky: 'аныкталган эмес', ru: 'не определено', en: 'not determined' };
const STATUS_NAMES: Record<Status, Names> = {
  new: { ky: 'Жаңы', ru: 'Новое', en: 'New' },
  verified: { ky: 'Текшерилди', ru: 'Проверено', en: 'Verified' },
  in_progress: { ky: 'Аткарылууда', ru: 'В работе', en: 'In progress' },
  resolved: { ky: 'Чечилди', ru: 'Решено', en: 'Resolved' },
  rejected: { ky: 'Четке кагылды', ru: 'Отклонено', en: 'Rejected' },
  duplicate: { ky: 'Кайталанган', ru: 'Дубликат', en: 'Duplicate' },
};

/** The sentences that must travel with the file: placeholder boundaries, invented reports. */
export function notices(facts: { placeholder: boolean; demo: boolean }, language: Language | null): string[] {
  return (['placeholder', 'demo'] as const)
    .filter((fact) => facts[fact])
    .map((fact) => NOTICES[fact][language ?? 'ky']);
}

export function statusName(status: Status, language: Language): string {
  return STATUS_NAMES[status][language];
}

/** JSON object of the statuses' names; empty when no language was asked for. */
export function statusNames(language: Language | null): string {
  const names = Object.entries(STATUS_NAMES).map(([status, name]) => [status, language && name[language]]);
  return JSON.stringify(language === null ? {} : Object.fromEntries(names));
}

/** A name for the file: what it is, of when (Asia/Bishkek). */
export function fileName(layer: string, now: Date): string {
  return `alai-${layer}-${localDay(now)}.geojson`;
}

/** Names of areas, categories and kinds by their codes; `none` is outside every area, and a code that has no name is its own. */
export function namer(
  catalog: Catalog,
  areas: readonly { code: string; name: Names }[],
  language: Language,
): (code: string) => string {
  const categories = [...catalog.retired, ...catalog.categories];
  const named = [...areas, ...categories, ...categories.flatMap(({ kinds }) => kinds)];
  const names = new Map(named.map(({ code, name }) => [code, name]));
  return (code) => (code === 'none' ? OUTSIDE[language] : (names.get(code)?.[language] ?? code));
}
