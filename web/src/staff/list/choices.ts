/** What the filters of the list offer, by name; a kind is part of its category. */
import type { Names } from '../../../../server/contract/catalog.ts';
import type { Catalog } from '../../state/catalog.svelte.ts';

export interface Choice {
  value: string;
  label: string;
  parts?: readonly Choice[];
}

/** Categories with their kinds. */
export function kindChoices(catalog: Catalog): Choice[] {
  const named = ({ code, name }: { code: string; name: Names }): Choice => ({
    value: code,
    label: catalog.nameOf(name),
  });
  return catalog.categories.map((category) => ({ ...named(category), parts: category.kinds.map(named) }));
}

/** The choices and what is chosen besides, such as a retired category: it can be seen and taken away. */
export function withChosen(
  choices: readonly Choice[],
  chosen: readonly string[],
  nameOf: (value: string) => string | undefined,
): Choice[] {
  const known = new Set(flat(choices).map(({ value }) => value));
  const others = chosen.filter((value) => !known.has(value));
  return [...choices, ...others.map((value) => ({ value, label: nameOf(value) ?? value }))];
}

/** Names of what is chosen, in the order of the choices. */
export function namesOf(choices: readonly Choice[], chosen: readonly string[]): string[] {
  return flat(choices)
    .filter(({ value }) => chosen.includes(value))
    .map(({ label }) => label);
}

const flat = (choices: readonly Choice[]): Choice[] => choices.flatMap((choice) => [choice, ...(choice.parts ?? [])]);
