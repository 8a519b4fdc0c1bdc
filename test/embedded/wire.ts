import { protocol } from '@electric-sql/pglite';
import type { Duplex } from 'node:stream';

type Serialize = typeof protocol.serialize;
type Wire = { [Name in keyof Serialize]: (...args: Parameters<Serialize[Name]>) => Buffer };

/** A client's messages, from an implementation that is not under test. */
export const wire = Object.fromEntries(
  Object.entries(protocol.serialize).map(([name, build]) => [
    name,
    // Copied, because the builder reuses its buffer.
    (...args: never[]) => Buffer.from((build as (...args: never[]) => Uint8Array)(...args)),
  ]),
) as Wire;

/** The simplest client: it sends messages and reads replies, and does nothing by itself. */
export class RawClient {
  readonly #stream: Duplex;
  #bytes = Buffer.alloc(0);
  #askers: (() => void)[] = [];

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      for (const ask of this.#askers.splice(0)) ask();
    });
  }

  /** Sends the messages and gives the types of the replies up to the one asked for, with an error's SQLSTATE behind it. */
  async ask(until: string, ...messages: Buffer[]): Promise<string> {
    this.#stream.write(Buffer.concat(messages));
    const types: string[] = [];
    while (types.at(-1)?.[0] !== until) types.push(await this.#next());
    return types.join(' ');
  }

  start(): Promise<string> {
    return this.ask('Z', wire.startup({ user: 'postgres', database: 'postgres' }));
  }

  /** Gone without a word, as when a connection breaks. */
  drop(): void {
    this.#stream.destroy();
  }

  async #next(): Promise<string> {
    while (this.#bytes.length < 5 || this.#bytes.length < 1 + this.#bytes.readInt32BE(1)) {
      await new Promise<void>((resolve) => this.#askers.push(resolve));
    }
    const end = 1 + this.#bytes.readInt32BE(1);
    const [type, body] = [String.fromCharCode(this.#bytes[0]!), this.#bytes.toString('utf8', 5, end)];
    this.#bytes = this.#bytes.subarray(end);
    if (type === 'Z') return `Z(${body})`;
    if (type === 'E') return `E(${/\0C(\w{5})\0/.exec(body)?.[1]})`;
    return type;
  }
}
