import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenForChanges, News } from '../../web/src/api/events.ts';
import { Coalescer } from '../../web/src/explore/coalesce.ts';
import { intersects } from '../../web/src/map/geometry.ts';
import type { Bounds } from '../../web/src/map/geometry.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('refreshing after changes', () => {
  const here: Bounds = [72.84, 40.49, 72.841, 40.491];
  const there: Bounds = [72.85, 40.5, 72.851, 40.501];

  it('follows a single change within half a second, at a moment of its own on each page', () => {
    for (const share of [0.1, 0.3, 1]) {
      const refresh = vi.fn();
      new Coalescer(refresh, () => share).note(here);
      vi.advanceTimersByTime(share * 500 - 1);
      expect(refresh).toHaveBeenCalledTimes(0);
      vi.advanceTimersByTime(1);
      expect(refresh).toHaveBeenCalledExactlyOnceWith(here);
    }
  });

  it('makes one of many: the box around all, and anywhere swallows every box', () => {
    const refresh = vi.fn();
    const changes = new Coalescer(refresh, () => 0.5);
    changes.note(here);
    changes.note(there);
    vi.advanceTimersByTime(500);
    expect(refresh).toHaveBeenLastCalledWith([72.84, 40.49, 72.851, 40.501]);
    changes.note(here);
    changes.note(null);
    changes.note(there);
    vi.advanceTimersByTime(1500);
    expect(refresh).toHaveBeenLastCalledWith(null);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('never comes more often than once a second, loses no change and stops when the page is left', () => {
    const steps = fc.array(
      fc.record({ pause: fc.integer({ min: 0, max: 700 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      {
        minLength: 1,
        maxLength: 60,
      },
    );
    fc.assert(
      fc.property(steps, (storm) => {
        const times: number[] = [];
        const told: Bounds[] = [];
        let share = 0;
        const changes = new Coalescer(
          (where) => {
            times.push(Date.now());
            told.push(where!);
          },
          () => share,
        );
        const noted: { box: Bounds; at: number }[] = [];
        storm.forEach((step, i) => {
          share = step.share;
          const box: Bounds = [i, i, i + 0.5, i + 0.5];
          noted.push({ box, at: Date.now() });
          changes.note(box);
          vi.advanceTimersByTime(step.pause);
        });
        vi.advanceTimersByTime(2000);
        for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(1000);
        for (const { box, at } of noted) {
          const answer = told.findIndex((where, i) => times[i]! >= at && intersects(where, box));
          expect(answer).not.toBe(-1);
          expect(times[answer]! - at).toBeLessThanOrEqual(1501);
        }
        changes.note([0, 0, 1, 1]);
        changes.stop();
        const count = times.length;
        vi.advanceTimersByTime(5000);
        expect(times).toHaveLength(count);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the version of the data', () => {
  it('is news when it is not the one on the page', () => {
    const news = new News(7);
    expect(news.isNew(7)).toBe(false);
    expect(news.isNew(8)).toBe(true);
    expect(news.isNew(8)).toBe(false);
  });

  it('is no news when the server is a moment behind what it has just said, but what follows is', () => {
    const news = new News(7);
    expect(news.isNew(6)).toBe(false);
    expect(news.isNew(7)).toBe(true);
  });

  it('is news after the page was not listening, and when the database was set back', () => {
    const news = new News(7);
    news.isNew(7);
    expect(news.isNew(12)).toBe(true);
    expect(news.isNew(3)).toBe(true);
  });
});

describe('listening', () => {
  /** The browser's connection, as far as it can be seen from outside. */
  class Connection extends EventTarget {
    static readonly CLOSED = 2;
    static made: Connection[] = [];
    readyState = 1;
    constructor() {
      super();
      Connection.made.push(this);
    }
    close(): void {
      this.readyState = Connection.CLOSED;
    }
    tell(version: number, bbox: unknown = null): void {
      this.dispatchEvent(new MessageEvent('version', { data: JSON.stringify({ version, bbox }) }));
    }
    fail(): void {
      this.readyState = Connection.CLOSED;
      this.dispatchEvent(new Event('error'));
    }
  }
  const look = (state: 'hidden' | 'visible') => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const open = () => Connection.made.filter(({ readyState }) => readyState !== Connection.CLOSED);
  beforeEach(() => {
    Connection.made = [];
    vi.stubGlobal('EventSource', Connection);
  });
  afterEach(() => void vi.restoreAllMocks());

  it('tells where something changed, and ends when the page is left', () => {
    const told = vi.fn();
    const end = listenForChanges(1, told);
    open()[0]!.tell(1);
    expect(told).not.toHaveBeenCalled();
    open()[0]!.tell(2, [72, 40, 73, 41]);
    expect(told).toHaveBeenCalledExactlyOnceWith([72, 40, 73, 41]);
    end();
    look('visible');
    expect(open()).toEqual([]);
  });

  it('costs nothing while nobody looks, and then hears what it missed', () => {
    const told = vi.fn();
    const end = listenForChanges(1, told);
    open()[0]!.tell(1);
    look('hidden');
    expect(open()).toEqual([]);
    look('visible');
    expect(open()).toHaveLength(1);
    open()[0]!.tell(5);
    expect(told).toHaveBeenCalledExactlyOnceWith(null);
    end();
  });

  it('comes back by itself after an answer that the browser gives up on, ever more slowly', () => {
    const end = listenForChanges(1, () => {});
    for (let failures = 1; failures <= 6; failures++) {
      open()[0]!.fail();
      expect(open()).toEqual([]);
      vi.advanceTimersByTime(90_000);
      expect(Connection.made).toHaveLength(failures + 1);
    }
    end();
  });

  it('holds no line open while data is to be spared: it asks whenever somebody comes back', () => {
    const told = vi.fn();
    let sparing = true;
    const end = listenForChanges(1, told, () => sparing);
    expect(Connection.made).toEqual([]);
    look('visible');
    open()[0]!.tell(1);
    expect(open()).toEqual([]);
    window.dispatchEvent(new Event('focus'));
    open()[0]!.tell(4, [72, 40, 73, 41]);
    // Of several changes it hears the last one only.
    expect(told).toHaveBeenCalledExactlyOnceWith(null);
    expect(open()).toEqual([]);
    sparing = false;
    look('visible');
    open()[0]!.tell(4);
    expect(open()).toHaveLength(1);
    end();
    window.dispatchEvent(new Event('focus'));
    expect(open()).toEqual([]);
  });

  it('breaks nothing in a browser without it', () => {
    vi.stubGlobal('EventSource', undefined);
    expect(() => listenForChanges(1, () => {})()).not.toThrow();
  });
});
