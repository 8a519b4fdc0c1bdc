import { formatNumber } from '../i18n/format.ts';
import type { Region } from '../map/picture.ts';
import type { Catalog } from '../state/catalog.svelte.ts';
import { locale } from '../state/locale.svelte.ts';
import type { AreaSheet } from './area-values.ts';
import { counted } from './words.ts';

/** A choropleth as the map draws it: the figure of each area, and under it its name (with a rate, its count too). */
export function regionsOf({ measure, values }: AreaSheet, catalog: Catalog): Region[] {
  return values.map(({ area: { geometry, properties }, count, rate, step }) => {
    const name = catalog.nameOf(properties.shortName);
    const { shown } = counted(count);
    const figure = measure === 'count' ? shown : rate === null ? '?' : formatNumber(rate, locale.current);
    return {
      code: properties.code,
      geometry,
      at: properties.labelPoint,
      step,
      figure,
      name: measure === 'count' ? name : `${name} · ${shown}`,
    };
  });
}
