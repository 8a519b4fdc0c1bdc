import type { Catalog } from '../catalog/rules.ts';
import { LANGUAGES, type Language, type Status } from '../contract/enums.ts';
import type { AreaFeature, Names } from '../contract/catalog.ts';
import type { ReportFeature } from '../contract/reports.ts';
import { problem } from '../http/problem.ts';

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

/** Adds the names of codes to a report's properties; as it is when no language was asked for. */
export function namedReport(feature: ReportFeature, language: Language | null, names: NameTables): object {
  if (language === null) return feature;
  const { category, kind, status, area } = feature.properties;
  return {
    ...feature,
    properties: {
      ...feature.properties,
      categoryName: names.categories.get(category)?.[language] ?? null,
      kindName: kind === null ? null : (names.categories.get(kind)?.[language] ?? null),
      statusName: STATUS_NAMES[status][language],
      areaName: area === null ? null : (names.areas.get(area)?.[language] ?? null),
    },
  };
}

/** Code -> name, for categories with their kinds, and for areas. */
export interface NameTables {
  categories: ReadonlyMap<string, Names>;
  areas: ReadonlyMap<string, Names>;
}

export function nameTables(catalog: Catalog, areas: readonly AreaFeature[]): NameTables {
  return {
    categories: new Map(
      catalog.categories.flatMap((category) => [
        [category.code, category.name] as const,
        ...category.kinds.map((kind) => [kind.code, kind.name] as const),
      ]),
    ),
    areas: new Map(areas.map((area) => [area.properties.code, area.properties.name])),
  };
}

/** A name for the file: what it is, of when (Asia/Bishkek). */
export function fileName(layer: string, now: Date): string {
  const day = new Date(now.getTime() + 6 * 3_600_000).toISOString().slice(0, 10);
  return `alai-${layer}-${day}.geojson`;
}
