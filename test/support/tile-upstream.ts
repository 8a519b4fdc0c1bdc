import http from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** How the upstream treats requests for tiles (and, where it says so, for the TileJSON). */
export type Behaviour =
  | 'normal'
  | 'plain' // without gzip
  | 'silent' // never answers, the TileJSON neither
  | 'stalled' // headers and half the body, then nothing
  | 'held' // answers when release() is called
  | 'error' // 500
  | 'error-everywhere' // 500, the TileJSON too
  | 'cut-gzip' // a gzip stream that ends early, with a content-length that fits
  | 'short-body' // fewer bytes than the content-length says
  | 'reset' // closes the connection
  | 'too-large'
  | 'bomb' // small on the wire, 64 MiB when inflated
  | 'login-page' // 200 and HTML, as in a hotel
  | 'redirect'
  | 'redirect-loop'
  | 'absent' // 404
  | 'no-content' // 204
  | 'empty'; // 200 with no bytes, as OpenFreeMap does

interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface TileUpstream {
  /** Address of the TileJSON. */
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Requests for tiles so far. */
  tilesAsked(): number;
  behave(behaviour: Behaviour): void;
  /** The date in the tile addresses, and in the tiles themselves. */
  publish(version: string): void;
  /** Extra members of the TileJSON. */
  readonly document: Record<string, unknown>;
  release(): void;
  /** Most requests for tiles that were open at once. */
  mostAtOnce(): number;
  close(): Promise<void>;
}

/** A valid vector tile of one empty layer with this name. */
export function vectorTile(name: string): Buffer {
  const bytes = Buffer.from(name);
  const layer = Buffer.concat([Buffer.from([0x78, 2, 0x0a]), varint(bytes.length), bytes]);
  return Buffer.concat([Buffer.from([0x1a]), varint(layer.length), layer]);
}

/** Starts a vector tile service on a free port of the loopback address. */
export async function startTileUpstream(): Promise<TileUpstream> {
  const seen: SeenRequest[] = [];
  const document: Record<string, unknown> = {};
  let behaviour: Behaviour = 'normal';
  let version = '20260101';
  let held: (() => void)[] = [];
  let open = 0;
  let most = 0;

  const server = http.createServer((request, response) => {
    const path = request.url ?? '';
    seen.push({ path, headers: request.headers });
    if (behaviour === 'silent') return;
    if (path === '/planet') {
      if (behaviour === 'error-everywhere') return void response.writeHead(500).end();
      const tiles = [`${origin()}/planet/${version}/{z}/{x}/{y}.pbf`];
      const layers = [{ id: 'transportation' }, { id: 'water' }];
      return void response.end(JSON.stringify({ tiles, minzoom: 0, maxzoom: 14, vector_layers: layers, ...document }));
    }
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => (open -= 1));
    answer(path, response);
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function answer(path: string, response: ServerResponse): void {
    const tile = gzipSync(vectorTile(path.replace('/elsewhere', '')));
    const send = (bytes: Buffer, length = bytes.length) =>
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': length }).end(bytes);
    if (behaviour === 'held') held.push(() => send(tile));
    else if (behaviour === 'plain') response.end(vectorTile(path));
    else if (behaviour.startsWith('error')) response.writeHead(500).end('no');
    else if (behaviour === 'cut-gzip') send(tile.subarray(0, -9));
    else if (behaviour === 'stalled')
      response.writeHead(200, { 'content-length': tile.length }).write(tile.subarray(0, 20));
    else if (behaviour === 'short-body') {
      response.writeHead(200, { 'content-length': tile.length + 10 }).write(tile, () => response.destroy());
    } else if (behaviour === 'reset') response.destroy();
    else if (behaviour === 'too-large') send(Buffer.alloc(6 * 1024 * 1024));
    else if (behaviour === 'bomb') send(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    else if (behaviour === 'login-page') {
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end('<html>Please log in</html>');
    } else if (behaviour === 'redirect' && !path.startsWith('/elsewhere')) redirect(response, `/elsewhere${path}`);
    else if (behaviour === 'redirect-loop') redirect(response, path);
    else if (behaviour === 'absent') response.writeHead(404).end('no tile');
    else if (behaviour === 'no-content') response.writeHead(204).end();
    else if (behaviour === 'empty') response.end();
    else send(tile);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${origin()}/planet`,
    seen,
    document,
    tilesAsked: () => seen.filter(({ path }) => path !== '/planet').length,
    mostAtOnce: () => most,
    behave: (next) => (behaviour = next),
    publish: (next) => (version = next),
    release: () => {
      const waiting = held;
      held = [];
      for (const go of waiting) go();
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end();
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return Buffer.from([...bytes, value]);
}
