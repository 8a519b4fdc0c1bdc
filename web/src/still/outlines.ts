import type { AreaFeature } from '../../../server/contract/catalog.ts';
import type { Outline } from './draw.ts';

/** Areas as a picture draws their boundaries: dashed while they are placeholders. `nameOf` gives what is written beside one. */
export function outlinesOf(
  areas: readonly AreaFeature[],
  nameOf: (area: AreaFeature) => string | undefined,
): Outline[] {
  return areas.map((area) => {
    const name = nameOf(area);
    return {
      geometry: area.geometry as Outline['geometry'],
      dashed: area.properties.approximate,
      ...(name !== undefined && { name }),
    };
  });
}
