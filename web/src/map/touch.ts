import type { GeoJSONSource, Map as MapLibreMap, MapGeoJSONFeature, PointLike } from 'maplibre-gl';
import { TOUCH_LAYERS } from './layers/report-layers.ts';

/** How far beside a mark a finger may land, in pixels. */
const SLACK_PIXELS = 10;
const LEAVES_MAX = 1000;

export interface TouchHandlers {
  /** One report. */
  onselect(id: string): void;
  /** Several that are published at one point, or that no zoom can tell apart. */
  onstack(ids: string[]): void;
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

  const openGroup = async ({ properties, geometry }: MapGeoJSONFeature): Promise<void> => {
    const source = map.getSource<GeoJSONSource>('groups');
    const cluster = Number(properties.cluster_id);
    if (!source || geometry.type !== 'Point') return;
    const zoom = await source.getClusterExpansionZoom(cluster);
    if (zoom <= map.getMaxZoom()) {
      map.easeTo({ center: geometry.coordinates as [number, number], zoom: Math.max(zoom, map.getZoom() + 1) });
      return;
    }
    const leaves = await source.getClusterLeaves(cluster, LEAVES_MAX, 0);
    handlers.onstack(leaves.flatMap((leaf) => String(leaf.properties?.ids).split(',')));
  };

  map.on('click', ({ point }) => {
    const mark = at(point);
    if (!mark) return handlers.onground?.();
    if (mark.properties.cluster_id !== undefined) return void openGroup(mark);
    const ids = String(mark.properties.ids).split(',');
    if (ids.length === 1) handlers.onselect(ids[0]!);
    else handlers.onstack(ids);
  });

  if (matchMedia('(hover: hover)').matches) {
    map.on('mousemove', ({ point }) => {
      const layers = TOUCH_LAYERS.filter((id) => map.getLayer(id));
      const over = map.queryRenderedFeatures(point, { layers }).length > 0;
      map.getCanvas().style.cursor = over ? 'pointer' : '';
    });
  }
}
