// A load generator in a process of its own: reads a job (see load.ts) as JSON from standard input, prints what it saw as JSON.
// Raw sockets: a client that costs as much as the server would hide the differences between routes.
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import { text } from 'node:stream/consumers';

const SECOND_MILLISECONDS = 1000;
const UNIQUE_FROM = Date.UTC(2001, 0, 1);
const BOX_DECIMALS = 6;

const job = JSON.parse(await text(process.stdin));
const { port } = new URL(job.origin);
const sequences = job.sequences.map((steps) => steps.map(prepared));
const seen = { count: 0, latencies: sequences.map(() => []), bytes: 0, statuses: {} };
let [next, running, counting] = [job.offset ?? 0, true, false];

const sockets = await Promise.all(Array.from({ length: job.connections }, connect));
const workers = sockets.map(job.perSecond ? waitForWork : workWithoutPause);
await pause(job.warmupSeconds ?? 0);
counting = true;
const startedAt = performance.now();
await pause(job.seconds);
while (seen.count < (job.atLeast ?? 0)) await pause(0.1);
running = false;
const seconds = (performance.now() - startedAt) / SECOND_MILLISECONDS;
await Promise.all(workers);
for (const socket of sockets) socket.end();
const percentile = (latencies, share) => {
  const sorted = Float64Array.from(latencies).sort();
  return sorted[Math.min(Math.floor(share * sorted.length), sorted.length - 1)] ?? null;
};
process.stdout.write(
  JSON.stringify({
    perSecond: seen.count / seconds,
    p50: percentile(seen.latencies.flat(), 0.5),
    p50s: seen.latencies.map((latencies) => percentile(latencies, 0.5)),
    p99: percentile(seen.latencies.flat(), 0.99),
    bytes: seen.count === 0 ? null : seen.bytes / seen.count,
    count: seen.count,
    statuses: seen.statuses,
  }),
);

async function workWithoutPause(socket) {
  while (running) await runOne(socket, performance.now());
}

/** An open loop: what arrives while all are busy waits, and its waiting counts. */
async function waitForWork(socket, index) {
  const every = (SECOND_MILLISECONDS / job.perSecond) * job.connections;
  let due = performance.now() + (every * index) / job.connections;
  while (running) {
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (!running) return;
    await runOne(socket, due);
    due += every;
  }
}

async function runOne(socket, startedAt) {
  const number = next++;
  const values = { number, lng: null, lat: null, key: null };
  const counted = counting;
  let bytes = 0;
  for (const step of sequences[number % sequences.length]) {
    const answer = await socket.ask(typeof step === 'function' ? step(values) : step);
    bytes += answer.bytes;
    seen.statuses[answer.status] = (seen.statuses[answer.status] ?? 0) + 1;
  }
  // What ends after the time is up is not part of it.
  if (!counted || !running) return;
  seen.count += 1;
  seen.bytes += bytes;
  seen.latencies[number % sequences.length].push(performance.now() - startedAt);
}

/** A request as bytes, or as a function where it holds {unique}, {key}, {lng} or {lat}: new values for each sequence of steps. */
function prepared({ method = 'GET', path, headers = {}, body = null }) {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join('')}`;
  const whole = (start, content) =>
    Buffer.from(
      `${start}${content === null ? '' : `content-length: ${Buffer.byteLength(content)}\r\n`}\r\n${content ?? ''}`,
    );
  if (!/\{(unique|key|lng|lat)\}/.test(head + body)) return whole(head, body);
  return (values) => whole(filled(head, values), body === null ? null : filled(body, values));
}

function filled(template, values) {
  const [west, south, east, north] = job.box;
  const between = (low, high) => (low + Math.random() * (high - low)).toFixed(BOX_DECIMALS);
  return template
    .replaceAll('{unique}', () => new Date(UNIQUE_FROM + values.number * SECOND_MILLISECONDS).toISOString())
    .replaceAll('{key}', () => (values.key ??= randomUUID()))
    .replaceAll('{lng}', () => (values.lng ??= between(west, east)))
    .replaceAll('{lat}', () => (values.lat ??= between(south, north)));
}

/** A connection that is kept, with one request at a time. */
async function connect() {
  const socket = net.connect(Number(port), '127.0.0.1').setNoDelay(true);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let [waiting, chunks, length] = [null, [], 0];
  let head = null;
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (head === null) {
      if (chunks.length > 1) chunks = [Buffer.concat(chunks)];
      head = headOf(chunks[0]);
      if (head === null) return;
    }
    if (head.length === null) {
      // Only answers in chunks are put together: their end shows in the bytes alone.
      if (chunks.length > 1) chunks = [Buffer.concat(chunks)];
      if (!isLastChunkIn(chunks[0], head.end)) return;
    } else if (length < head.end + head.length) return;
    const [answer, done] = [{ status: head.status, bytes: length - head.end }, waiting];
    [waiting, chunks, length, head] = [null, [], 0, null];
    done.resolve(answer);
  });
  const fail = (error) => waiting?.reject(error ?? new Error('the server closed the connection'));
  socket.on('error', fail).on('close', () => fail());
  return {
    ask(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      });
    },
    end: () => socket.destroy(),
  };
}

/** Status, where the body begins, and its length (null: in chunks); null while the head is not complete. */
function headOf(bytes) {
  const blank = bytes.indexOf('\r\n\r\n');
  if (blank < 0) return null;
  const lines = bytes.latin1Slice(0, blank);
  const status = Number(lines.slice(9, 12));
  const given = /\r\ncontent-length: (\d+)/i.exec(lines);
  const empty = status === 204 || status === 304;
  const length = empty ? 0 : given ? Number(given[1]) : /\r\ntransfer-encoding: chunked/i.test(lines) ? null : 0;
  return { status, end: blank + 4, length };
}

/** Whether the chunks from `at` on are all there. */
function isLastChunkIn(bytes, at) {
  for (;;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return false;
    const size = Number.parseInt(bytes.latin1Slice(at, line), 16);
    at = line + 2 + size + 2;
    if (at > bytes.length) return false;
    if (size === 0) return true;
  }
}

function pause(seconds) {
  return new Promise((resolve) => setTimeout(resolve, seconds * SECOND_MILLISECONDS));
}
