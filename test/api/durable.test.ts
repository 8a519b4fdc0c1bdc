import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import type { ReportCreated } from '../../server/contract/reports.ts';
import { startServer } from '../support/server.ts';

const PHONES = 8;
const ACKNOWLEDGED_BEFORE_KILL = 40;

test('a server that is killed under reports has lost none it acknowledged, and those sent again are there once', async () => {
  const server = await startServer({ engine: inject('engine').name });
  try {
    const acknowledged = new Map<string, ReportCreated>();
    const sent: string[] = [];
    const send = async (key: string): Promise<ReportCreated> => {
      const body = JSON.stringify({
        category: 'ROAD_MUD',
        location: { type: 'Point', coordinates: [72.838, 40.4985] },
      });
      const headers = { 'content-type': 'application/json', 'idempotency-key': key };
      const answer = await fetch(`${server.origin}/api/reports`, { method: 'POST', headers, body });
      expect(answer.status).toBe(201);
      return (await answer.json()) as ReportCreated;
    };
    let killing: Promise<void> | null = null;
    const phone = async () => {
      while (killing === null) {
        const key = randomUUID();
        sent.push(key);
        acknowledged.set(key, await send(key));
        if (acknowledged.size === ACKNOWLEDGED_BEFORE_KILL) killing = server.kill();
      }
    };
    // What was on its way when the server died ends with an error, which is what a phone sees.
    await Promise.allSettled(Array.from({ length: PHONES }, phone));
    expect(killing).not.toBeNull();
    await killing;
    for (const [key, first] of acknowledged) expect(await send(key)).toEqual(first);
    const all = new Set(await Promise.all(sent.map(async (key) => (await send(key)).id)));
    const list = (await (await fetch(`${server.origin}/api/reports?limit=1000`)).json()) as {
      features: { id: string }[];
    };
    expect(list.features.map(({ id }) => id).sort()).toEqual([...all].sort());
  } finally {
    await server.stop();
  }
});
