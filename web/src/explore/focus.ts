/**
 * Gives an element the focus when what had it has gone from the page. Somebody who still has it elsewhere, on the map
 * say, keeps it.
 */
export function focusIfLost(element: HTMLElement | null): void {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body) element?.focus();
}

/** The way back from a report leads to its row in the list. */
export function focusRow(code: string): void {
  focusIfLost(document.querySelector<HTMLElement>(`main a[href*="report=${code}"], aside a[href*="report=${code}"]`));
}
