import http from 'node:http';
import https from 'node:https';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { UpstreamFailure } from './gate.ts';
import { SourceUnavailable } from './source.ts';

const MAX_REDIRECTS = 3;
/** All that the upstream ever learns about who asks. */
const HEADERS = { 'user-agent': 'alai-map', accept: '*/*', 'accept-encoding': 'gzip' };

interface Download {
  readonly status: number;
  /** As it came over the wire, content coding and all. */
  readonly bytes: Buffer;
}

interface DownloadOptions {
  /** For the whole exchange, redirects and body included. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * Fetches addresses of the upstream with a fixed set of headers.
 *
 * Not `fetch`: it adds headers of its own and inflates a gzip body that was cut off as if it were whole.
 */
export class Downloader {
  readonly #agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
  readonly #underWay = new Set<AbortController>();
  #closed = false;

  /**
   * GET, following redirects (never from https to http). Any status is a result. Rejects with UpstreamFailure, or with
   * SourceUnavailable when close() ended it.
   */
  async get(start: URL, { timeoutMs, maxBytes }: DownloadOptions): Promise<Download> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), timeoutMs);
    this.#underWay.add(controller);
    try {
      if (this.#closed) controller.abort();
      return await this.#follow(start, maxBytes, controller.signal);
    } catch (error) {
      throw this.#closed ? new SourceUnavailable('closing', 1) : error;
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(controller);
    }
  }

  /** Ends what is under way. */
  close(): void {
    this.#closed = true;
    for (const controller of this.#underWay) controller.abort();
    this.#agents['http:'].destroy();
    this.#agents['https:'].destroy();
  }

  async #follow(start: URL, maxBytes: number, signal: AbortSignal): Promise<Download> {
    let url = start;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await this.#request(url, signal);
      const status = response.statusCode ?? 0;
      if (![301, 302, 303, 307, 308].includes(status)) return { status, bytes: await readBody(response, maxBytes) };
      response.destroy();
      url = nextHop(url, response.headers.location);
    }
    throw new UpstreamFailure('redirects too often', false);
  }

  async #request(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    try {
      return await this.#send(url, signal);
    } catch (error) {
      // A kept connection that the other side closed meanwhile says nothing about the upstream: once more, on a new one.
      if (error instanceof StaleConnection) return await this.#send(url, signal).catch(asFailure);
      return asFailure(error);
    }
  }

  #send(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const options: RequestOptions = { headers: HEADERS, agent: this.#agents[secure ? 'https:' : 'http:'], signal };
      const request = (secure ? https : http).get(url, options, resolve);
      request.on('error', (error: NodeJS.ErrnoException) =>
        reject(request.reusedSocket && error.code === 'ECONNRESET' ? new StaleConnection() : error),
      );
    });
  }
}

class StaleConnection extends Error {}

function asFailure(error: unknown): never {
  throw new UpstreamFailure(`does not answer (${codeOf(error)})`, true);
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) throw new UpstreamFailure('answer too large', false);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof UpstreamFailure) throw error;
    throw new UpstreamFailure(`stopped in the middle of an answer (${codeOf(error)})`, false);
  }
  return Buffer.concat(chunks);
}

function nextHop(from: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, from)) throw new UpstreamFailure('redirects nowhere', false);
  const to = new URL(location, from);
  const allowed = to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:');
  if (!allowed) throw new UpstreamFailure('redirects to an insecure address', false);
  return to;
}

/** Error messages may hold the address, and with it a place; codes do not. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout';
  return (error as NodeJS.ErrnoException).code ?? error.name;
}
