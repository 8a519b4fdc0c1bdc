/** What the fields of the staff's forms offer, named in the language of the page. */
import type { Names } from '../../../server/contract/catalog.ts';
import type { Catalog } from '../state/catalog.svelte.ts';

interface Choice {
  value: string;
  label: string;
}

/** Whatever has a code and names, in its order. */
export const choicesOf = (named: readonly { code: string; name: Names }[], catalog: Catalog): Choice[] =>
  named.map(({ code, name }) => ({ value: code, label: catalog.nameOf(name) }));

/** Settlements and quarters. */
export const areaChoices = (catalog: Catalog): Choice[] =>
  choicesOf(
    catalog.areas.map(({ properties }) => properties).filter(({ kind }) => kind === 'settlement' || kind === 'quarter'),
    catalog,
  );

/** Categories that a report may get. */
export const categoryChoices = (catalog: Catalog): Choice[] => choicesOf(catalog.categories, catalog);

/** Responsible bodies in use. @param kept code of one that is offered even when it is retired */
export const bodyChoices = (catalog: Catalog, kept: string | null = null): Choice[] =>
  choicesOf(
    catalog.config.bodies.filter(({ retired, code }) => !retired || code === kept),
    catalog,
  );
