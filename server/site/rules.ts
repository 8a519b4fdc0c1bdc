import { iconColorOn, isSeenOn } from '../contract/icons.ts';
import { PRECISIONS, type Precision } from '../contract/enums.ts';
import type { CategoryChange, OrderChange, StaffCategory } from '../contract/site.ts';
import { problem } from '../http/problem.ts';

/** The shortest and the longest code of a new category; longer ones are a nuisance in addresses and tables. */
const CODE_LENGTH = { min: 2, max: 16 } as const;

/** The next free code of a new kind: CATEGORY_N1, CATEGORY_N2, ... */
export function newKindCode({ code, kinds }: StaffCategory): string {
  const taken = new Set(kinds.map((kind) => kind.code));
  for (let number = 1; ; number++) if (!taken.has(`${code}_N${number}`)) return `${code}_N${number}`;
}

/** A free code of a new category, out of its English name: Latin capitals and digits, a letter first. */
export function newCategoryCode(english: string, taken: readonly string[]): string {
  const letters = english
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^[0-9]+/, '')
    .slice(0, CODE_LENGTH.max);
  const base = letters.length < CODE_LENGTH.min ? 'CATEGORY' : letters;
  let code = base;
  for (let number = 2; taken.includes(code); number++) code = `${base}${number}`;
  return code;
}

/**
 * Colours of a category as they are to be: a new colour without one for the picture gets black or white. Throws
 * color_contrast_low where the picture would not be seen.
 */
export function coloursOf<T extends Pick<CategoryChange, 'color' | 'iconColor'>>(
  wish: T,
  before?: { color: string; iconColor: string },
): T & { color: string; iconColor: string } {
  const color = wish.color ?? before!.color;
  const kept = wish.color === undefined || wish.color === before?.color ? before?.iconColor : undefined;
  const iconColor = wish.iconColor ?? kept ?? iconColorOn(color);
  // What is shipped is not asked again.
  const asked = wish.color !== undefined || wish.iconColor !== undefined;
  if (asked && !isSeenOn(color, iconColor)) {
    const errors = [{ path: 'iconColor', code: 'color_contrast_low' as const }];
    throw problem('color_contrast_low', `${iconColor} on ${color}`, { errors });
  }
  return { ...wish, color, iconColor };
}

/** Throws last_category when nobody could choose any category any more. */
export function checkStillOneInUse(categories: readonly StaffCategory[], retiring: string): void {
  if (categories.some(({ code, retired }) => !retired && code !== retiring)) return;
  throw problem('last_category', retiring);
}

/**
 * The order that was wished. Throws version_conflict when the order that was seen is no more, and invalid_input when the
 * two lists have not the same codes.
 */
export function checkedOrder(now: readonly string[], { seen, codes }: OrderChange): readonly string[] {
  if (seen.join() !== now.join()) {
    throw problem('version_conflict', `the order is ${now.join()}`, { conflict: { version: 0, changes: [] } });
  }
  const known = new Set(now);
  if (codes.length === now.length && codes.every((code) => known.has(code))) return codes;
  throw problem('invalid_input', 'codes: not those that were seen', {
    errors: [{ path: 'codes', code: 'unknown_value' }],
  });
}

/** Where a new category comes: before the last one in use, which catches whatever fits none of the others. */
export function orderWithNew(categories: readonly StaffCategory[], code: string): string[] {
  const codes = categories.map((category) => category.code).filter((each) => each !== code);
  const last = categories.findLast((category) => !category.retired && category.code !== code);
  if (last) codes.splice(codes.indexOf(last.code), 0, code);
  else codes.push(code);
  return codes;
}

export function isCoarser(after: Precision, before: Precision): boolean {
  return PRECISIONS.indexOf(after) > PRECISIONS.indexOf(before);
}
