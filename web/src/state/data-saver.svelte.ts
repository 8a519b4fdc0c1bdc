/** The one place that says whether somebody is to be spared data, and what they asked for all the same. */
import { savesData } from './data-signs.ts';
import type { Signs } from './data-signs.ts';
import { session } from './storage.ts';

type Connection = EventTarget & Signs;
const MAP_KEY = 'alai.map';

class DataSaver {
  /** Then nothing large comes by itself: each names its size and waits for a tap. */
  on = $state(false);
  /** Somebody asked for the map in spite of it; it counts for the tab. */
  mapAsked = $state(session.get(MAP_KEY) !== null);

  constructor() {
    const { connection } = navigator as { connection?: Connection };
    const query = matchMedia('(prefers-reduced-data: reduce)');
    const look = (): void => {
      const header = document.documentElement.dataset.saveData !== undefined;
      this.on = savesData({
        saveData: connection?.saveData,
        effectiveType: connection?.effectiveType,
        reduced: query.matches,
        header,
      });
    };
    look();
    connection?.addEventListener?.('change', look);
    query.addEventListener?.('change', look);
  }

  get withholdsMap(): boolean {
    return this.on && !this.mapAsked;
  }

  askForMap(): void {
    this.mapAsked = true;
    session.set(MAP_KEY, '1');
  }
}

export const dataSaver = new DataSaver();
