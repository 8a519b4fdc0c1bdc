/** The one place that knows terra-draw. */
import type { Polygon, Position } from 'geojson';
import type { Map as MapLibreMap } from 'maplibre-gl';
import { TerraDraw, TerraDrawModeUndoRedo, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw';
import type { GeoJSONStoreFeatures, HexColor, SnapToCustom } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { KEPT_PREFIX } from '../../map/apply-style.ts';
import { nearestCorner, ringsOf, shapeOf, type Ring, type Shape } from './shape.ts';

export type Mode = 'draw' | 'edit';

/** What the buttons around the map need to know. */
export interface DrawingState {
  mode: Mode;
  /** Corners of an unfinished part can be taken back, or set again. */
  canUndo: boolean;
  canRedo: boolean;
  /** A part is chosen. */
  chosen: boolean;
}

interface Options {
  /** Corners of the neighbours: a corner close to one of them becomes the same. */
  corners: readonly Position[];
  /** The shape is another one, by the hand of a person. */
  onshape: (shape: Shape) => void;
  onstate: (state: DrawingState) => void;
}

export interface Drawing {
  /** Shows another shape; what was unfinished is gone. */
  load(shape: Shape): void;
  setMode(mode: Mode): void;
  undo(): void;
  redo(): void;
  removeChosen(): void;
  /** The colours of the page are others now. */
  recolour(): void;
  stop(): void;
}

const SNAP_PIXELS = 14;
const MODES = { draw: 'polygon', edit: 'select' } as const;
/** MapLibre draws such a mark with this radius in pixels. */
const CORNER_RADIUS = 6;
const MIDDLE_RADIUS = 4;
const LINE_WIDTH = 3;

/** Drawing on a map whose style is loaded. */
export function startDrawing(map: MapLibreMap, { corners, onshape, onstate }: Options): Drawing {
  let base: Shape = [];
  let last = '[]';
  let loading = false;
  let chosen: string | number | null = null;
  const color = (name: string) => () => getComputedStyle(map.getContainer()).getPropertyValue(name).trim() as HexColor;
  const toCustom: SnapToCustom = (event, context) => nearestCorner(corners, event, context, SNAP_PIXELS);

  const polygonStyles = {
    fillColor: color('--accent'),
    fillOpacity: 0.15,
    outlineColor: color('--accent'),
    outlineWidth: LINE_WIDTH,
    closingPointColor: color('--surface'),
    closingPointOutlineColor: color('--accent'),
    closingPointWidth: CORNER_RADIUS,
    closingPointOutlineWidth: 2,
    snappingPointColor: color('--accent'),
    snappingPointOutlineColor: color('--surface'),
    snappingPointWidth: CORNER_RADIUS,
    snappingPointOutlineWidth: 2,
  };
  const polygon = new TerraDrawPolygonMode({
    snapping: { toCoordinate: true, toCustom },
    pointerDistance: SNAP_PIXELS,
    styles: polygonStyles,
  });
  const selectStyles = {
    selectedPolygonColor: color('--accent'),
    selectedPolygonFillOpacity: 0.15,
    selectedPolygonOutlineColor: color('--accent'),
    selectedPolygonOutlineWidth: LINE_WIDTH,
    selectionPointColor: color('--surface'),
    selectionPointOutlineColor: color('--accent'),
    selectionPointWidth: CORNER_RADIUS,
    selectionPointOutlineWidth: 3,
    midPointColor: color('--accent'),
    midPointOutlineColor: color('--surface'),
    midPointWidth: MIDDLE_RADIUS,
    midPointOutlineWidth: 1,
  };
  const select = new TerraDrawSelectMode({
    pointerDistance: SNAP_PIXELS,
    flags: {
      polygon: {
        feature: {
          // One careless pull must not carry a whole settlement away.
          draggable: false,
          coordinates: {
            draggable: true,
            midpoints: true,
            deletable: true,
            snappable: { toCoordinate: true, toCustom },
          },
        },
      },
    },
    styles: selectStyles,
  });
  const draw = new TerraDraw({
    // The map keeps what is called so through a change of its style.
    adapter: new TerraDrawMapLibreGLAdapter({ map, prefixId: `${KEPT_PREFIX}area` }),
    modes: [polygon, select],
    undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
  });

  const tell = (): void =>
    onstate({
      mode: draw.getMode() === MODES.edit ? 'edit' : 'draw',
      canUndo: draw.canUndo(),
      canRedo: draw.canRedo(),
      chosen: chosen !== null,
    });

  /** Tells of the shape when it differs; unfinished parts are none yet. */
  const look = (): void => {
    if (loading) return;
    const shape = shapeOf(draw.getSnapshot().filter(isFinished).map(ringOf), base);
    const text = JSON.stringify(shape);
    if (text === last) return;
    last = text;
    onshape(shape);
  };

  const setMode = (mode: Mode): void => {
    chosen = null;
    draw.setMode(MODES[mode]);
    // Where there is one ring its corners are shown at once.
    const rings = draw.getSnapshot().filter(isFinished);
    if (mode === 'edit' && rings.length === 1) draw.selectFeature(rings[0]!.id!);
    tell();
  };

  draw.on('select', (id) => {
    chosen = id;
    tell();
  });
  draw.on('deselect', () => {
    chosen = null;
    tell();
  });
  draw.on('history', tell);
  draw.on('change', (_ids, type) => {
    // A part that the Delete key took away.
    if (type === 'delete' && draw.getModeState() !== 'drawing') look();
  });
  draw.on('finish', (_id, { action }) => {
    look();
    // Not from inside the library's own handling of the last corner.
    if (action === 'draw') queueMicrotask(() => draw.enabled && setMode('edit'));
  });
  draw.start();
  setMode('draw');

  return {
    load(shape) {
      // What it told of itself is there already.
      if (JSON.stringify(shape) === last) return;
      const isFirst = !draw.getSnapshot().some(isRing);
      const mode = draw.getMode() === MODES.draw && !isFirst ? 'draw' : 'edit';
      // Another mode first: it ends what is unfinished and lets go of what is chosen.
      draw.setMode(MODES.edit);
      loading = true;
      base = shape;
      last = JSON.stringify(shape);
      draw.removeFeatures(
        draw
          .getSnapshot()
          .filter(isRing)
          .map(({ id }) => id!),
      );
      draw.addFeatures(
        ringsOf(shape).map(({ of, positions }) => ({
          type: 'Feature',
          geometry: { type: 'Polygon', coordinates: [positions] },
          properties: { mode: MODES.draw, part: of![0], ring: of![1] },
        })),
      );
      loading = false;
      setMode(shape.length === 0 ? 'draw' : mode);
    },
    setMode,
    undo: () => {
      draw.undo();
      tell();
    },
    redo: () => {
      draw.redo();
      tell();
    },
    removeChosen() {
      if (chosen === null) return;
      const gone = chosen;
      draw.deselectFeature(gone);
      draw.removeFeatures([gone]);
      look();
      tell();
    },
    recolour() {
      draw.updateModeOptions<typeof TerraDrawPolygonMode>('polygon', { styles: polygonStyles });
      draw.updateModeOptions<typeof TerraDrawSelectMode>('select', { styles: selectStyles });
    },
    stop() {
      draw.stop();
    },
  };
}

const isRing = ({ geometry, properties }: GeoJSONStoreFeatures): boolean =>
  geometry.type === 'Polygon' && properties.mode === MODES.draw;
const isFinished = (feature: GeoJSONStoreFeatures): boolean =>
  isRing(feature) && feature.properties.currentlyDrawing !== true;

function ringOf({ geometry, properties: { part, ring } }: GeoJSONStoreFeatures): Ring {
  const of = typeof part === 'number' && typeof ring === 'number' ? ([part, ring] as const) : null;
  return { of, positions: (geometry as Polygon).coordinates[0]! };
}
