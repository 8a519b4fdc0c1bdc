/** Whether somebody is to be spared data. Pure. */

/** What the browser and the server say about the connection. */
export interface Signs {
  /** navigator.connection, which not every browser has. */
  saveData?: boolean | undefined;
  effectiveType?: string | undefined;
  /** The media query `prefers-reduced-data`. */
  reduced?: boolean;
  /** The server saw the header `Save-Data: on` on the request for the page. */
  header?: boolean;
}

/** The switch of the browser, or a line on which a map would take minutes. */
export function savesData({ saveData, effectiveType, reduced, header }: Signs): boolean {
  return saveData === true || header === true || reduced === true || /^(slow-)?2g$/.test(effectiveType ?? '');
}
