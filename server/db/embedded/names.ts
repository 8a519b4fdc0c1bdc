import { cstring, message, readCstring } from './messages.ts';
import type { FrontendMessage } from './messages.ts';

/** A name no statement has, so that using it gets the engine's own "does not exist" (SQLSTATE 26000). */
const NOBODY = 'gone';

/**
 * One client's names for prepared statements and portals. All clients share one backend, so each name is replaced by
 * one that is this client's alone. Replaced rather than prefixed: the engine looks at the first 63 bytes only.
 */
export class Names {
  readonly #clientId: number;
  readonly #engineNames = new Map<string, string>();
  readonly #prepared = new Set<string>();
  #count = 0;

  constructor(clientId: number) {
    this.#clientId = clientId;
  }

  /** The engine's names of the statements that this client has prepared and not closed. */
  prepared(): string[] {
    return [...this.#prepared];
  }

  /**
   * The same message with the engine's names.
   * @param ownsUnnamed whether the unnamed statement in the engine is this client's
   */
  translate(frontend: FrontendMessage, ownsUnnamed: boolean): Buffer {
    const { type, bytes } = frontend;
    if (type === 'P') return this.#parse(bytes);
    if (type === 'B') return this.#bind(bytes, ownsUnnamed);
    if (type === 'D' || type === 'C') return this.#describeOrClose(type, bytes, ownsUnnamed);
    if (type === 'E') {
      const portal = readCstring(bytes, 5);
      return message('E', cstring(this.#engineName('portal', portal.text)), bytes.subarray(portal.next));
    }
    return bytes;
  }

  #parse(bytes: Buffer): Buffer {
    const statement = readCstring(bytes, 5);
    const engineName = this.#engineName('statement', statement.text);
    if (engineName) this.#prepared.add(engineName);
    return message('P', cstring(engineName), bytes.subarray(statement.next));
  }

  #bind(bytes: Buffer, ownsUnnamed: boolean): Buffer {
    const portal = readCstring(bytes, 5);
    const statement = readCstring(bytes, portal.next);
    return message(
      'B',
      cstring(this.#engineName('portal', portal.text)),
      cstring(this.#statement(statement.text, ownsUnnamed)),
      bytes.subarray(statement.next),
    );
  }

  #describeOrClose(type: 'D' | 'C', bytes: Buffer, ownsUnnamed: boolean): Buffer {
    const name = readCstring(bytes, 6).text;
    const isStatement = bytes[5] === 0x53;
    const engineName = isStatement ? this.#statement(name, ownsUnnamed) : this.#engineName('portal', name);
    if (type === 'C' && isStatement) this.#prepared.delete(engineName);
    return message(type, bytes.subarray(5, 6), cstring(engineName));
  }

  #statement(name: string, ownsUnnamed: boolean): string {
    if (name === '' && !ownsUnnamed) return NOBODY;
    return this.#engineName('statement', name);
  }

  #engineName(kind: 'statement' | 'portal', name: string): string {
    if (name === '') return '';
    const key = `${kind} ${name}`;
    let engineName = this.#engineNames.get(key);
    if (engineName === undefined) {
      engineName = `c${this.#clientId}_${++this.#count}`;
      this.#engineNames.set(key, engineName);
    }
    return engineName;
  }
}
