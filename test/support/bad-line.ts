import { createServer, request as askServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nextBuild } from './next-build.ts';

/** What the line does to one request: in the order in which it goes wrong. */
export const LINE_FAULTS = [
  'cut before the request',
  'cut in the request',
  'answer lost',
  'answer cut short',
  'answer late',
] as const;
/** Nothing comes back, and nothing says so: what a phone's line does most of all. */
const SILENT = 'silence';
type LineFault = (typeof LINE_FAULTS)[number] | typeof SILENT;

export interface BadLine {
  /** On loopback, such as http://127.0.0.1:41234. */
  readonly origin: string;
  readonly port: number;
  /** Whether anything gets through at all. */
  open: boolean;
  /** Whether the server has the next build of the pages, with every file under another name. */
  updated: boolean;
  /** Scripts that are answered here instead of by the server, by their path. */
  readonly scripts: Map<string, string>;
  /** Requests that reached the server, as "POST /api/reports". */
  readonly arrived: string[];
  /** The next request whose "METHOD /path" fits goes wrong like this, once. */
  next(fits: RegExp, fault: LineFault): void;
  /** Faults that nothing has met yet. */
  left(): number;
  close(): Promise<void>;
}

const LATE_MILLISECONDS = 1_500;

/** A line between browser and server that drops, delays and truncates what it is told to. */
export async function openBadLine(server: string): Promise<BadLine> {
  const faults: { fits: RegExp; fault: LineFault }[] = [];
  const arrived: string[] = [];
  const build = nextBuild();
  const proxy = createServer((from, to) => void pass(from, to).catch(() => to.destroy()));
  const line: BadLine = {
    origin: '',
    port: 0,
    open: true,
    updated: false,
    arrived,
    scripts: new Map(),
    next: (fits, fault) => void faults.push({ fits, fault }),
    left: () => faults.length,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };

  async function pass(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const name = `${from.method} ${from.url}`;
    const at = faults.findIndex(({ fits }) => line.open && fits.test(name));
    const fault = at < 0 ? null : faults.splice(at, 1)[0]!.fault;
    if (fault === SILENT) return;
    if (!line.open || fault === 'cut before the request') return void to.destroy();
    if (line.updated) {
      const asked = build.ask(from.url!);
      if (asked === null) return void to.writeHead(404).end();
      from.url = asked;
      delete from.headers['accept-encoding'];
      delete from.headers['if-none-match'];
      delete from.headers['if-modified-since'];
    }
    const script = line.scripts.get(from.url!);
    if (script !== undefined) return void to.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    const body = await bodyOf(from);
    const half = body.subarray(0, Math.floor(body.length / 2));
    const { status, headers, answer } = await ask(server, from, fault === 'cut in the request' ? half : body);
    if (status === null) return void to.destroy();
    arrived.push(name);
    if (fault === 'answer lost' || !line.open) return void to.destroy();
    if (fault === 'answer late') await new Promise((resolve) => setTimeout(resolve, LATE_MILLISECONDS));
    if (line.updated && /html|javascript/.test(String(headers['content-type']))) {
      delete headers['content-length'];
      delete headers.etag;
      return void to.writeHead(status, headers).end(build.answer(answer.toString()));
    }
    to.writeHead(status, headers);
    if (fault !== 'answer cut short') return void to.end(answer);
    to.write(answer.subarray(0, Math.floor(answer.length / 2)), () => to.destroy());
  }

  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return Object.assign(line, { port, origin: `http://127.0.0.1:${port}` });
}

async function bodyOf(from: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of from) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

interface Asked {
  /** Null when the server gave none. */
  status: number | null;
  headers: NodeJS.Dict<string | string[]>;
  answer: Buffer;
}

/** Asks the server with so much of the body; with less than was promised the connection is cut. */
function ask(server: string, from: IncomingMessage, body: Buffer): Promise<Asked> {
  const none: Asked = { status: null, headers: {}, answer: Buffer.alloc(0) };
  return new Promise((resolve) => {
    const promised = Number(from.headers['content-length'] ?? body.length);
    const asking = askServer(new URL(from.url!, server), { method: from.method!, headers: from.headers }, (answer) => {
      bodyOf(answer).then(
        (bytes) => resolve({ status: answer.statusCode!, headers: answer.headers, answer: bytes }),
        () => resolve(none),
      );
    });
    asking.on('error', () => resolve(none));
    if (body.length < promised) asking.write(body, () => asking.destroy());
    else asking.end(body);
  });
}
