import type { Database, Sql } from './database.ts';

/** Thrown to undo the transaction in which something was found out. */
class TakenBack extends Error {
  readonly found: unknown;

  constructor(found: unknown) {
    super('taken back');
    this.found = found;
  }
}

/** Does `work` in one transaction, with patience, and takes it back. Resolves to what it found out; throws what it throws. */
export async function tryOut<T>(database: Pick<Database, 'transact'>, work: (sql: Sql) => Promise<T>): Promise<T> {
  try {
    const takeBack = async (sql: Sql): Promise<never> => {
      throw new TakenBack(await work(sql));
    };
    return await database.transact(takeBack, { patient: true });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    return error.found as T;
  }
}
