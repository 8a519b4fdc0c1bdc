/**
 * The wire protocol of PostgreSQL, version 3, as far as the embedded engine needs it: cutting a client's bytes into
 * messages, renaming what is named in them, and building the few replies that the engine does not give itself.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

/** One message of a client, header included. `type` is its letter, '' for those of the startup, which have none. */
export interface FrontendMessage {
  type: string;
  bytes: Buffer;
}

/** The longest message that PostgreSQL itself takes. */
const MAX_MESSAGE_BYTES = 0x3fffffff;
const STARTUP_VERSION_3 = 3;

export const SSL_REQUEST = 80877103;
export const GSS_REQUEST = 80877104;
export const CANCEL_REQUEST = 80877102;

/** Cuts a byte stream into messages, however it is chunked. */
export class Framer {
  #chunks: Buffer[] = [];
  #length = 0;
  #started = false;

  /**
   * The messages that are complete with this chunk, oldest first.
   * @throws RangeError for a length that no message can have; nothing after it can be understood
   */
  push(chunk: Uint8Array): FrontendMessage[] {
    this.#chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.#length += chunk.byteLength;
    const messages: FrontendMessage[] = [];
    for (let message = this.#next(); message; message = this.#next()) messages.push(message);
    return messages;
  }

  #next(): FrontendMessage | undefined {
    const typeBytes = this.#started ? 1 : 0;
    if (this.#length < typeBytes + 4) return undefined;
    const length = this.#peek(typeBytes + 4).readInt32BE(typeBytes);
    if (length < 4 || length > MAX_MESSAGE_BYTES) throw new RangeError(`invalid message length ${length}`);
    if (this.#length < typeBytes + length) return undefined;
    const bytes = this.#take(typeBytes + length);
    if (this.#started) return { type: String.fromCharCode(bytes[0]!), bytes };
    // Requests for encryption come before the startup message and are framed like it.
    if (length >= 8 && bytes.readInt32BE(4) >>> 16 === STARTUP_VERSION_3) this.#started = true;
    return { type: '', bytes };
  }

  /** The first bytes in one piece; joins only as many chunks as that needs, so that large messages cost one copy. */
  #peek(count: number): Buffer {
    while (this.#chunks[0]!.length < count) this.#chunks.splice(0, 2, Buffer.concat(this.#chunks.slice(0, 2)));
    return this.#chunks[0]!;
  }

  #take(count: number): Buffer {
    const first = this.#chunks[0]!;
    const all = first.length >= count ? first : Buffer.concat(this.#chunks);
    this.#chunks = all === first ? this.#chunks.slice(1) : [];
    if (all.length > count) this.#chunks.unshift(all.subarray(count));
    this.#length -= count;
    return all.subarray(0, count);
  }
}

/** A message of either side from its letter and body. */
export function message(type: string, ...body: Buffer[]): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(4 + body.reduce((sum, part) => sum + part.length, 0), 1);
  return Buffer.concat([head, ...body]);
}

/** Zero-terminated UTF-8. */
export function cstring(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

/** The zero-terminated string that starts at `offset`, and the offset after it. */
export function readCstring(bytes: Buffer, offset: number): { text: string; next: number } {
  const end = bytes.indexOf(0, offset);
  const stop = end < 0 ? bytes.length : end;
  return { text: bytes.toString('utf8', offset, stop), next: Math.min(stop + 1, bytes.length) };
}

export type TransactionStatus = 'I' | 'T' | 'E';

export function readyForQuery(status: TransactionStatus): Buffer {
  return message('Z', Buffer.from(status));
}

export function errorResponse(sqlstate: string, text: string, severity: 'ERROR' | 'FATAL' = 'ERROR'): Buffer {
  const field = (code: string, value: string) => cstring(code + value);
  return message(
    'E',
    field('S', severity),
    field('V', severity),
    field('C', sqlstate),
    field('M', text),
    Buffer.from([0]),
  );
}

/** What a server says to a new client that needs no password. `key` identifies the client. */
export function greeting(parameters: Record<string, string>, key: number): Buffer {
  const keyData = Buffer.alloc(8);
  keyData.writeInt32BE(key, 0);
  return Buffer.concat([
    message('R', Buffer.alloc(4)),
    ...Object.entries(parameters).map(([name, value]) => message('S', cstring(name), cstring(value))),
    message('K', keyData),
    readyForQuery('I'),
  ]);
}

/** What a reply of the engine holds, apart from the messages for the client that asked. */
export interface Reply {
  /** for the client, without ReadyForQuery and notifications */
  body: Buffer[];
  /** the last ReadyForQuery's status, when there was one */
  status: TransactionStatus | undefined;
  failed: boolean;
  /** command tags, such as `LISTEN` */
  tags: string[];
  notifications: { channel: string; bytes: Buffer }[];
}

/**
 * Sorts a reply of the engine. The engine says ReadyForQuery twice after an error in the extended protocol, and once even
 * when no Sync was sent, so the caller adds the one that the client expects.
 */
export function readReply(reply: Buffer): Reply {
  const result: Reply = { body: [], status: undefined, failed: false, tags: [], notifications: [] };
  let kept = 0;
  for (let at = 0; at < reply.length;) {
    const type = String.fromCharCode(reply[at]!);
    const end = at + 1 + reply.readInt32BE(at + 1);
    if (type === 'Z' || type === 'A') {
      if (kept < at) result.body.push(reply.subarray(kept, at));
      kept = end;
    }
    if (type === 'Z') result.status = String.fromCharCode(reply[at + 5]!) as TransactionStatus;
    // The four bytes before the channel are the sender's process id.
    if (type === 'A') {
      result.notifications.push({ channel: readCstring(reply, at + 9).text, bytes: reply.subarray(at, end) });
    }
    if (type === 'E') result.failed = true;
    if (type === 'C') result.tags.push(readCstring(reply, at + 5).text);
    at = end;
  }
  if (kept < reply.length) result.body.push(reply.subarray(kept));
  return result;
}
