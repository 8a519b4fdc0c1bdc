import type { Position } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap, MapGeoJSONFeature, PointLike } from 'maplibre-gl';
import { TOUCH_LAYERS } from './layers/report-layers.ts';

/** Areas and hexagons: they lie under everything else that answers. */
const FILLED_LAYERS = ['regions', 'grid'];
/** How far beside a mark a finger may land, in pixels. */
const SLACK_PIXELS = 10;
const LEAVES_MAX = 1000;
/** Zooms nearer for a tap on a number of which no more is known. */
const ZOOMS_NEARER = 2;

export interface TouchHandlers {
  /** One report. */
  onselect(id: string): void;
  /** Several that are published at one point (degrees), or that no zoom can tell apart. */
  onstack(ids: string[], at: Position): void;
  /** Those known by their settlement only, when no more than their number is known. */
  onarea(code: string): void;
  /** An area that is filled by its number. */
  onregion?(code: string): void;
  /** A hexagon, by its id. */
  oncell?(id: string): void;
  /** The ground. */
  onground?(): void;
}

/** Makes marks answer to taps and clicks. A group opens by zooming in as far as it needs to fall apart. */
export function answerTouch(map: MapLibreMap, handlers: TouchHandlers): void {
  const at = ({ x, y }: { x: number; y: number }): MapGeoJSONFeature | undefined => {
    const layers = TOUCH_LAYERS.filter((id) => map.getLayer(id));
    const box: [PointLike, PointLike] = [
      [x - SLACK_PIXELS, y - SLACK_PIXELS],
      [x + SLACK_PIXELS, y + SLACK_PIXELS],
    ];
    return map.queryRenderedFeatures([x, y], { layers })[0] ?? map.queryRenderedFeatures(box, { layers })[0];
  };

  const filledAt = (point: PointLike): MapGeoJSONFeature | undefined => {
    const layers = FILLED_LAYERS.filter((id) => map.getLayer(id));
    return map.queryRenderedFeatures(point, { layers })[0];
  };

  const moveTo = (center: Position, zoom: number): void =>
    void map.easeTo({ center: center as [number, number], zoom: Math.min(zoom, map.getMaxZoom()) });

  const openGroup = async ({ properties, geometry }: MapGeoJSONFeature): Promise<void> => {
    const source = map.getSource<GeoJSONSource>('groups');
    const cluster = Number(properties.cluster_id);
    if (!source || geometry.type !== 'Point') return;
    const zoom = await source.getClusterExpansionZoom(cluster);
    if (zoom <= map.getMaxZoom()) {
      moveTo(geometry.coordinates, Math.max(zoom, map.getZoom() + 1));
      return;
    }
    const leaves = await source.getClusterLeaves(cluster, LEAVES_MAX, 0);
    handlers.onstack(
      leaves.flatMap((leaf) => idsOf(leaf.properties)),
      geometry.coordinates,
    );
  };

  map.on('click', ({ point }) => {
    const mark = at(point);
    if (!mark) {
      const filled = filledAt(point);
      if (filled?.source === 'regions') return handlers.onregion?.(String(filled.properties.code));
      if (filled) return handlers.oncell?.(String(filled.properties.cell));
      return handlers.onground?.();
    }
    if (mark.properties.cluster_id !== undefined) return void openGroup(mark);
    const ids = idsOf(mark.properties);
    const place = mark.geometry.type === 'Point' ? mark.geometry.coordinates : [];
    if (ids.length === 1) handlers.onselect(ids[0]!);
    else if (ids.length > 1) handlers.onstack(ids, place);
    else if (mark.properties.area !== undefined) handlers.onarea(String(mark.properties.area));
    else moveTo(place, map.getZoom() + ZOOMS_NEARER);
  });

  if (matchMedia('(hover: hover)').matches) {
    map.on('mousemove', ({ point }) => {
      const layers = TOUCH_LAYERS.filter((id) => map.getLayer(id));
      const over = map.queryRenderedFeatures(point, { layers: [...layers, ...FILLED_LAYERS] }).length > 0;
      map.getCanvas().style.cursor = over ? 'pointer' : '';
    });
  }
}

function idsOf(properties: Record<string, unknown> | null): string[] {
  return String(properties?.ids ?? '')
    .split(',')
    .filter((id) => id !== '');
}
