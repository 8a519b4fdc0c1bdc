import type { Cell, RowContext } from './rows.ts';

interface Place {
  lng: number | null;
  lat: number | null;
  askedArea: number | null;
}

const NOWHERE: Place = { lng: null, lat: null, askedArea: null };

/**
 * The place of a row: coordinates in degrees WGS 84 when it has them, else the area it names. Exchanged coordinates are
 * refused, not repaired: a file that has one such row usually has nothing else.
 */
export function readPlace(lng: Cell, lat: Cell, area: Cell, context: Pick<RowContext, 'areas' | 'softBounds'>): Place {
  if (lng.text === '' && lat.text === '') return area.text === '' ? missing(lat) : namedArea(area, context.areas);
  const degrees = [readDegrees(lng), readDegrees(lat)] as const;
  const [x, y] = degrees;
  if (x === null || y === null) return NOWHERE;
  if (context.softBounds && !inside(x, y, context.softBounds) && inside(y, x, context.softBounds)) {
    lat.refuse('location_swapped');
  } else if (Math.abs(x) > 180) {
    lng.refuse('location_out_of_range');
  } else if (Math.abs(y) > 90) {
    lat.refuse('location_out_of_range');
  }
  return { lng: x, lat: y, askedArea: null };
}

function missing(lat: Cell): Place {
  lat.refuse('required');
  return NOWHERE;
}

/** A decimal number, with a comma where a spreadsheet wrote one; null when refused. */
function readDegrees(cell: Cell): number | null {
  if (cell.text === '') {
    cell.refuse('required');
    return null;
  }
  if (!/^[+-]?\d{1,12}([.,]\d{0,20})?(e-?\d{1,2})?$/i.test(cell.text)) {
    cell.refuse('wrong_type');
    return null;
  }
  return Number(cell.text.replace(',', '.'));
}

function namedArea(cell: Cell, areas: RowContext['areas']): Place {
  const area = areas.get(cell.text.toLowerCase());
  if (!area) cell.refuse('area_unknown');
  else if (area.kind !== 'settlement' && area.kind !== 'quarter') cell.refuse('area_not_reportable');
  return { ...NOWHERE, askedArea: area?.id ?? null };
}

function inside(lng: number, lat: number, [west, south, east, north]: readonly number[]): boolean {
  return lng >= west! && lng <= east! && lat >= south! && lat <= north!;
}
