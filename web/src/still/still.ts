/** What a picture that stands still shows in place of a map. */
import type { Bounds } from '../map/geometry.ts';
import type { MapReports, SelectedMark } from '../map/picture.ts';
import type { Ground } from './draw.ts';

export interface Still {
  /** Either a box, degrees, or a centre, [longitude, latitude], with a zoom as the map counts it. */
  view: {
    bounds?: Bounds;
    padding?: number;
    center?: readonly number[];
    zoom?: number;
    /** Pixels by which the middle lies lower, because something covers the top. */
    down?: number;
  };
  ground: Omit<Ground, 'streets'>;
  /** The one report that is looked at. */
  selected?: SelectedMark | null;
}

/** Reports as dots: a picture says where others are, and no more. Those known by their settlement only lie nowhere. */
export function dotsOf({ marks, cells }: MapReports): Pick<Ground, 'dots' | 'cells'> {
  return {
    dots: marks.features.map(({ geometry }) => geometry.coordinates),
    cells: cells.features.map(({ geometry }) => geometry),
  };
}
