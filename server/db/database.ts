import pg from 'pg';
import type { Config } from '../config.ts';
import { openEmbedded, type EmbeddedEngine } from './embedded/engine.ts';
import { databaseProblem, isUnavailable } from './errors.ts';
import { readByCopy, readInPages, type LargeRead } from './large-read.ts';
import { commitsHere, commitsOnPostgres, type Commits } from './notifications.ts';
import type { Statement } from './statement.ts';

/** Something statements run on: the pool, or one transaction. */
export interface Sql {
  run<Params extends object, Row>(statement: Statement<Params, Row>, params: Params): Promise<Row[]>;
  /** Plain text without parameters, for migrations and maintenance; may take as long as it takes. */
  script(text: string): Promise<void>;
}

export interface Work {
  /** Each statement may take as long as it takes: for what rewrites very many rows at once, never for an ordinary request. */
  patient?: boolean;
}

/** A database, whichever engine serves it. Errors come out as contract problems (db/errors.ts). */
export interface Database extends Sql {
  /** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
  transact<T>(work: (sql: Sql) => Promise<T>, how?: Work): Promise<T>;
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
 * A host that vanishes without a word answers nothing, and the operating system gives up on what was sent to it only after
 * a quarter of an hour. So an idle connection is probed after this long, and each statement has a bound (`bounds`).
 */
const keptAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
/** How much longer than PostgreSQL itself may take this side waits: who is alive says so first, and ends its statement. */
const GRACE = 1.5;

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
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'databaseWaitMilliseconds'> &
    Partial<Pick<Config, 'databaseAnswerMilliseconds'>>,
  onProgress?: (message: string) => void,
  onCrash?: (error: Error) => void,
): Promise<Database> {
  const connectionTimeoutMillis = config.databaseWaitMilliseconds;
  let engine: EmbeddedEngine | null = null;
  let options: pg.PoolConfig;
  // An engine within this process cannot vanish from it.
  const answer = config.databaseUrl === null ? null : (config.databaseAnswerMilliseconds ?? null);
  const bound = answer === null ? null : answer * GRACE;
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
    options = { connectionString: config.databaseUrl, max: 10, application_name: 'alai-map', ...keptAlive };
    commits = commitsOnPostgres({ connectionString: config.databaseUrl, ...keptAlive, connectionTimeoutMillis });
  }
  // What waits for a lock in vain must end there too, or those who try again would take up every connection of the server.
  const ended = answer === null ? {} : { statement_timeout: answer };
  const pool = new pg.Pool({ ...options, ...ended, types, connectionTimeoutMillis });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  const sql = sqlOn(pool, bound);
  const large = engine === null ? new pg.Pool({ ...options, ...largeReads, connectionTimeoutMillis }) : null;
  large?.on('error', () => {});
  return {
    ...sql,
    async transact(work, how) {
      const result = await transact(pool, work, bound, how?.patient ?? false);
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

/** @param bound milliseconds that a statement may take; null for no bound */
function sqlOn(queryable: Pick<pg.Pool, 'query'> | pg.PoolClient, bound: number | null): Sql {
  return {
    async run(statement, params) {
      try {
        const values = statement.params.map((name) => params[name as keyof typeof params]);
        // Most are unnamed on purpose: the plan must fit the values, because every filter is optional.
        const name = statement.prepared ? { name: statement.name } : {};
        const result = await ask(queryable, { ...name, text: statement.text, values }, bound);
        return result.rows as never[];
      } catch (error) {
        throw databaseProblem(error);
      }
    },
    async script(text) {
      await ask(queryable, { text: bound === null ? text : `${UNBOUNDED}; ${text}` }, null);
    },
  };
}

/** For the rest of the transaction, which several statements sent at once are as well. */
const UNBOUNDED = 'set local statement_timeout = 0';

/** One question, with an end to the wait for its answer; the connection is of no use after that. */
function ask(queryable: Pick<pg.Pool, 'query'>, query: pg.QueryConfig, bound: number | null): Promise<pg.QueryResult> {
  const bounded: pg.QueryConfig & { query_timeout?: number } =
    bound === null ? query : { ...query, query_timeout: bound };
  return queryable.query(bounded);
}

async function transact<T>(
  pool: pg.Pool,
  work: (sql: Sql) => Promise<T>,
  bound: number | null,
  patient: boolean,
): Promise<T> {
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw databaseProblem(error);
  }
  let broken: Error | undefined;
  try {
    await ask(client, { text: 'begin' }, bound);
    if (patient && bound !== null) await ask(client, { text: UNBOUNDED }, bound);
    const result = await work(sqlOn(client, patient ? null : bound));
    await ask(client, { text: 'commit' }, patient ? null : bound);
    return result;
  } catch (error) {
    const found = databaseProblem(error);
    // Nothing more is asked of a host that does not answer, or the wait would be twice as long.
    if (isUnavailable(found)) broken = found;
    else {
      await ask(client, { text: 'rollback' }, bound).catch((rollbackError: Error) => {
        broken = rollbackError;
      });
    }
    throw found;
  } finally {
    // A connection that could not even roll back is thrown away, not reused.
    client.release(broken);
  }
}
