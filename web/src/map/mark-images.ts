import type { Map as MapLibreMap } from 'maplibre-gl';
import type { Category } from '../../../server/contract/catalog.ts';
import type { Status } from '../../../server/contract/enums.ts';
import { glyphOf, glyphReady } from '../ui/icons.ts';
import { markSvg } from './mark-svg.ts';
import type { MarkShape } from './mark-svg.ts';
import type { Palette } from './palette.ts';

const PIXEL_RATIO_MAX = 3;

/** What the images are drawn from. */
export interface MarkLooks {
  categories: readonly Category[];
  palette: Palette;
}

/** Draws the marks of one map. */
export interface MarkImages {
  /** Draws those anew whose category has other colours or another picture now than `before`. */
  redraw(before: readonly Category[]): Promise<void>;
}

/**
 * Draws the image `shape/category/status/theme` when the style first asks for it, so that only what is seen is made.
 * `now` gives the categories and the palette in force.
 */
export function drawMarksOn(map: MapLibreMap, now: () => MarkLooks): MarkImages {
  // The map lists its images only once its style is there, and categories may come before.
  const drawnIds = new Set<string>();
  map.setMissingStyleImageResolver(async (id) => {
    const drawn = await draw(id, now());
    if (!drawn || map.hasImage(id)) return;
    map.addImage(id, drawn.pixels, { pixelRatio: drawn.ratio });
    drawnIds.add(id);
  });
  return {
    async redraw(before) {
      const looks = new Map(before.map((category) => [category.code, lookOf(category)]));
      const others = now().categories.filter((one) => looks.get(one.code) !== lookOf(one));
      const changed = new Set(others.map(({ code }) => code));
      for (const id of [...drawnIds].filter((image) => changed.has(image.split('/')[1] ?? ''))) {
        const drawn = await draw(id, now());
        if (drawn && map.hasImage(id)) map.updateImage(id, drawn.pixels);
      }
    },
  };
}

function lookOf({ icon, color, iconColor }: Category): string {
  return `${icon}${color}${iconColor}`;
}

async function draw(
  id: string,
  { categories, palette }: MarkLooks,
): Promise<{ pixels: ImageData; ratio: number } | null> {
  const ratio = Math.min(PIXEL_RATIO_MAX, Math.max(2, Math.ceil(devicePixelRatio)));
  const [shape, code, status] = id.split('/') as [MarkShape, string, Status | ''];
  const category = categories.find((one) => one.code === code);
  const icon = category?.icon ?? 'OTHER';
  await glyphReady(icon);
  const { svg, width, height } = markSvg(
    shape,
    {
      color: category?.color ?? palette.surface,
      iconColor: category?.iconColor ?? palette.ink,
      icon: `cat-${icon}`,
      status: status || null,
    },
    palette,
    glyphOf,
  );
  const image = new Image(width * ratio, height * ratio);
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return { pixels: context.getImageData(0, 0, canvas.width, canvas.height), ratio };
}
