// What the index of a database takes, in a process that holds nothing else: prints {reports, columns, held} in bytes.
// Run with --expose-gc; the address of the database is the only argument.
import { load } from '../support/typescript.mjs';

const [url] = process.argv.slice(2);
const { openDatabase } = await load('server/db/database.ts');
const { IndexFollower } = await load('server/index/follow/follower.ts');
const database = await openDatabase({ databaseUrl: url, dataDir: '', databaseWaitMilliseconds: 60_000 });
await new IndexFollower(database, fail).load();
const before = held();
const follower = new IndexFollower(database, fail);
await follower.load();
const after = held();
process.stdout.write(
  JSON.stringify({ reports: follower.index.size, columns: follower.index.bytes, held: after - before }),
);
await database.close();

/** The first load is thrown away: what code and connection take is not the index's. */
function held() {
  for (let i = 0; i < 3; i++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function fail(error) {
  throw error;
}
