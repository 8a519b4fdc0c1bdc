import glyphs from './glyphs.svg?raw';
import icons from './icons.svg?raw';

/** Names of the interface icons in icons.svg (without the `i-` of their ids). */
export type IconName =
  | 'x'
  | 'arrow-left'
  | 'chevron-down'
  | 'chevron-right'
  | 'chevron-up'
  | 'chevron-left'
  | 'plus'
  | 'minus'
  | 'check'
  | 'phone'
  | 'info-circle'
  | 'alert-circle'
  | 'current-location'
  | 'map-pin'
  | 'lock'
  | 'user'
  | 'users'
  | 'share'
  | 'link'
  | 'copy'
  | 'search'
  | 'map-2'
  | 'map-pin-2'
  | 'list'
  | 'columns'
  | 'stack-2'
  | 'download'
  | 'sun'
  | 'moon'
  | 'wifi-off'
  | 'refresh'
  | 'adjustments-horizontal'
  | 'circle-check'
  | 'clock'
  | 'arrow-back-up'
  | 'calendar'
  // Only where icons-report.ts is imported.
  | 'device-mobile-check'
  | 'upload'
  | 'camera';

/** The inside of a symbol of the sprites in the page, for whoever draws it on a canvas; '' when there is none. */
export const glyphOf = (id: string): string => document.getElementById(id)?.innerHTML ?? '';

/** Resolves when the picture of a category can be drawn: those that none has at first come when one is wanted. Never throws. */
export async function glyphReady(icon: string): Promise<void> {
  if (document.getElementById(`cat-${icon}`)) return;
  await import('./more-glyphs.ts').catch(() => null);
}

/** Puts a sprite into the page. */
export function mountSprite(text: string): void {
  const sprite = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  sprite.setAttribute('aria-hidden', 'true');
  sprite.setAttribute('class', 'sprite');
  document.body.prepend(document.importNode(sprite, true));
}

/**
 * Puts both sprites into the page once, so that `<use href="#...">` needs no request and no data: address. They hold
 * no style attributes: the Content-Security-Policy forbids them.
 */
export function mountSprites(): void {
  [glyphs, icons].forEach(mountSprite);
}
