import pg from 'pg';
import type { Config } from '../config.ts';
import { openEmbedded, type EmbeddedEngine } from './embedded/engine.ts';
import { databaseProblem } from './errors.ts';
import { readByCopy, readInPages, type LargeRead } from './large-read.ts';
import { commitsHere, commitsOnPostgres, type Commits } from './notifications.ts';
import type { Statement } from './statement.ts';

/** Something statements run on: the pool, or one transaction. */
export interface Sql {
  run<Params extends object, Row>(statement: Statement<Params, Row>, params: Params): Promise<Row[]>;
  /** Plain text without parameters, for migrations and maintenance. */
  script(text: string): Promise<void>;
}

/** A database, whichever engine serves it. Errors come out as contract problems (db/errors.ts). */
export interface Database extends Sql {
  /** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
  transact<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * Calls `heard` after transactions were committed, here or by another server process on the same database, until the
   * answer is called. A waker, no promise: whoever must miss nothing looks by itself as well.
   */
  watch(heard: () => void): () => void;
  /** Wakes the other server processes after a statement that committed by itself; `transact` does so by itself. */
  tellOthers(): void;
  readLarge: LargeRead;
  close(): Promise<void>;
}

// Rows already have the wire shape: whole numbers as numbers, times as ISO strings.
const int8 = 20;
const timestamptz = 1184;
const parsers: Record<number, (text: string) => unknown> = {
  [int8]: Number,
  [timestamptz]: (text) => new Date(text).toISOString(),
};
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers[oid] ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

/**
 * Connections of their own, so that slow readers never keep a report from being stored. With the planner's usual cost of a
 * page out of order it would rather sort a whole file of texts than follow the index.
 */
const largeReads: pg.PoolConfig = {
  max: 4,
  application_name: 'alai-map large reads',
  options: '-c random_page_cost=1.1',
};

/**
 * Opens the database of the configuration: PostgreSQL when DATABASE_URL is set, else the embedded engine in dataDir.
 * This is the only place that knows there are two. `onCrash` hears of an embedded engine that died. Throws DirectoryInUseError when another process holds dataDir.
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'databaseWaitMilliseconds'>,
  onProgress?: (message: string) => void,
  onCrash?: (error: Error) => void,
): Promise<Database> {
  let engine: EmbeddedEngine | null = null;
  let options: pg.PoolConfig;
  let commits: Commits;
  if (config.databaseUrl === null) {
    engine = await openEmbedded({
      dataDir: config.dataDir,
      waitMs: config.databaseWaitMilliseconds,
      ...(onProgress ? { onProgress } : {}),
      ...(onCrash ? { onCrash } : {}),
    });
    options = engine.poolOptions as pg.PoolConfig;
    commits = commitsHere();
  } else {
    options = { connectionString: config.databaseUrl, max: 10, application_name: 'alai-map' };
    commits = commitsOnPostgres({ connectionString: config.databaseUrl });
  }
  const pool = new pg.Pool({ ...options, types, connectionTimeoutMillis: config.databaseWaitMilliseconds });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  const sql = sqlOn(pool);
  const large =
    engine === null
      ? new pg.Pool({ ...options, ...largeReads, connectionTimeoutMillis: config.databaseWaitMilliseconds })
      : null;
  large?.on('error', () => {});
  return {
    ...sql,
    async transact(work) {
      const result = await transact(pool, work);
      commits.committed();
      return result;
    },
    readLarge: large === null ? readInPages(sql) : readByCopy(large),
    watch: (heard) => commits.watch(heard),
    tellOthers: () => commits.tellOthers(),
    async close() {
      await commits.close();
      await large?.end();
      await pool.end();
      await engine?.close();
    },
  };
}

function sqlOn(queryable: Pick<pg.Pool, 'query'> | pg.PoolClient): Sql {
  return {
    async run(statement, params) {
      try {
        const values = statement.params.map((name) => params[name as keyof typeof params]);
        // Most are unnamed on purpose: the plan must fit the values, because every filter is optional.
        const name = statement.prepared ? { name: statement.name } : {};
        const result = await (queryable as pg.Pool).query({ ...name, text: statement.text, values });
        return result.rows as never[];
      } catch (error) {
        throw databaseProblem(error);
      }
    },
    async script(text) {
      await (queryable as pg.Pool).query(text);
    },
  };
}

async function transact<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw databaseProblem(error);
  }
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(sqlOn(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw databaseProblem(error);
  } finally {
    // A connection that could not even roll back is thrown away, not reused.
    client.release(broken);
  }
}
