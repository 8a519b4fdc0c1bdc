/** Pictures that a category or a kind may have: names of symbols of the web (`cat-NAME`). */
export const CATEGORY_ICONS = [
  'WATER',
  'DRAIN',
  'ROAD',
  'LIGHT',
  'ENERGY',
  'TRANSPORT',
  'EDU',
  'HEALTH',
  'WASTE',
  'LAND',
  'CIVIC',
  'HAZARD',
  'PUBLIC',
  'SAFETY',
  'TELECOM',
  'OTHER',
  'DOG',
  'FIRE',
  'NOISE',
  'SNOW',
  'MARKET',
  'HOUSE',
  'CHILD',
  'ACCESS',
  'SPORT',
  'PARKING',
  'SIGNAL',
  'MAIL',
  'BANK',
  'PLANT',
  'PEOPLE',
  'CULTURE',
] as const;
export type CategoryIcon = (typeof CATEGORY_ICONS)[number];

/** WCAG 2.2, 1.4.11: what a picture needs against its ground. */
const ICON_CONTRAST_MIN = 3;
const BLACK = '#000000';
const WHITE = '#FFFFFF';

/** Relative luminance of #RRGGBB, 0 to 1 (WCAG 2.2). */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two colours #RRGGBB, 1 to 21 (WCAG 2.2). */
export function contrastOf(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is seen better on a colour #RRGGBB: at least 4.5 : 1 on any. */
export function iconColorOn(color: string): string {
  return contrastOf(color, WHITE) >= contrastOf(color, BLACK) ? WHITE : BLACK;
}

/** Whether a picture of the second colour is seen on the first, both #RRGGBB. */
export const isSeenOn = (color: string, iconColor: string): boolean =>
  contrastOf(color, iconColor) >= ICON_CONTRAST_MIN;
