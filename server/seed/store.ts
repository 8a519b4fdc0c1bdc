import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../root.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';

const addCategories = statement<{ categories: string }>('seed/categories');
const addKinds = statement<{ categories: string }>('seed/kinds');
const addBodies = statement<{ bodies: string }>('seed/bodies');
const addCategoryBodies = statement<{ categories: string }>('seed/category_bodies');
const addAreas = statement<{ features: string }>('seed/areas');
const addSettings = statement<{ settings: string }>('seed/settings');

/**
 * Adds the categories, kinds, bodies, placeholder settlements and settings of sql/seed that are missing, in one
 * transaction. Run at every start: what an administrator changed or imported is never overwritten.
 */
export async function seed(database: Database): Promise<void> {
  const taxonomy = readSeed('taxonomy.json') as { categories: unknown; bodies: unknown };
  const areas = readSeed('areas.geojson') as { features: unknown };
  const categories = JSON.stringify(taxonomy.categories);
  const add = async (sql: Sql) => {
    await sql.run(addCategories, { categories });
    await sql.run(addKinds, { categories });
    await sql.run(addBodies, { bodies: JSON.stringify(taxonomy.bodies) });
    await sql.run(addCategoryBodies, { categories });
    await sql.run(addAreas, { features: JSON.stringify(areas.features) });
    await sql.run(addSettings, { settings: JSON.stringify(readSeed('settings.json')) });
  };
  // It may have to wait for another process that puts new boundaries in force.
  await database.transact(add, { patient: true });
}

function readSeed(file: string): unknown {
  return JSON.parse(readFileSync(path.join(ROOT, 'sql/seed', file), 'utf8'));
}
