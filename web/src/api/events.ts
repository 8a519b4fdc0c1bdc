/** News from the server, as long as somebody looks at the page. */

/** Told when published data changed: box of where (west, south, east, north, degrees), null for anywhere. */
export type Change = readonly [number, number, number, number] | null;

interface VersionEvent {
  version: number;
  bbox: [number, number, number, number] | null;
}

/** After an answer that EventSource gives up on (it tries again by itself after a lost connection). */
const RECONNECT_MS = { first: 5_000, most: 60_000 } as const;

/**
 * Listens while the page is visible; whatever was missed meanwhile is told as one change anywhere. Never throws: without
 * EventSource, or when the server does not answer, nothing is told.
 *
 * @param known the data version that the page was made from
 * @param sparing while true no line is held open: whenever somebody comes back to the page, it only asks for the version
 * @returns ends it
 */
export function listenForChanges(
  known: number,
  onchange: (where: Change) => void,
  sparing: () => boolean = () => false,
): () => void {
  if (typeof EventSource === 'undefined') return () => {};
  const news = new News(known);
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let wait: number = RECONNECT_MS.first;

  const close = (): void => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  const open = (): void => {
    close();
    source = new EventSource('/api/events');
    source.addEventListener('open', () => (wait = RECONNECT_MS.first));
    source.addEventListener('version', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as VersionEvent;
      // Asked for after a while, the last change is not the only one that may have been missed.
      if (news.isNew(event.version)) onchange(sparing() ? null : event.bbox);
      if (sparing()) close();
    });
    source.addEventListener('error', () => {
      if (source?.readyState !== EventSource.CLOSED) return;
      // Not all at the same moment, when the server is back.
      again = setTimeout(open, wait * (0.5 + Math.random()));
      wait = Math.min(wait * 2, RECONNECT_MS.most);
    });
  };
  const look = (): void => {
    if (document.visibilityState === 'hidden') close();
    else if (source === null) open();
  };
  document.addEventListener('visibilitychange', look);
  const comeBack = (): void => {
    if (sparing()) look();
  };
  addEventListener('focus', comeBack);
  // The page itself is of now.
  if (!sparing()) look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    removeEventListener('focus', comeBack);
    close();
  };
}

/**
 * Tells new versions from those that the page shows already. Every connection begins with the version as it is. The first
 * may be behind the one the page knows, because the server reads changes a moment after they are stored; from then on
 * any other version is new.
 */
export class News {
  #version: number;
  #first = true;

  constructor(known: number) {
    this.#version = known;
  }

  isNew(version: number): boolean {
    const isNew = this.#first ? version > this.#version : version !== this.#version;
    this.#first = false;
    this.#version = version;
    return isNew;
  }
}
