import type { Status } from '../../../server/contract/enums.ts';
import type { Palette } from './palette.ts';

/** A mark as SVG text and its size in CSS pixels. */
export interface MarkImage {
  svg: string;
  width: number;
  height: number;
}

/** Shapes of marks; with `-selected` they are grown and ringed. */
export type MarkShape = 'pin' | 'head' | 'disc' | 'square' | 'hex' | 'hatch' | 'pin-selected' | 'head-selected';

/** Looks up the inside of a symbol of glyphs.svg; empty when there is none. */
export type Glyphs = (id: string) => string;

export interface MarkLook {
  /** Colour under the icon, #RRGGBB. */
  color: string;
  iconColor: string;
  /** Id of the category's symbol. */
  icon: string;
  status: Status | null;
}

const OUTLINE = 1.5;
const HALO = 2;
const RING = 3;
const SELECTED_SCALE = 1.1;
const BADGE_GROUND = '#FFFFFF';
const BADGE_INK = '#1E1B17';

const ICON_STROKE = 'fill="none" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';

/** The 24 px icon of a category, scaled into a square of `size` around the centre. */
function icon(glyphs: Glyphs, { icon: id, iconColor }: MarkLook, x: number, y: number, size: number): string {
  const inside = glyphs(id) || glyphs('cat-OTHER');
  const place = `translate(${x - size / 2} ${y - size / 2}) scale(${size / 24})`;
  return `<g transform="${place}" ${ICON_STROKE} stroke="${iconColor}" color="${iconColor}">${inside}</g>`;
}

/** The outline with everything that lies outside it: halo, and the ring of a selected mark. */
function ringed(shape: string, fill: string, palette: Palette, selected: boolean): string {
  const stroke = (width: number, color: string) =>
    `<g fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round">${shape}</g>`;
  return (
    (selected ? stroke(OUTLINE + 2 * (HALO + RING), palette.accent) : '') +
    stroke(OUTLINE + 2 * HALO, palette.markHalo) +
    `<g fill="${fill}" stroke="${palette.markOutline}" stroke-width="${OUTLINE}">${shape}</g>`
  );
}

function badge(glyphs: Glyphs, status: Status, palette: Palette): string {
  const inside = glyphs(`st-${status.replace('_', '-')}`);
  return (
    `<circle cx="11.6" cy="-34" r="7.85" fill="${BADGE_GROUND}" stroke="${palette.markOutline}" stroke-width="${OUTLINE}"/>` +
    `<g transform="translate(6.4 -39.2) scale(.65)" color="${BADGE_INK}">${inside}</g>`
  );
}

/**
 * Draws a mark around its anchor at 0,0: the tip of a pin (the image ends 6 px under it), the centre of the others.
 * Anatomy as in glyphs.svg: head of 32 px at 0,-20, badge at 11.6,-34.
 */
export function markSvg(shape: MarkShape, look: MarkLook, palette: Palette, glyphs: Glyphs): MarkImage {
  if (shape === 'hatch') return hatch(palette);
  if (shape === 'square') {
    const square = '<rect x="-11" y="-11" width="22" height="22" rx="6"';
    const body = `${square} fill="${palette.ink}" stroke="${palette.markHalo}" stroke-width="2"/>`;
    return frame(body, { left: 13, top: 13, right: 13, bottom: 13, scale: 1 });
  }
  const selected = shape.endsWith('-selected');
  const scale = selected ? SELECTED_SCALE : 1;
  if (shape.startsWith('pin')) {
    return frame(
      `<ellipse cx="0" cy="1" rx="6.5" ry="2.4" fill="#1E1B17" fill-opacity=".28"/>` +
        ringed(glyphs('pin'), look.color, palette, selected) +
        icon(glyphs, look, 0, -20, 19.2) +
        (look.status && !selected ? badge(glyphs, look.status, palette) : ''),
      { left: 24, top: 46, right: 24, bottom: selected ? 7 : 6, scale },
    );
  }
  if (shape.startsWith('head')) {
    const circle = '<circle r="12"/>';
    return frame(ringed(circle, look.color, palette, selected) + icon(glyphs, look, 0, 0, 15), {
      left: 18.5,
      top: 18.5,
      right: 18.5,
      bottom: 18.5,
      scale,
    });
  }
  const body =
    shape === 'disc'
      ? `<circle r="16.5" fill="${palette.surface}" stroke="${palette.ink}" stroke-width="1.6"/>`
      : `<path d="M-9.4-15.5H9.4L18.2 0 9.4 15.5H-9.4L-18.2 0Z" fill="${palette.surface}" stroke="${palette.ink}" stroke-width="1.6" stroke-linejoin="round"/>`;
  return frame(body, { left: 20, top: 20, right: 20, bottom: 20, scale: 1 });
}

/** One tile of the pattern over areas of which no number is known; its edges meet. */
function hatch(palette: Palette): MarkImage {
  const strokes = '<path d="M-2 2 2-2M0 8 8 0M6 10 10 6"/>';
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8" viewBox="0 0 8 8">' +
    `<g stroke="${palette.choroHatch}" stroke-width="1.2">${strokes}</g></svg>`;
  return { svg, width: 8, height: 8 };
}

function frame(
  body: string,
  box: { left: number; top: number; right: number; bottom: number; scale: number },
): MarkImage {
  const { left, top, right, bottom, scale } = box;
  const width = Math.round((left + right) * scale);
  const height = Math.round((top + bottom) * scale);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="${-left} ${-top} ${left + right} ${top + bottom}">${body}</svg>`;
  return { svg, width, height };
}
