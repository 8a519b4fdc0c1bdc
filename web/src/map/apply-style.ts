import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap, SourceSpecification, StyleSpecification } from 'maplibre-gl';

/** Sources and layers that are called so were put there by others and stay, whatever the style is. */
export const KEPT_PREFIX = 'kept-';

/** Up to so many features are compared by what they say; more only by being the very same. */
const COMPARED_MAX = 100;

/**
 * Brings the map from one style to the next. MapLibre's own comparison copies and walks through every feature; where only
 * data changed, which is what every move of a large map does, the changed sources alone get their new data.
 */
export function applyStyle(map: MapLibreMap, before: StyleSpecification | null, style: StyleSpecification): void {
  const changed = before && changedData(before, style);
  if (!changed) return void map.setStyle(style, { validate: false, transformStyle: withKept });
  for (const [id, data] of changed) void map.getSource<GeoJSONSource>(id)?.setData(data);
}

/** The next style with what others have put on the map, on top. */
export function withKept(before: StyleSpecification | undefined, next: StyleSpecification): StyleSpecification {
  const kept = Object.entries(before?.sources ?? {}).filter(([id]) => id.startsWith(KEPT_PREFIX));
  if (!before || kept.length === 0) return next;
  const layers = before.layers.filter(({ id }) => id.startsWith(KEPT_PREFIX));
  return { ...next, sources: { ...next.sources, ...Object.fromEntries(kept) }, layers: [...next.layers, ...layers] };
}

/** The data of the sources that differ; null when anything but data does. */
export function changedData(
  before: StyleSpecification,
  style: StyleSpecification,
): Map<string, FeatureCollection> | null {
  if (!sameJson(before.layers, style.layers) || !sameJson(frameOf(before.sources), frameOf(style.sources))) return null;
  const changed = new Map<string, FeatureCollection>();
  for (const [id, source] of Object.entries(style.sources)) {
    const [now, old] = [dataOf(source), dataOf(before.sources[id]!)];
    if (now && old && !sameData(old, now)) changed.set(id, now);
  }
  return changed;
}

function dataOf(source: SourceSpecification): FeatureCollection | null {
  return source.type === 'geojson' ? (source.data as FeatureCollection) : null;
}

/** Everything of the sources but their data. */
function frameOf(sources: StyleSpecification['sources']): unknown {
  return Object.entries(sources).map(([id, source]) => [id, { ...source, data: null }]);
}

function sameData(a: FeatureCollection, b: FeatureCollection): boolean {
  if (a === b || a.features === b.features) return true;
  if (a.features.length !== b.features.length) return false;
  if (a.features.length <= COMPARED_MAX) return sameJson(a.features, b.features);
  return a.features.every((feature, i) => feature === b.features[i]);
}

function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
