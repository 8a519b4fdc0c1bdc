import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { BOX } from './generate.ts';
import { COLD_FILTERS, tilePath, type TileAddress } from './places.ts';
import { pick, randomFrom } from './random.ts';

const KINDS = ['ROAD_POTHOLE', 'WATER_NONE', 'WASTE_PICKUP'];
const RECENT_MAX = 2000;
const HURRY_MILLISECONDS = 5;
/** One statement each; `$1` is the id of a random report, `$2` and `$3` a place, `$4` a status. */
const EDITS = [
  `update reports set status = $4, resolved_at = case when $4 = 'resolved' then now() end, updated_at = now()
   where id = $1 and $2::float8 is not null and $3::float8 is not null`,
  `update reports set published_description = 'Текшерилди', updated_at = now()
   where id = $1 and $2::float8 is not null and $3::float8 is not null and $4::text is not null`,
  `update reports set hidden_at = case when hidden_at is null then now() end, hidden_reason = 'soak'
   where id = $1 and $2::float8 is not null and $3::float8 is not null and $4::text is not null`,
  `update reports set location = st_setsrid(st_makepoint($2, $3), 4326), updated_at = now()
   where id = $1 and $4::text is not null`,
];
const STATUSES = ['new', 'verified', 'in_progress', 'resolved', 'rejected', 'duplicate'];

export interface Work {
  /** Answers by what was asked. */
  done: Record<string, number>;
  /** What must not be: answers of 500 and more, and requests without an answer. */
  faults: string[];
  stop(): Promise<void>;
}

/** What residents, moderators and readers do, on both servers at once, until it is stopped. */
export async function startWork(
  url: string,
  origins: readonly string[],
  tiles: readonly TileAddress[],
  listeners: number,
): Promise<Work> {
  const random = randomFrom(9);
  const [done, faults]: [Record<string, number>, string[]] = [{}, []];
  const stopped = new AbortController();
  const recent: string[] = [];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const known = (await client.query<{ id: string }>('select id from reports order by id limit 5000')).rows;
  const place = () => [BOX[0] + random() * (BOX[2] - BOX[0]), BOX[1] + random() * (BOX[3] - BOX[1])] as const;
  const anyId = () => (recent.length > 0 && random() < 0.5 ? pick(recent, random) : pick(known, random).id);

  const ask = async (name: string, path: string, init: RequestInit = {}) => {
    const response = await fetch(pick(origins, random) + path, init);
    const body = await response.arrayBuffer();
    done[name] = (done[name] ?? 0) + 1;
    if (response.status >= 500) faults.push(`${name}: ${response.status}`);
    return { status: response.status, text: () => new TextDecoder().decode(body) };
  };
  const send = async () => {
    const answer = await ask('report', '/api/reports', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ category: pick(KINDS, random), location: { type: 'Point', coordinates: place() } }),
    });
    if (answer.status !== 201) throw new Error(`answered with ${answer.status}`);
    recent.push((JSON.parse(answer.text()) as { id: string }).id);
    if (recent.length > RECENT_MAX) recent.shift();
  };
  const support = () =>
    ask('support', `/api/reports/${anyId()}/support`, {
      method: random() < 0.8 ? 'POST' : 'DELETE',
      headers: { 'device-token': `soak-device-token-${Math.floor(random() * 50)}` },
    });
  const edit = async () => {
    await client.query(pick(EDITS, random), [anyId(), ...place(), pick(STATUSES, random)]);
    done.edit = (done.edit ?? 0) + 1;
  };
  const tile = () => ask('tile', `${tilePath(pick(tiles, random))}?${pick(FILTERS, random)}`);
  const list = () => ask('list', `/api/reports?limit=200&${pick(FILTERS, random)}`);
  const figures = () => ask('statistics', `/api/statistics?by=area,status&${pick(FILTERS, random)}`);

  /** Again and again, at most so often in a second. */
  const repeat = async (name: string, perSecond: number, work: () => Promise<unknown>) => {
    while (!stopped.signal.aborted) {
      const since = performance.now();
      await work().catch((error: Error) => faults.push(`${name}: ${error.message.split('\n', 1)[0]!}`));
      const pause = Math.max(HURRY_MILLISECONDS, 1000 / perSecond - (performance.now() - since));
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  const listen = async (origin: string) => {
    try {
      const response = await fetch(`${origin}/api/events`, { signal: stopped.signal });
      for await (const chunk of response.body!) {
        const events = new TextDecoder().decode(chunk as Uint8Array).split('event: version').length - 1;
        done.event = (done.event ?? 0) + events;
      }
      if (!stopped.signal.aborted) faults.push('events: the stream ended');
    } catch (error) {
      if (!stopped.signal.aborted) faults.push(`events: ${(error as Error).message}`);
    }
  };
  const running = [
    repeat('report', 10, send),
    repeat('report', 10, send),
    repeat('support', 10, support),
    repeat('edit', 20, edit),
    repeat('tile', 100, tile),
    repeat('tile', 100, tile),
    repeat('list', 5, list),
    repeat('statistics', 5, figures),
    ...origins.flatMap((origin) => Array.from({ length: listeners }, () => listen(origin))),
  ];
  return {
    done,
    faults,
    async stop() {
      stopped.abort();
      await Promise.all(running);
      await client.end();
    },
  };
}

const FILTERS = ['', ...COLD_FILTERS.map((filter) => filter.replace('from={unique}', 'from=2023-01-01'))];
