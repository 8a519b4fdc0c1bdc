import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Category } from '../../../server/contract/catalog.ts';
import type { Status } from '../../../server/contract/enums.ts';
import { GLYPHS_SVG } from '../ui/icons.ts';
import { markSvg } from './mark-svg.ts';
import type { MarkShape } from './mark-svg.ts';
import type { Palette } from './palette.ts';

const PIXEL_RATIO_MAX = 3;

let symbols: Map<string, string> | null = null;

/** Insides of the symbols of the glyph sheet, read once. */
function glyph(id: string): string {
  symbols ??= new Map(
    [...new DOMParser().parseFromString(GLYPHS_SVG, 'image/svg+xml').querySelectorAll('symbol')].map((symbol) => [
      symbol.id,
      symbol.innerHTML,
    ]),
  );
  return symbols.get(id) ?? '';
}

/**
 * Draws the image `shape/category/status/theme` when the style first asks for it, so that only what is seen is made.
 * `now` gives the categories and the palette in force.
 */
export function drawMarksOn(map: MapLibreMap, now: () => { categories: readonly Category[]; palette: Palette }): void {
  const ratio = Math.min(PIXEL_RATIO_MAX, Math.max(2, Math.ceil(devicePixelRatio)));
  map.setMissingStyleImageResolver(async (id) => {
    const [shape, code, status] = id.split('/') as [MarkShape, string, Status | ''];
    const { categories, palette } = now();
    const category = categories.find((c) => c.code === code);
    const { svg, width, height } = markSvg(
      shape,
      {
        color: category?.color ?? palette.surface,
        iconColor: category?.iconColor ?? palette.ink,
        icon: `cat-${code}`,
        status: status || null,
      },
      palette,
      glyph,
    );
    const image = new Image(width * ratio, height * ratio);
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext('2d');
    if (!context) return;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    if (!map.hasImage(id)) map.addImage(id, pixels, { pixelRatio: ratio });
  });
}
