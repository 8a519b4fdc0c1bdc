/** Draws the ground of a picture that stands still on a canvas: land, streets, boundaries, names. Lengths are CSS pixels. */
import type { MultiPolygon, Polygon } from 'geojson';
import { nameCorner } from '../map/geometry.ts';
import { choroColors, onChoroColors } from '../map/palette.ts';
import type { Palette } from '../map/palette.ts';
import type { Region } from '../map/picture.ts';
import { toPixel, worldPixel } from './frame.ts';
import type { Frame } from './frame.ts';
import type { StreetTile } from './streets.ts';

type Shape = Polygon | MultiPolygon;

/** A boundary; `strong` is for one that is compared with the others. */
export interface Outline {
  geometry: Shape;
  dashed: boolean;
  strong?: boolean;
  /** Written beside it. */
  name?: string;
}

export interface Ground {
  outlines: readonly Outline[];
  /** Areas filled by their number. */
  regions?: readonly Region[];
  streets: readonly StreetTile[];
  /** Dashed squares in which coarse places lie. */
  cells?: readonly Polygon[];
  /** Other reports, [longitude, latitude]: ink dots, no more. */
  dots?: readonly (readonly number[])[];
}

const FONT = 'system-ui, Roboto, "Noto Sans", sans-serif';
const TAU = 2 * Math.PI;
/** Buildings only where each is some pixels wide. */
const BUILDINGS_FROM_ZOOM = 15;
const NAMES_FROM_ZOOM = 14;

/** Widths as on the map: they double with each zoom once a road is as wide as on the ground. */
const LINES = { stream: [1, 5], path: [0.2, 1.6], street: [0.4, 7], main: [1.4, 12] } as const;
const EDGE = { street: 1.5, main: 1.5 } as const;

function widthAt([at12, at16]: readonly [number, number], zoom: number): number {
  if (zoom >= 16) return at16 * 5 ** ((zoom - 16) / 3);
  const share = (1.7 ** (zoom - 12) - 1) / (1.7 ** 4 - 1);
  return Math.max(at12 + (at16 - at12) * share, 0.2);
}

/** Draws all of it; the context is scaled to CSS pixels already. */
export function drawGround(context: CanvasRenderingContext2D, frame: Frame, ground: Ground, palette: Palette): void {
  context.save();
  context.fillStyle = palette.land;
  context.fillRect(0, 0, frame.width, frame.height);
  const shapes = ground.outlines.map(({ geometry }) => pathOf(frame, geometry));
  context.fillStyle = palette.built;
  for (const shape of shapes) context.fill(shape, 'evenodd');
  for (const tile of ground.streets) drawTile(context, frame, tile, palette);
  drawRegions(context, frame, ground.regions ?? [], palette);
  context.lineJoin = 'round';
  ground.outlines.forEach((outline, i) => drawOutline(context, shapes[i]!, outline, palette));
  const taken: Box[] = [];
  for (const tile of ground.streets) drawNames(context, frame, tile, palette, taken);
  for (const { geometry, name } of ground.outlines) {
    if (name === undefined) continue;
    const [lng = 0, lat = 0] = nameCorner(multi(geometry));
    const { x, y } = toPixel(frame, { lng, lat });
    context.font = `600 14px ${FONT}`;
    context.textAlign = 'left';
    context.textBaseline = 'bottom';
    haloed(context, name, x + 7, y - 1, palette.ink, palette.labelHalo);
  }
  drawMarks(context, frame, ground, palette);
  context.restore();
}

const multi = (geometry: Shape): MultiPolygon =>
  geometry.type === 'MultiPolygon' ? geometry : { type: 'MultiPolygon', coordinates: [geometry.coordinates] };

function pathOf(frame: Frame, geometry: Shape): Path2D {
  const path = new Path2D();
  for (const ring of multi(geometry).coordinates.flat()) {
    ring.forEach(([lng = 0, lat = 0], i) => {
      const { x, y } = toPixel(frame, { lng, lat });
      if (i === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
    path.closePath();
  }
  return path;
}

function drawOutline(
  context: CanvasRenderingContext2D,
  shape: Path2D,
  { dashed, strong }: Outline,
  palette: Palette,
): void {
  context.setLineDash([]);
  context.strokeStyle = palette.boundaryHalo;
  context.lineWidth = 4.5;
  context.stroke(shape);
  if (dashed) context.setLineDash([8.4, 4.8]);
  context.strokeStyle = strong ? palette.accent : palette.boundary;
  context.lineWidth = strong ? 3 : 2;
  context.stroke(shape);
  context.setLineDash([]);
}

/** Where a tile begins on the picture, and how many pixels one of its units is. */
function placeOf(
  frame: Frame,
  { address: { z, x, y }, extent }: StreetTile,
): { left: number; top: number; unit: number } {
  const side = 512 * 2 ** (frame.zoom - z);
  const middle = worldPixel(frame.center, frame.zoom);
  return {
    left: x * side - middle.x + frame.width / 2,
    top: y * side - middle.y + frame.height / 2,
    unit: side / extent,
  };
}

function drawTile(context: CanvasRenderingContext2D, frame: Frame, tile: StreetTile, palette: Palette): void {
  const { left, top, unit } = placeOf(frame, tile);
  const side = unit * tile.extent;
  if (left > frame.width || top > frame.height || left + side < 0 || top + side < 0) return;
  context.save();
  // Tiles overlap each other by a margin, which would be drawn twice.
  context.beginPath();
  context.rect(left, top, side, side);
  context.clip();
  context.translate(left, top);
  context.scale(unit, unit);
  context.lineJoin = context.lineCap = 'round';
  for (const { color, path } of tile.fills) {
    if (color === 'building' && frame.zoom < BUILDINGS_FROM_ZOOM) continue;
    context.fillStyle = palette[color];
    context.fill(path, 'evenodd');
  }
  const stroke = (path: Path2D, color: string, width: number): void => {
    context.strokeStyle = color;
    context.lineWidth = width / unit;
    context.stroke(path);
  };
  const { stream, path, street, main } = tile.lines;
  stroke(stream, palette.water, widthAt(LINES.stream, frame.zoom));
  for (const kind of ['street', 'main'] as const)
    stroke(tile.lines[kind], palette.roadEdge, widthAt(LINES[kind], frame.zoom) + EDGE[kind]);
  stroke(path, palette.road, widthAt(LINES.path, frame.zoom));
  stroke(street, palette.road, widthAt(LINES.street, frame.zoom));
  stroke(main, palette.mainRoad, widthAt(LINES.main, frame.zoom));
  context.restore();
}

interface Box {
  x: number;
  y: number;
  reach: number;
}

/** Names along their streets, where they fit and cover no other. */
function drawNames(
  context: CanvasRenderingContext2D,
  frame: Frame,
  tile: StreetTile,
  palette: Palette,
  taken: Box[],
): void {
  if (frame.zoom < NAMES_FROM_ZOOM) return;
  const { left, top, unit } = placeOf(frame, tile);
  context.font = `12px ${FONT}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { text, x, y, angle, length } of tile.names) {
    const reach = context.measureText(text).width / 2;
    const at = { x: left + x * unit, y: top + y * unit, reach };
    const fits = length * unit > reach && at.x > 0 && at.y > 0 && at.x < frame.width && at.y < frame.height;
    if (!fits || taken.some((other) => Math.hypot(other.x - at.x, other.y - at.y) < other.reach + reach)) continue;
    taken.push(at);
    context.save();
    context.translate(at.x, at.y);
    context.rotate(angle);
    haloed(context, text, 0, 0, palette.label, palette.labelHalo);
    context.restore();
  }
}

function drawRegions(
  context: CanvasRenderingContext2D,
  frame: Frame,
  regions: readonly Region[],
  palette: Palette,
): void {
  const [colors, inks] = [choroColors(palette), onChoroColors(palette)];
  context.textAlign = 'center';
  for (const { geometry, at: [lng = 0, lat = 0] = [], step, figure, name } of regions) {
    context.fillStyle = colors[step - 1] ?? palette.choroNone;
    context.fill(pathOf(frame, geometry as Shape), 'evenodd');
    const { x, y } = toPixel(frame, { lng, lat });
    context.fillStyle = inks[step - 1] ?? palette.ink;
    context.textBaseline = 'alphabetic';
    context.font = `700 22px ${FONT}`;
    context.fillText(figure, x, y);
    context.font = `600 13px ${FONT}`;
    context.fillText(name, x, y + 18);
  }
}

function drawMarks(context: CanvasRenderingContext2D, frame: Frame, { cells, dots }: Ground, palette: Palette): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.5;
  context.setLineDash([5, 4]);
  for (const cell of cells ?? []) context.stroke(pathOf(frame, cell));
  context.setLineDash([]);
  context.strokeStyle = palette.markHalo;
  context.fillStyle = palette.ink;
  for (const [lng = 0, lat = 0] of dots ?? []) {
    const { x, y } = toPixel(frame, { lng, lat });
    context.beginPath();
    context.arc(x, y, 4.5, 0, TAU);
    context.fill();
    context.stroke();
  }
}

function haloed(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  ink: string,
  halo: string,
): void {
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
}
