/** A map whose code comes when it is needed: what every map of the pages has in common. */
import type { AlaiMap, CreateMapOptions } from './create-map.ts';

/**
 * An attachment that puts a map into its element once the map's code is there, and ends it with the element. `options` is
 * asked at that moment. `ready` hears once of the map, or null where there is none: this browser cannot draw maps, or
 * the code did not come. It hears nothing any more when the element is gone.
 */
export function lazyMap(
  options: () => CreateMapOptions,
  ready: (map: AlaiMap | null) => void,
): (container: HTMLElement) => () => void {
  return (container) => {
    let gone = false;
    let made: AlaiMap | null = null;
    void import('./create-map.ts')
      .then(({ canDrawMaps, createMap }) => {
        if (!gone && canDrawMaps()) made = createMap(container, options());
      })
      .catch((error: unknown) => console.info('no map:', error))
      .then(() => {
        if (!gone) ready(made);
      });
    return () => {
      gone = true;
      made?.destroy();
    };
  };
}
