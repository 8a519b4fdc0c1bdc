import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, IN_ALAI_2, point, send } from '../support/reports.ts';

const LISTENERS = 500;
let context: TestApp;
let port: number;
const sockets: Socket[] = [];

beforeAll(async () => {
  context = await testApp();
  await context.app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = context.app.server.address() as AddressInfo);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await context.close();
});

interface Heard {
  events(): { version: number; bbox: number[] | null }[];
}

/** Listens on a socket of its own. */
function listen(): Heard {
  let text = '';
  const socket = connect(port, '127.0.0.1', () => socket.write('GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n'));
  socket.setEncoding('utf8').on('data', (part: string) => (text += part));
  sockets.push(socket);
  return { events: () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!)) };
}
const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
};

test('500 listeners hear of a storm of reports in a few events with the box of all, and who comes late begins where it ends', async () => {
  const heard = Array.from({ length: LISTENERS }, listen);
  await until(() => heard.every(({ events }) => events().length > 0));
  const before = heard.map(({ events }) => events().length);
  const startedAt = Date.now();
  for (let n = 0; n < 60; n++) await send(context.app, { location: point(n % 2 === 0 ? IN_ALAI_1 : IN_ALAI_2) });
  const { version } = context.app.live;
  await until(() => heard.every(({ events }) => events().at(-1)!.version >= version));
  // Four a second, however many reports there are.
  const most = Math.ceil((Date.now() - startedAt) / 250) + 1;
  for (const [n, { events }] of heard.entries()) {
    const fresh = events().slice(before[n]);
    expect(fresh.length).toBeLessThanOrEqual(most);
    expect(fresh.map((event) => event.version)).toEqual([...fresh.map((event) => event.version)].sort((a, b) => a - b));
  }
  const { bbox } = heard[0]!.events().at(-1)!;
  expect(bbox).toHaveLength(4);
  const late = listen();
  await until(() => late.events().length > 0);
  expect(late.events()[0]).toEqual({ version: context.app.live.version, bbox: null });
  // One that goes away is forgotten.
  for (const socket of sockets) socket.destroy();
  await send(context.app);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await context.get('/healthz')).status).toBe(200);
});
