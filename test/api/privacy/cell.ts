import { fromUtm, toUtm } from '../../../server/geo/utm.ts';

const CELL_METRES = 100;

/** A place in the 100 m cell of `place`, near opposite corners of it in the two worlds. [longitude, latitude] */
export function inCell(place: [number, number], which: 0 | 1): [number, number] {
  const [east, north] = middle(place);
  return which === 0 ? fromUtm(east - 43, north + 38) : fromUtm(east + 41, north - 44);
}

/** The middle of the cell that a place lies in, in degrees. */
export function cellCentre(place: [number, number]): [number, number] {
  return fromUtm(...middle(place));
}

function middle(place: [number, number]): [number, number] {
  return toUtm(...place).map((metres) => Math.floor(metres / CELL_METRES) * CELL_METRES + CELL_METRES / 2) as [
    number,
    number,
  ];
}
