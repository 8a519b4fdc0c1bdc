import type { Catalog } from '../catalog/rules.ts';
import type { BodyRouteDraft } from '../contract/staff-bodies.ts';
import { problem } from '../http/problem.ts';

/** A route with every code known. */
export interface CheckedRoute {
  category: string | null;
  kind: string | null;
  area: string | null;
  body: string;
  validFrom: string | null;
  validTo: string | null;
}

/** Throws category_unknown, area_unknown, body_unknown and date_order. */
export function checkRoute(draft: BodyRouteDraft, catalog: Catalog): CheckedRoute {
  const { validFrom = null, validTo = null, area, body, category } = draft;
  if (area !== null && !catalog.areas.has(area)) throw unknown('area', 'area_unknown', area);
  checkBody(body, catalog);
  if (validFrom !== null && validTo !== null && validFrom >= validTo) {
    throw problem('date_order', `${validFrom} to ${validTo}`, { errors: [{ path: 'validTo', code: 'date_order' }] });
  }
  return { ...classOf(category, catalog), area, body, validFrom, validTo };
}

/** Throws body_unknown for a code of no body, or of one that is retired. */
export function checkBody(body: string, catalog: Catalog): void {
  if (catalog.bodies.some(({ code, retired }) => code === body && !retired)) return;
  throw unknown('body', 'body_unknown', body);
}

// Retired ones too: reports keep them.
function classOf(code: string | null, catalog: Catalog): { category: string | null; kind: string | null } {
  if (code === null) return { category: null, kind: null };
  const category = catalog.categoryOfKind.get(code);
  if (category !== undefined) return { category, kind: code };
  if (!catalog.categoryCodes.has(code)) throw unknown('category', 'category_unknown', code);
  return { category: code, kind: null };
}

function unknown(path: string, code: 'area_unknown' | 'body_unknown' | 'category_unknown', value: string) {
  return problem(code, `${path}=${value.slice(0, 80)}`, { errors: [{ path, code }] });
}
