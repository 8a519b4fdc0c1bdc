import type { Map as MapLibreMap } from 'maplibre-gl';

/** Holds two maps at one zoom, at first the one at which both show all they were fitted to. Returns the undoing. */
export function linkZoom(left: MapLibreMap, right: MapLibreMap): () => void {
  let following = false;
  const follow = (from: MapLibreMap, to: MapLibreMap): void => {
    if (following) return;
    following = true;
    to.setZoom(from.getZoom());
    following = false;
  };
  const wider = left.getZoom() < right.getZoom() ? left : right;
  follow(wider, wider === left ? right : left);
  const byLeft = left.on('zoom', () => follow(left, right));
  const byRight = right.on('zoom', () => follow(right, left));
  return () => {
    byLeft.unsubscribe();
    byRight.unsubscribe();
  };
}
