import type { GridAnswer, HeatAnswer, HotspotsAnswer } from '../contract/analysis.ts';
import type { Names } from '../contract/catalog.ts';
import type { HeatWeight, Language } from '../contract/enums.ts';

/** Names of codes in one language; a code that has none stands for itself. */
export interface Naming {
  area(code: string): string;
  category(code: string): string;
}

/** GeoJSON features whose properties are one value a column: a GIS shows no others. */
type FlatFeature = { properties: Record<string, string | number | null> };

/** Bands of heat with what they are of, because a GIS passes over what stands beside the features. */
export function flatHeat({ radius, weight, features }: HeatAnswer, naming: Naming | null): FlatFeature[] {
  return features.map(({ properties: { area, ...band }, ...feature }) => ({
    ...feature,
    properties: { area, ...areaName(area, naming), ...band, weight, radius_m: radius },
  }));
}

export function flatGrid({ size, weight, features }: GridAnswer): FlatFeature[] {
  return features.map(({ properties, ...feature }) => ({
    ...feature,
    properties: { ...properties, weight, size_m: size },
  }));
}

/** Hot spots; their most frequent categories as `category_1`, `category_1_count` and so on, null where there are fewer. */
export function flatHotspots(
  { radius, minimum, features }: HotspotsAnswer,
  naming: Naming | null,
  categoriesMax: number,
): FlatFeature[] {
  return features.map(({ properties: { area, rank, labelPoint, categories, ...sums }, ...feature }) => {
    const columns: FlatFeature['properties'] = { rank, area, ...areaName(area, naming), ...sums };
    [columns.label_lng, columns.label_lat] = labelPoint as [number, number];
    for (let at = 0; at < categoriesMax; at++) {
      const { category, count } = categories[at] ?? { category: null, count: null };
      columns[`category_${at + 1}`] = category;
      if (naming) columns[`category_${at + 1}_name`] = category === null ? null : naming.category(category);
      columns[`category_${at + 1}_count`] = count;
    }
    return { ...feature, properties: { ...columns, radius_m: radius, minimum } };
  });
}

function areaName(code: string, naming: Naming | null): FlatFeature['properties'] {
  return naming ? { areaName: naming.area(code) } : {};
}

/** One reading of an answer's numbers: what it is made of, and what it leaves out. */
export function madeOf(
  kind: { radius: number } | { size: number } | { radius: number; minimum: number; found: number; shown: number },
  weight: HeatWeight | null,
  { onMap, areaOnly, outside }: HeatAnswer['reports'],
  language: Language | null,
): string {
  const at = language ?? 'ky';
  const what = weight === null || weight === 'reports' ? '' : `, ${WEIGHTS[weight][at]}`;
  return `${how(kind)[at]}${what}. ${LEFT_OUT(onMap, areaOnly, outside)[at]}`;
}

function how(kind: Parameters<typeof madeOf>[0]): Names {
  if ('size' in kind) {
    return {
      ky: `Алты бурчтуктар, туурасы ${kind.size} м`,
      ru: `Шестиугольники шириной ${kind.size} м`,
      en: `Hexagons ${kind.size} m wide`,
    };
  }
  if (!('minimum' in kind)) {
    return {
      ky: `Жыштык картасы, радиусу ${kind.radius} м`,
      ru: `Карта плотности, радиус ${kind.radius} м`,
      en: `Density map, radius ${kind.radius} m`,
    };
  }
  const { radius, minimum, found, shown } = kind;
  return {
    ky: `Көйгөй топтолгон жерлер: ${radius} м аралыкта кеминде ${minimum} билдирүү. Табылды: ${found}, файлда: ${shown}`,
    ru: `Очаги: не меньше ${minimum} сообщений в радиусе ${radius} м. Найдено: ${found}, в файле: ${shown}`,
    en: `Hot spots: at least ${minimum} reports within ${radius} m. Found: ${found}, in the file: ${shown}`,
  };
}

const WEIGHTS: Record<Exclude<HeatWeight, 'reports'>, Names> = {
  supports: { ky: 'кошулгандар боюнча', ru: 'по числу поддержавших', en: 'by supporters' },
  households: { ky: 'үй-бүлөлөр боюнча', ru: 'по числу семей', en: 'by households' },
};
const LEFT_OUT = (onMap: number, areaOnly: number, outside: number): Names => ({
  ky: `Жери белгилүү билдирүүлөр: ${onMap}. Кирген жок: конушу гана белгилүү – ${areaOnly}, чек арадан тышкары – ${outside}.`,
  ru: `Сообщений с местом: ${onMap}. Не вошли: известен только жилмассив – ${areaOnly}, вне границ – ${outside}.`,
  en: `Reports with a place: ${onMap}. Left out: known by settlement only – ${areaOnly}, outside boundaries – ${outside}.`,
});
