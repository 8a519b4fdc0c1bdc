import type { Queue } from '../../../server/contract/staff-queue.ts';
import { listenForChanges } from '../api/events.ts';
import { context } from '../state/context.ts';
import { ask } from './api.ts';

/** What changes nothing public, such as an approval elsewhere of a hidden report, is seen within this time. */
const LOOK_EVERY_MS = 30_000;
/** Several changes in a row are one question. */
const GATHER_MS = 1_000;

/** The numbers on the menu, as they are now. */
export class Counts {
  /** Reports that wait for a moderator within one's areas; null: not known, or not one's business. */
  waiting = $state<number | null>(null);
  /** Grows with every change of published data, for whoever shows reports. */
  changes = $state(0);

  /** Keeps them fresh while the page is looked at; returns the ending. */
  watch(dataVersion: number, withQueue: boolean): () => void {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      if (withQueue && document.visibilityState === 'visible') void this.look();
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    const stop = listenForChanges(dataVersion, () => {
      clearTimeout(gathering);
      gathering = setTimeout(() => {
        this.changes += 1;
        look();
      }, GATHER_MS);
    });
    look();
    return () => {
      clearInterval(timer);
      clearTimeout(gathering);
      stop();
    };
  }

  async look(): Promise<void> {
    try {
      this.waiting = (await ask<Queue>('/api/staff/queue?limit=1')).waiting;
    } catch {
      // The old number stays; whoever acts will see what is wrong.
    }
  }
}

export const countsContext = context<Counts>('Counts');
