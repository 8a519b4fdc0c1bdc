import { CANCEL_REQUEST, Framer, GSS_REQUEST, SSL_REQUEST } from './messages.ts';
import { cstring, errorResponse, greeting, message, readReply, readyForQuery } from './messages.ts';
import type { FrontendMessage, Reply, TransactionStatus } from './messages.ts';
import { Names } from './names.ts';
import { channelOf, copiesFromStdin, refuseCopy, sqlOf } from './refusals.ts';
import { BusyError } from './turn.ts';
import type { Turn } from './turn.ts';

/** What all the clients of one engine share. */
export interface Backend {
  /** Runs whole messages, gives all that the engine said to them. */
  execute(bytes: Buffer): Promise<Buffer>;
  readonly turn: Turn;
  readonly sessions: Set<Session>;
  readonly waitMs: number;
  /** ParameterStatus for new clients */
  readonly parameters: Record<string, string>;
  /** who sent the unnamed statement that the engine holds */
  unnamedOwner: Session | undefined;
}

/** Where a session's bytes go. */
export interface Output {
  send(bytes: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

const SYNC = message('S');
const ROLLBACK = message('Q', cstring('rollback'));
/** Messages after which a client may wait for the answer. */
const BOUNDARIES = new Set(['S', 'H', 'Q', 'F', 'X']);
/** Those of them which are answered by ReadyForQuery. */
const ANSWERED_READY = new Set(['S', 'Q', 'F']);

/**
 * One client of the one backend. It has its turn from its first message until ReadyForQuery says idle, so that nobody's
 * statement ever gets into another's transaction.
 */
export class Session {
  readonly #backend: Backend;
  readonly #output: Output;
  readonly #names: Names;
  readonly #id: number;
  readonly #framer = new Framer();
  readonly #channels = new Set<string>();
  #inbox: FrontendMessage[] = [];
  #busy = false;
  #working = Promise.resolve();
  #holdsTurn = false;
  #status: TransactionStatus = 'I';
  /** An error before a Sync: what comes until that Sync is ignored, as the protocol asks. */
  #skipping = false;
  #ended = false;

  constructor(backend: Backend, id: number, output: Output) {
    this.#backend = backend;
    this.#id = id;
    this.#output = output;
    this.#names = new Names(id);
    backend.sessions.add(this);
  }

  /** Bytes from the client. */
  receive(chunk: Uint8Array): void {
    if (this.#ended) return;
    try {
      this.#inbox.push(...this.#framer.push(chunk));
    } catch (error) {
      this.#output.send(errorResponse('08P01', (error as Error).message, 'FATAL'));
      this.#output.end();
      void this.end();
      return;
    }
    if (!this.#busy) this.#working = this.#work();
  }

  /** The client is gone: what it left open is rolled back, what it prepared is deallocated. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#inbox = [];
    await this.#working;
    try {
      await this.#cleanUp();
    } catch {
      // The engine is gone, and everything with it.
    } finally {
      this.#backend.sessions.delete(this);
      this.#releaseTurn();
    }
  }

  /** The engine is gone. */
  fail(error: Error): void {
    this.#output.fail(error);
  }

  /** A notification for everybody who listens on its channel. */
  notify(channel: string, bytes: Buffer): void {
    if (this.#channels.has(channel) || this.#channels.has('*')) this.#output.send(bytes);
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      for (let group = this.#nextGroup(); group; group = this.#nextGroup()) await this.#answer(group);
    } catch (error) {
      this.#output.fail(error as Error);
    } finally {
      this.#busy = false;
    }
  }

  /** The messages up to the next point where the client may wait for an answer. */
  #nextGroup(): FrontendMessage[] | undefined {
    const last = this.#inbox.findIndex(({ type }) => type === '' || BOUNDARIES.has(type));
    return last < 0 ? undefined : this.#inbox.splice(0, last + 1);
  }

  async #answer(group: FrontendMessage[]): Promise<void> {
    const boundary = group.at(-1)!;
    if (boundary.type === '') return this.#start(boundary.bytes);
    if (boundary.type === 'X') {
      this.#output.end();
      void this.end();
      return;
    }
    if (this.#skipping && boundary.type !== 'S') return;
    if (this.#answersUnlisten(boundary)) return;
    if (!(await this.#takeTurn(group))) return;
    const reply = readReply(await this.#backend.execute(this.#translate(group)));
    this.#skipping = reply.failed && boundary.type === 'H';
    this.#deliver(reply, boundary);
  }

  #start(bytes: Buffer): void {
    const code = bytes.length >= 8 ? bytes.readInt32BE(4) : 0;
    if (code === SSL_REQUEST || code === GSS_REQUEST) this.#output.send(Buffer.from('N'));
    else if (code === CANCEL_REQUEST) this.#output.end();
    else if (code >>> 16 === 3) this.#output.send(greeting(this.#backend.parameters, this.#id));
    else {
      this.#output.send(errorResponse('08P01', 'unsupported protocol version', 'FATAL'));
      this.#output.end();
    }
  }

  /** Answers "busy" itself when the turn does not come in time; false then. */
  async #takeTurn(group: FrontendMessage[]): Promise<boolean> {
    if (this.#holdsTurn) return true;
    const boundary = group.at(-1)!;
    try {
      // After a refused Flush only the Sync is left to answer, for which the engine is not needed.
      if (!this.#skipping) await this.#backend.turn.acquire(this.#backend.waitMs);
      this.#holdsTurn = !this.#skipping;
    } catch (error) {
      if (!(error instanceof BusyError)) throw error;
      this.#output.send(errorResponse('53300', error.message));
      this.#skipping = boundary.type === 'H';
    }
    if (this.#holdsTurn) return true;
    if (ANSWERED_READY.has(boundary.type)) {
      this.#skipping = false;
      this.#output.send(readyForQuery('I'));
    }
    return false;
  }

  #translate(group: FrontendMessage[]): Buffer {
    if (this.#skipping) return SYNC;
    return Buffer.concat(
      group.map((original) => {
        const sql = sqlOf(original);
        const frontend = sql !== undefined && copiesFromStdin(sql) ? refuseCopy(original) : original;
        // A Parse without a name replaces the one unnamed statement; a Query drops it.
        if (frontend.type === 'Q') this.#backend.unnamedOwner = undefined;
        if (frontend.type === 'P' && frontend.bytes[5] === 0) this.#backend.unnamedOwner = this;
        return this.#names.translate(frontend, this.#backend.unnamedOwner === this);
      }),
    );
  }

  #deliver(reply: Reply, boundary: FrontendMessage): void {
    if (reply.tags.includes('LISTEN')) this.#channels.add(channelOf('listen', sqlOf(boundary) ?? '') ?? '*');
    for (const part of reply.body) this.#output.send(part);
    if (ANSWERED_READY.has(boundary.type)) {
      this.#status = reply.status ?? 'I';
      if (this.#status === 'I') this.#releaseTurn();
      this.#output.send(readyForQuery(this.#status));
    }
    for (const { channel, bytes } of reply.notifications) {
      for (const session of this.#backend.sessions) session.notify(channel, bytes);
    }
  }

  /** The engine would stop listening for everybody, so it is not told. */
  #answersUnlisten(boundary: FrontendMessage): boolean {
    const channel = boundary.type === 'Q' ? channelOf('unlisten', sqlOf(boundary)!) : undefined;
    if (channel === undefined || this.#status === 'E') return false;
    if (channel === '*') this.#channels.clear();
    else this.#channels.delete(channel);
    this.#output.send(Buffer.concat([message('C', cstring('UNLISTEN')), readyForQuery(this.#status)]));
    return true;
  }

  async #cleanUp(): Promise<void> {
    const statements = this.#names.prepared();
    if (!this.#holdsTurn) {
      if (statements.length === 0) return;
      await this.#backend.turn.acquire(Infinity);
      this.#holdsTurn = true;
    }
    // Before the Sync, which would commit what was flushed without one; after it, because an error ignores all before it.
    await this.#backend.execute(ROLLBACK);
    const reply = readReply(await this.#backend.execute(SYNC));
    if (reply.status !== 'I') await this.#backend.execute(ROLLBACK);
    if (statements.length === 0) return;
    const closes = statements.map((name) => message('C', Buffer.from('S'), cstring(name)));
    await this.#backend.execute(Buffer.concat([...closes, SYNC]));
  }

  #releaseTurn(): void {
    if (!this.#holdsTurn) return;
    this.#holdsTurn = false;
    this.#backend.turn.release();
  }
}
