import type { AreaKind } from '../contract/enums.ts';
import type { Body, Category, Kind } from '../contract/catalog.ts';
import type { Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { buildCatalog, type Catalog } from './rules.ts';

/** How far a likely duplicate may be, and how long ago it may have been reported. */
export interface Nearby {
  metres: number;
  days: number;
}
export type CategoryRow = Omit<Category, 'kinds'> & {
  retired: boolean;
  nearby: Nearby;
  kinds: (Kind & { retired: boolean })[];
};
export interface AreaRow {
  id: number;
  code: string;
  kind: AreaKind;
  parent: string | null;
}
interface State {
  dataVersion: number;
  demoPresent: boolean;
  demoShown: boolean;
}

const selectCategories = statement<object, CategoryRow>('catalog/categories');
const selectBodies = statement<object, Body>('catalog/bodies');
const selectAreas = statement<object, AreaRow>('catalog/areas');
const selectSettings = statement<object, { settings: Record<string, unknown> }>('catalog/settings');
const logChange = statement('catalog/log_change');
const selectState = statement<object, State>('catalog/state');

/** Reads everything a request is checked against. */
export async function loadCatalog(sql: Sql): Promise<Catalog> {
  const [categories, bodies, areas, settings] = [
    await sql.run(selectCategories, {}),
    await sql.run(selectBodies, {}),
    await sql.run(selectAreas, {}),
    await loadSettings(sql),
  ];
  return buildCatalog(categories, bodies, areas, settings);
}

/** The settings alone, by their keys in the table; always fresh. */
export async function loadSettings(sql: Sql): Promise<Record<string, unknown>> {
  return (await sql.run(selectSettings, {}))[0]!.settings;
}

/** Tells every server process, and every open page, that categories, kinds, bodies or settings changed; with the change. */
export async function tellCatalogChanged(sql: Sql): Promise<void> {
  await sql.run(logChange, {});
}

/** The data version and the state of the demonstration, always fresh. */
export async function loadState(sql: Sql): Promise<State> {
  return (await sql.run(selectState, {}))[0]!;
}
