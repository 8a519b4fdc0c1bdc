/** A map whose code comes when it is needed: what every map of the pages has in common. */
import { dataSaver } from '../state/data-saver.svelte.ts';
import { local } from '../state/storage.ts';
import type { AlaiMap, CreateMapOptions } from './create-map.ts';

/** Why there is no map: this browser cannot draw one, its files did not come, or data is to be spared. */
export type NoMap = 'cannot' | 'failed' | 'saving';

/** What the map's files weigh on their way, in kB: its script, its worker and its style, packed. A browser test holds it to that. */
export const MAP_KILOBYTES = 370;

const NO_WEBGL_KEY = 'alai.no-webgl';
let drawable: boolean | undefined;

/** Whether the browser can draw the map at all, which needs WebGL 2. Asked before its code is loaded. */
function canDrawMaps(): boolean {
  if (drawable === undefined) {
    try {
      const context = document.createElement('canvas').getContext('webgl2');
      drawable = context !== null;
      // A phone has few of them, and the map wants its own.
      context?.getExtension('WEBGL_lose_context')?.loseContext();
    } catch {
      drawable = false;
    }
    if (drawable) local.remove(NO_WEBGL_KEY);
    else local.set(NO_WEBGL_KEY, '1');
  }
  return drawable;
}

/** Why no map is to be tried; null: one is. */
export function noMapYet(): NoMap | null {
  if (dataSaver.withholdsMap) return 'saving';
  return canDrawMaps() ? null : 'cannot';
}

/** The same as it was the last time: asking the browser takes a cheap phone some time, which the first picture does not have. */
export function noMapLately(): NoMap | null {
  if (dataSaver.withholdsMap) return 'saving';
  return local.get(NO_WEBGL_KEY) === null ? null : 'cannot';
}

/** Runs once the page has been painted as it is now. */
export function afterPaint(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}

/**
 * An attachment that puts a map into its element once the map's code is there, and ends it with the element. `options` is
 * asked at that moment. `ready` hears once of the map, or null and why there is none. It hears nothing any more when the
 * element is gone.
 */
export function lazyMap(
  options: () => CreateMapOptions,
  ready: (map: AlaiMap | null, why: NoMap) => void,
): (container: HTMLElement) => () => void {
  return (container) => {
    let gone = false;
    let made: AlaiMap | null = null;
    const begin = async (): Promise<void> => {
      if (gone) return;
      const why = noMapYet();
      if (why) return ready(null, why);
      try {
        const { createMap } = await import('./create-map.ts');
        if (!gone) made = createMap(container, options());
      } catch (error) {
        console.info('no map:', error);
      }
      if (!gone) ready(made, 'failed');
    };
    afterPaint(() => void begin());
    return () => {
      gone = true;
      made?.destroy();
    };
  };
}
