import { encodeCursor } from '../../server/reports/cursor.ts';
import { ratioAtLeast, ratioAtMost, type Context, type Goal, type Group } from './context.ts';
import { runLoad } from './load.ts';
import { pgbench, queryText } from './pgbench.ts';
import { queryOnce } from './places.ts';
import { inTurn } from './rounds.ts';

const PAGE_ROWS = 1000;
const DEEP_PAGE = 1000;
const CLIENTS = 2;
const SHOWN = "array['new','verified','in_progress','resolved']";
/** Parameters of a list without a filter, as SQL. */
export const NO_FILTER: Record<string, string> = {
  areaIds: 'null',
  outside: 'false',
  categoryCodes: 'null',
  kindCodes: 'null',
  statuses: SHOWN,
  since: 'null',
  before: 'null',
  boxes: 'null',
  polygon: 'null',
  words: 'null',
  demo: 'null',
};
/** The last report of a page: how the first one after it is found. */
const LAST_OF_PAGE = `select id, to_char(reported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time
from published_reports where status = any (${SHOWN}) order by reported_at desc, id desc offset $1 limit 1`;

const likePgbench: Goal = ratioAtLeast(0.8, '>= 0.8 of the same statement in pgbench', 0.1);

export const listPages: Group<'first' | 'deep' | 'depth'> = {
  rows: {
    first: { name: 'list page of 1,000, page 1', unit: 'pages/s', goal: likePgbench },
    deep: {
      name: 'list page of 1,000, page 1,000 (the last full one of fewer reports)',
      unit: 'pages/s',
      goal: likePgbench,
    },
    depth: {
      name: 'cost of page 1,000 against page 1',
      unit: 'ms',
      goal: ratioAtMost(1.1, '= page 1 (<= 1.1 of it)', 4),
    },
  },
  async measure(context) {
    const { url } = context.large;
    const [{ count }] = (await queryOnce<{ count: number }>(
      url,
      `select count(*)::integer as count from published_reports where status = any (${SHOWN})`,
    )) as [{ count: number }];
    const page = Math.min(DEEP_PAGE, Math.floor(count / PAGE_ROWS) - 1);
    if (page < 2) throw new Error(`${count} reports are too few for pages of ${PAGE_ROWS}`);
    const [last] = await queryOnce<{ id: string; time: string }>(url, LAST_OF_PAGE, [(page - 1) * PAGE_ROWS - 1]);
    if (page < DEEP_PAGE) context.say(`  page ${page} stands for page ${DEEP_PAGE}`);
    const cursor = encodeCursor({ afterTime: last!.time, afterId: last!.id });
    const first = `/api/reports?limit=${PAGE_ROWS}`;
    const deep = `${first}&cursor=${cursor}`;
    const statement = (afterTime: string, afterId: string) =>
      `${queryText('reports/list', { ...NO_FILTER, afterTime, afterId, limit: String(PAGE_ROWS) })};\n`;
    const rate = (path: string) => async () => (await ask(context, path, CLIENTS)).perSecond;
    const sql = (text: string) => async () =>
      (await pgbench(context, url, [text], { clients: CLIENTS, seconds: context.seconds })).perSecond;
    const seen = await inTurn(context.rounds, {
      first: rate(first),
      firstSql: sql(statement('null', 'null')),
      deep: rate(deep),
      deepSql: sql(statement(`'${last!.time}'`, `'${last!.id}'`)),
      firstAlone: async () => (await ask(context, first, 1)).p50,
      deepAlone: async () => (await ask(context, deep, 1)).p50,
    });
    return {
      first: { value: seen.first, limit: seen.firstSql },
      deep: { value: seen.deep, limit: seen.deepSql },
      depth: { value: seen.deepAlone, limit: seen.firstAlone },
    };
  },
};

function ask({ large, seconds }: Context, path: string, connections: number) {
  return runLoad({
    origin: large.server.origin,
    connections,
    warmupSeconds: seconds / 5,
    seconds,
    sequences: [[{ path }]],
  });
}
