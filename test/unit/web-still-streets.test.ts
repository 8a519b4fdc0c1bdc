import { PbfWriter } from 'pbf';
import { mount, unmount } from 'svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { worldPixel } from '../../web/src/still/frame.ts';

// jsdom has none of what draws.
vi.hoisted(() => {
  globalThis.matchMedia = () => Object.assign(new EventTarget(), { matches: false }) as MediaQueryList;
});
const { default: Canvas } = await import('../../web/src/still/Canvas.svelte');
const { locale } = await import('../../web/src/state/locale.svelte.ts');

/** A tile with one long street from side to side that has a name in each language. */
function tileOf(names: Record<string, string>): Uint8Array {
  const [keys, values] = [Object.keys(names), Object.values(names)];
  const tile = new PbfWriter();
  tile.writeMessage(
    3,
    (_, layer) => {
      layer.writeVarintField(15, 2);
      layer.writeStringField(1, 'transportation_name');
      layer.writeMessage(
        2,
        (__, feature) => {
          feature.writePackedVarint(
            2,
            keys.flatMap((___, i) => [i, i]),
          );
          feature.writeVarintField(3, 2);
          // MoveTo (0, 2048), LineTo 4096 to the east, zigzag.
          feature.writePackedVarint(4, [9, 0, 4096, 10, 8192, 0]);
        },
        null,
      );
      for (const key of keys) layer.writeStringField(3, key);
      for (const value of values) layer.writeMessage(4, (text, it) => it.writeStringField(1, text), value);
      layer.writeVarintField(5, 4096);
    },
    null,
  );
  return tile.finish();
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

it('names of streets on a picture follow the language', async () => {
  const written: string[] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get: (_, name) => {
      if (name === 'measureText') return () => ({ width: 40 });
      return (text: unknown) => name === 'fillText' && written.push(String(text));
    },
    set: () => true,
  });
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
  vi.stubGlobal(
    'Path2D',
    class {
      moveTo(): void {}
      lineTo(): void {}
      closePath(): void {}
    },
  );
  vi.stubGlobal('fetch', async (path: string) =>
    path.endsWith('.json')
      ? Response.json({
          available: true,
          schema: 'openmaptiles',
          tiles: ['/basemap/{z}/{x}/{y}.mvt'],
          minzoom: 0,
          maxzoom: 14,
          attribution: 'OpenStreetMap',
        })
      : new Response(tileOf({ 'name:ky': 'Ленин көчөсү', 'name:ru': 'улица Ленина' }) as BodyInit),
  );
  // The middle of a tile of zoom 14.
  const { x, y } = worldPixel({ lng: 72.84, lat: 40.5 }, 14);
  const half = (pixels: number) => Math.floor(pixels / 512) * 512 + 256;
  const side = 512 * 2 ** 14;
  const center = {
    lng: (half(x) / side) * 360 - 180,
    lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * half(y)) / side))) * 180) / Math.PI,
  };
  const shown = mount(Canvas, {
    target: document.body,
    props: { frame: { center, zoom: 14, width: 400, height: 400 }, ground: { outlines: [] } },
  });
  locale.current = 'ky';
  await expect.poll(() => written.at(-1), { timeout: 10_000 }).toBe('Ленин көчөсү');
  locale.current = 'ru';
  await expect.poll(() => written.at(-1), { timeout: 10_000 }).toBe('улица Ленина');
  await unmount(shown);
});
