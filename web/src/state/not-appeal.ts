import { m } from '../paraglide/messages.js';
import type { Catalog } from './catalog.svelte.ts';

/**
 * That a report is no legal appeal, in the words of the administrator or those that are shipped. Apart from the catalog,
 * because the first load does not say it.
 */
export function notAppeal(catalog: Catalog): string {
  const own = catalog.config.texts.notAppeal;
  return own ? catalog.nameOf(own) : m.not_an_appeal();
}
