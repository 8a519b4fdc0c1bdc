/** What others will see of a report that is being written. Pure. */
import type { AreaFeature } from '../../../server/contract/catalog.ts';
import type { Precision } from '../../../server/contract/enums.ts';
import { cellCentre } from './coarse-place.ts';
import { coarser, type DraftValues } from './draft-rules.ts';
import { areaAt } from './place.ts';

export interface Seen {
  precision: Precision;
  /** Where it stands on the map, in degrees [longitude, latitude]; null: only the settlement is named. */
  point: [number, number] | null;
  /** The settlement or quarter that is named; null outside all. */
  area: AreaFeature | null;
  /** Words that are shown once somebody has looked at them; null where there are none, or they are never shown. */
  description: string | null;
  landmark: string | null;
  /** A landmark that was written and is never shown, because it would tell the place. */
  hiddenLandmark: string | null;
}

/**
 * The published form of a draft, as the database will make it: `finest` is what its kind allows, `settlements` and `quarters` the areas in force. The quarter
 * of an exact or coarse report is that of the published point, never of the exact one.
 */
export function seenOf(
  draft: DraftValues,
  finest: Precision,
  settlements: readonly AreaFeature[],
  quarters: readonly AreaFeature[],
): Seen {
  const pin = draft.placeBy === 'map' ? draft.pin : null;
  const precision = pin === null ? 'area' : coarser(draft.precision, finest);
  const shown = pin === null || precision === 'area' ? null : precision === 'exact' ? pin : cellCentre(pin);
  const landmark = draft.landmark.trim() || null;
  return {
    precision,
    point: shown && [shown.lng, shown.lat],
    area: shown
      ? (areaAt(quarters, shown) ?? areaAt(settlements, shown))
      : pin
        ? areaAt(settlements, pin)
        : (settlements.find(({ properties }) => properties.code === draft.area) ?? null),
    description: draft.description.trim() || null,
    landmark: precision === 'exact' ? landmark : null,
    hiddenLandmark: precision === 'exact' ? null : landmark,
  };
}
