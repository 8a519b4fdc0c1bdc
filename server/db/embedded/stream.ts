import { Duplex } from 'node:stream';
import { Session } from './session.ts';
import type { Backend } from './session.ts';

let lastClientId = 0;

/**
 * What node-postgres takes for a socket: it speaks the wire protocol to the engine in this process.
 * A statement's reply is held once, whole, before it is read: the engine gives it in one go. Large reads therefore take
 * pages; here only the handing over follows the reader's pace.
 */
export class EngineStream extends Duplex {
  readonly #backend: Backend | Error;
  readonly #session: Session | undefined;
  #waiting: (Buffer | null)[] = [];
  #wanted = false;
  #handedEnd = false;

  /** @param backend an Error when there is none any more: connecting fails with it */
  constructor(backend: Backend | Error) {
    super();
    this.#backend = backend;
    if (backend instanceof Error) return;
    this.#session = new Session(backend, ++lastClientId, {
      send: (bytes) => this.#hand(bytes),
      end: () => this.#hand(null),
      fail: (error) => this.destroy(error),
    });
  }

  connect(): this {
    const backend = this.#backend;
    if (backend instanceof Error) this.destroy(backend);
    else setImmediate(() => this.emit('connect'));
    return this;
  }

  // What a client may ask of a socket and what means nothing here.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#session?.receive(chunk);
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#hand(null);
    done();
  }

  override _read(): void {
    this.#wanted = true;
    this.#flow();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#waiting = [];
    void this.#session?.end();
    done(error);
  }

  #hand(bytes: Buffer | null): void {
    if (this.destroyed || this.#handedEnd) return;
    this.#handedEnd = bytes === null;
    this.#waiting.push(bytes);
    this.#flow();
  }

  #flow(): void {
    while (this.#wanted && this.#waiting.length > 0) this.#wanted = this.push(this.#waiting.shift()!);
  }
}
