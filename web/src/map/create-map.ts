import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import { AttributionControl, Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import type { PaddingOptions, StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { api } from '../api/client.ts';
import { isAbort } from '../api/errors.ts';
import type { Bounds } from './geometry.ts';
import { applyStyle } from './apply-style.ts';
import { drawMarksOn } from './mark-images.ts';
import { readPalette } from './palette.ts';
import type { Palette } from './palette.ts';
import { EMPTY_PICTURE } from './picture.ts';
import type { BasemapTiles, Picture } from './picture.ts';
import { buildStyle } from './style.ts';

setWorkerUrl(workerUrl);

/** Sources that the server's answers fill; the background is not among them. */
const OWN_SOURCES = [
  'boundaries',
  'heat',
  'smooth',
  'grid',
  'regions',
  'marks',
  'groups',
  'cells',
  'area-marks',
  'spots',
];
/** Placing and fading in of marks take this long at most. */
const SETTLE_MS = 600;

/** A whole country is the least anyone needs to see, a single house the most. */
const ZOOM = { min: 6, max: 19 } as const;

export interface CreateMapOptions {
  /** What is drawn first; the rest of a Picture can follow through `set`. */
  picture: Partial<Picture>;
  /** Accessible name of the map, and the id of the text that says where the same can be had without it. */
  label: string;
  describedBy?: string;
  /** What is in view at first: `bounds`, else `center` ([longitude, latitude]) and `zoom`. */
  bounds?: Bounds;
  padding?: number | PaddingOptions;
  center?: readonly [number, number];
  zoom?: number;
  /** Where the background's origin is named; `compact` is a button. Default: bottom right, in words. */
  attribution?: { corner: 'top-left' | 'bottom-right' | 'bottom-left'; compact: boolean };
}

/** The map on the page. `container.dataset.mapState` is `drawing`, or `idle` once everything asked for is seen. */
export interface AlaiMap {
  readonly map: MapLibreMap;
  /** Draws what changed; several calls in a row are one drawing. */
  set(changes: Partial<Picture>): void;
  /** While true the map is not `idle`, because data of the current filter is still on its way. */
  wait(waiting: boolean): void;
  setLabel(label: string): void;
  destroy(): void;
}

/**
 * Puts a map into the container (which needs a size of its own). The quiet ground and the boundaries show at once; the
 * background joins when the server has one. Throws when WebGL 2 is missing.
 */
export function createMap(container: HTMLElement, options: CreateMapOptions): AlaiMap {
  let picture: Picture = { ...EMPTY_PICTURE, ...options.picture };
  let palette: Palette = readPalette(container);
  let waiting = false;
  let pending = false;
  let destroyed = false;
  let drawn: StyleSpecification | null = null;
  const background = new AbortController();

  const map = new MapLibreMap({
    container,
    style: buildStyle(picture, palette),
    validateStyle: false,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    renderWorldCopies: false,
    minZoom: ZOOM.min,
    maxZoom: ZOOM.max,
    fadeDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200,
    locale: { 'Map.Title': options.label },
    ...(options.bounds
      ? { bounds: options.bounds, fitBoundsOptions: { padding: options.padding ?? 24 } }
      : { center: [...(options.center ?? [72.8428, 40.4955])] as [number, number], zoom: options.zoom ?? 13 }),
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const attribution = options.attribution ?? { corner: 'bottom-right', compact: false };
  map.addControl(new AttributionControl({ compact: attribution.compact }), attribution.corner);
  // Closed at first: open, it would cover what stands beside it on a phone. MapLibre opens it when it adds this class.
  if (attribution.compact) container.querySelector('.maplibregl-ctrl-attrib')?.classList.add('maplibregl-compact');
  if (options.describedBy) map.getCanvas().setAttribute('aria-describedby', options.describedBy);
  const marks = drawMarksOn(map, () => ({ categories: picture.categories, palette }));

  // A tile that does not come leaves the quiet ground; the page does not stop for it.
  map.on('error', ({ error }) => console.info('map:', error.message));
  const darken = (): void => void container.classList.toggle('dark', picture.theme === 'dark');
  darken();
  const note = (state: 'drawing' | 'idle'): void => void (container.dataset.mapState = state);
  note('drawing');
  const settled = (): void => {
    if (!waiting && !pending && !destroyed) note('idle');
  };
  map.on('idle', settled);
  // MapLibre is never idle while tiles of a slow background are on their way; what was asked of us is drawn long before.
  let settling: ReturnType<typeof setTimeout> | undefined;
  map.on('render', () => {
    clearTimeout(settling);
    if (
      container.dataset.mapState === 'drawing' &&
      OWN_SOURCES.every((id) => map.getSource(id) && map.isSourceLoaded(id))
    ) {
      settling = setTimeout(settled, SETTLE_MS);
    }
  });

  /** A style that is still loading cannot be compared with the next one, so the newest waits for it. */
  const draw = (): void => {
    if (destroyed) return;
    if (!map.style._loaded) return void map.once('style.load', draw);
    pending = false;
    const style = buildStyle(picture, palette);
    applyStyle(map, drawn, style);
    drawn = style;
    map.triggerRepaint();
  };

  const set = (changes: Partial<Picture>): void => {
    if (changes.theme !== undefined && changes.theme !== picture.theme) palette = readPalette(container);
    const before = picture.categories;
    picture = { ...picture, ...changes };
    if (picture.categories !== before) void marks.redraw(before);
    darken();
    note('drawing');
    if (pending) return;
    pending = true;
    queueMicrotask(draw);
  };

  // A background that does not come is no failure of the map: the ground stays.
  const loadBackground = async (): Promise<void> => {
    try {
      const basemap = (await api.basemap()) as unknown as BasemapTiles;
      // The worker that fetches them has no page to resolve a path against.
      const tiles = basemap.tiles.map((tile) => (tile.startsWith('/') ? location.origin + tile : tile));
      if (!background.signal.aborted && basemap.available) set({ basemap: { ...basemap, tiles } });
    } catch (error) {
      if (!isAbort(error)) console.info('map without background:', error);
    }
  };
  if (picture.basemap === null) void loadBackground();

  return {
    map,
    set,
    wait(now) {
      waiting = now;
      if (now) note('drawing');
      else map.triggerRepaint();
    },
    setLabel(label) {
      map.getCanvas().setAttribute('aria-label', label);
    },
    destroy() {
      destroyed = true;
      clearTimeout(settling);
      background.abort();
      map.remove();
    },
  };
}
