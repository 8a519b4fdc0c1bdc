/** The boundary that is being drawn, and how it goes through the drawing library and comes back unharmed. */
import type { MultiPolygon, Position } from 'geojson';

/** Polygons, each an outline and its holes; positions are [longitude, latitude] in degrees, the last of a ring is its first. */
export type Shape = Position[][][];

/** A ring as the drawing library holds it: which one of the shape it was (null: drawn anew), and its positions. */
export interface Ring {
  of: readonly [part: number, ring: number] | null;
  positions: Position[];
}

/** The drawing library takes no more decimals; the ninth is a tenth of a millimetre. */
const DIGITS = 9;

/** Every ring of a shape, as exact as the drawing library can be. */
export function ringsOf(shape: Shape): Ring[] {
  return shape.flatMap((rings, part) =>
    rings.map((positions, ring): Ring => ({ of: [part, ring], positions: positions.map(rounded) })),
  );
}

/**
 * The shape after drawing. `before` is what ringsOf was given: a corner that nobody moved is as exact as it was there. A hole
 * goes with its outline; what was drawn anew inside a part is a hole of it, anything else another part.
 */
export function shapeOf(rings: readonly Ring[], before: Shape): Shape {
  const everywhere = byPlace(before.flat(2));
  const restored = rings.map(({ of, positions }) => {
    const ring = of === null ? [] : before[of[0]]![of[1]]!;
    const own = byPlace(ring);
    // Two corners of a ring may differ by less than is drawn: which is which says their place in it while none came or went, otherwise their order.
    const sameCorners = positions.length === ring.length;
    const exact = (position: Position, at: number): Position => {
      const key = keyOf(position);
      if (sameCorners && keyOf(rounded(ring[at]!)) === key) return ring[at]!.slice(0, 2);
      return own.get(key)?.shift() ?? everywhere.get(key)?.[0] ?? position;
    };
    return { of, positions: positions.map(exact) };
  });
  const parts: Shape = [];
  for (const [part] of before.entries()) {
    const outline = restored.find(({ of }) => of?.[0] === part && of[1] === 0);
    if (!outline) continue;
    const holes = restored.filter(({ of }) => of?.[0] === part && of[1] > 0);
    parts.push([outline.positions, ...holes.map(({ positions }) => positions)]);
  }
  for (const { of, positions } of restored) {
    if (of !== null) continue;
    const around = parts.find(([outline, ...holes]) =>
      positions.every((position) => isInside(position, outline!) && !holes.some((hole) => isInside(position, hole))),
    );
    if (around) around.push(positions);
    else parts.push([positions]);
  }
  return parts;
}

/** Positions by where the drawing library has them. */
function byPlace(positions: readonly Position[]): Map<string, Position[]> {
  const found = new Map<string, Position[]>();
  for (const position of positions) {
    const key = keyOf(rounded(position));
    found.set(key, [...(found.get(key) ?? []), position.slice(0, 2)]);
  }
  return found;
}

/** Whether a position lies in a ring, by counting how often a line to the east leaves it. */
function isInside([x = 0, y = 0]: Position, ring: readonly Position[]): boolean {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [ring[i - 1]!, ring[i]!];
    if (y1 > y !== y2 > y && x < x1 + ((x2 - x1) * (y - y1)) / (y2 - y1)) inside = !inside;
  }
  return inside;
}

/** How many corners a shape has: the last position of a ring is its first again. */
export function cornersOf(shape: Shape): number {
  return shape.flat().reduce((sum, ring) => sum + Math.max(0, ring.length - 1), 0);
}

export function geometryOf(shape: Shape): MultiPolygon {
  return { type: 'MultiPolygon', coordinates: shape };
}

/** The shape as text that people can edit, a position a line; '' for none. */
export function textOf(shape: Shape): string {
  if (shape.length === 0) return '';
  const text = JSON.stringify(geometryOf(shape));
  return text.replaceAll('],[', '],\n[');
}

/**
 * The shape of a text: GeoJSON Polygon or MultiPolygon, alone or in a Feature; '' is none. Null when it is nothing of that;
 * what else may be wrong with it the server says.
 */
export function shapeOfText(text: string): Shape | null {
  if (text.trim() === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const outer = value as { type?: unknown; geometry?: unknown } | null;
  const { type, coordinates } = ((outer?.type === 'Feature' ? outer.geometry : outer) ?? {}) as {
    type?: unknown;
    coordinates?: unknown;
  };
  if (type !== 'Polygon' && type !== 'MultiPolygon') return null;
  const shape = type === 'Polygon' ? [coordinates] : coordinates;
  return isShape(shape) ? shape : null;
}

function isShape(value: unknown): value is Shape {
  const all = (list: unknown, check: (each: unknown) => boolean): boolean =>
    Array.isArray(list) && list.length > 0 && list.every(check);
  return all(value, (part) =>
    all(
      part,
      (ring) => Array.isArray(ring) && ring.length >= 4 && all(ring, isPosition) && isClosed(ring as Position[]),
    ),
  );
}

function isPosition(value: unknown): boolean {
  return Array.isArray(value) && value.length >= 2 && value.every((number) => Number.isFinite(number));
}

function isClosed(ring: readonly Position[]): boolean {
  return keyOf(ring[0]!) === keyOf(ring.at(-1)!);
}

function rounded([lng = 0, lat = 0]: Position): Position {
  return [Number(lng.toFixed(DIGITS)), Number(lat.toFixed(DIGITS))];
}

function keyOf([lng = 0, lat = 0]: Position): string {
  return `${lng},${lat}`;
}

interface Point {
  x: number;
  y: number;
}

/** The corner nearest to a position on the screen, at most `pixels` away; undefined when there is none. */
export function nearestCorner(
  corners: readonly Position[],
  { lng, lat }: { lng: number; lat: number },
  {
    project,
    unproject,
  }: { project(lng: number, lat: number): Point; unproject(x: number, y: number): { lng: number; lat: number } },
  pixels: number,
): Position | undefined {
  const at = project(lng, lat);
  const [a, b] = [unproject(at.x - pixels, at.y - pixels), unproject(at.x + pixels, at.y + pixels)];
  const [width, height] = [Math.abs(a.lng - b.lng), Math.abs(a.lat - b.lat)];
  let best: Position | undefined;
  let least = pixels;
  for (const corner of corners) {
    const [x = 0, y = 0] = corner;
    // Degrees first: projecting thousands of corners with every move of the mouse would be slow.
    if (Math.abs(x - lng) > width || Math.abs(y - lat) > height) continue;
    const place = project(x, y);
    const distance = Math.hypot(place.x - at.x, place.y - at.y);
    if (distance <= least) [best, least] = [corner, distance];
  }
  return best;
}
