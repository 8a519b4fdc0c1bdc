import type { Catalog, CatalogArea } from '../catalog/rules.ts';
import { listOf } from './rules.ts';

/** The areas a map is made of: those of the filter, without parts of one another; every settlement when it names none. */
export function areasOf(areaFilter: string | undefined, catalog: Catalog): CatalogArea[] {
  const codes = listOf(areaFilter ?? '');
  if (codes.length === 0) return [...catalog.areas.values()].filter((area) => area.kind === 'settlement');
  const named = codes.map((code) => catalog.areas.get(code)).filter((area) => area !== undefined);
  return named.filter((area) => !named.some((other) => other !== area && other.idsWithin.includes(area.id)));
}
