import type { StaffCounts } from '../../../server/contract/staff-counts.ts';
import { listenForChanges } from '../api/events.ts';
import { context } from '../state/context.ts';
import { ask } from './api.ts';

/** What changes nothing public, such as an approval elsewhere of a hidden report, is seen within this time. */
const LOOK_EVERY_MS = 30_000;
/** Several changes in a row are one question. */
const GATHER_MS = 1_000;

/** The numbers on the menu, as they are now. */
export class Counts {
  /** Reports with text or photos that wait for a moderator within one's areas; null: not known, or not one's business. */
  waiting = $state<number | null>(null);
  /** Floods that nobody has hidden; null as above. */
  bursts = $state<number | null>(null);
  /** Reports that somebody says are wrong, and nobody has looked at. */
  flagged = $state(0);
  /** Open reports whose term for a reply has passed. */
  overdue = $state<number | null>(null);

  /** Keeps them fresh while the page is looked at; returns the ending. */
  watch(dataVersion: number): () => void {
    let gathering: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      if (document.visibilityState === 'visible') void this.look();
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    const stop = listenForChanges(dataVersion, () => {
      clearTimeout(gathering);
      gathering = setTimeout(look, GATHER_MS);
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
      const { overdue, queue, bursts, flagged } = await ask<StaffCounts>('/api/staff/counts');
      this.overdue = overdue;
      this.waiting = queue;
      this.bursts = bursts;
      this.flagged = flagged;
    } catch {
      // The old number stays; whoever acts will see what is wrong.
    }
  }
}

export const countsContext = context<Counts>('Counts');
