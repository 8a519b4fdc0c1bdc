/**
 * Colours that are offered: those of the shipped categories (Paul Tol's muted and Okabe-Ito's sets, made for eyes that do
 * not tell all hues apart) and some between them.
 */
export const PALETTE = [
  '#0072B2',
  '#6699CC',
  '#56B4E9',
  '#88CCEE',
  '#332288',
  '#6A4C93',
  '#AA4499',
  '#CC79A7',
  '#882255',
  '#CC6677',
  '#661100',
  '#D55E00',
  '#E69F00',
  '#DDCC77',
  '#999933',
  '#117733',
  '#44AA99',
  '#009E73',
  '#8B5E3C',
  '#4D4D4D',
  '#767676',
  '#BBBBBB',
  '#000000',
] as const;

/** How near two colours are when most people call them the same, in Oklab. */
const ALIKE_WITHIN = 0.06;

/** #RRGGBB in capitals of what somebody typed, with or without #; null when it is no colour. */
export function readColor(text: string): string | null {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text.trim())?.[1];
  return digits === undefined ? null : `#${digits.toUpperCase()}`;
}

/** The nearest of some colours that one could be taken for; null when it looks like none of them. */
export function alikeColor<T extends { color: string }>(color: string, others: readonly T[]): T | null {
  const [nearest] = others
    .map((other) => ({ other, away: distance(color, other.color) }))
    .sort((a, b) => a.away - b.away);
  return nearest && nearest.away < ALIKE_WITHIN ? nearest.other : null;
}

/** Distance in Oklab (Ottosson, "A perceptual color space for image processing", 2020): black to white is 1. */
function distance(one: string, other: string): number {
  const [a, b] = [oklab(one), oklab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function oklab(color: string): [number, number, number] {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
