import type { BodyRoute } from '../../../../server/contract/staff-bodies.ts';

/** The longest code that the server takes. */
const CODE_LENGTH_MAX = 63;

/**
 * A code for a new body, out of its English name: small Latin letters, digits and hyphens, and none that is taken. People
 * never see it.
 */
export function codeFor(name: string, taken: readonly string[]): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const base = (slug || 'body').slice(0, CODE_LENGTH_MAX - 4).replace(/-+$/, '');
  let code = base;
  for (let number = 2; taken.includes(code); number++) code = `${base}-${number}`;
  return code;
}

/** Whether a route counts on a day (YYYY-MM-DD): from its first day on, and before the first day no more. */
export function standing(
  { validFrom, validTo }: Pick<BodyRoute, 'validFrom' | 'validTo'>,
  today: string,
): 'now' | 'future' | 'past' {
  if (validTo !== null && validTo <= today) return 'past';
  return validFrom !== null && validFrom > today ? 'future' : 'now';
}

/** Routes as they are read: what counts for more first, the kind before the category, the area before everywhere. */
export function inOrder(routes: readonly BodyRoute[], categoryOrder: (code: string) => number): BodyRoute[] {
  const rank = ({ category }: BodyRoute): number => (category === null ? Infinity : categoryOrder(category));
  return [...routes].sort(
    (a, b) =>
      Number(rank(a) > rank(b)) - Number(rank(a) < rank(b)) ||
      Number(a.area === null) - Number(b.area === null) ||
      (a.area ?? '').localeCompare(b.area ?? '') ||
      (b.validFrom ?? '').localeCompare(a.validFrom ?? '') ||
      a.id - b.id,
  );
}
