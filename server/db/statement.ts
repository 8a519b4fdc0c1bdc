import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../root.ts';

/** One SQL file of sql/queries, ready to run: `Params` names its parameters, `Row` is what it returns. */
export interface Statement<Params, Row> {
  readonly name: string;
  readonly text: string;
  /** In the order of $1, $2, ... */
  readonly params: readonly (keyof Params & string)[];
  /** Parsed and planned once a connection, under its name: for statements whose plan fits whatever the values are. */
  readonly prepared?: boolean;
  /** Type only; never set. */
  readonly row?: Row;
}

const PREPARED = '-- prepared';
const loaded = new Map<string, Statement<unknown, unknown>>();

/**
 * Loads sql/queries/<name>.sql. The first line says what it does, the second names the parameters (`-- params: a, b`),
 * which the text uses as `:a`; they become $1, $2, ... Throws when the file is missing or the two lines disagree with the
 * text, so that a server with a broken query does not start.
 */
export function statement<Params = Record<never, never>, Row = never>(name: string): Statement<Params, Row> {
  const file = path.join(ROOT, 'sql/queries', `${name}.sql`);
  const parsed = parseStatement(name, readFileSync(file, 'utf8'));
  loaded.set(name, parsed);
  return parsed as Statement<Params, Row>;
}

/** Every statement a module has loaded so far; the contract test describes each against a real database. */
export function loadedStatements(): ReadonlyMap<string, Statement<unknown, unknown>> {
  return loaded;
}

/** Turns the text of a query file into a statement. Throws an Error that names the file's fault. */
export function parseStatement(name: string, source: string): Statement<unknown, unknown> {
  const [purpose = '', header = '', mark] = source.split('\n', 3);
  if (!/^-- \S/.test(purpose)) throw new Error(`${name}.sql: the first line must say what it does`);
  const match = /^-- params:\s*([a-z][A-Za-z0-9]*(?:\s*,\s*[a-z][A-Za-z0-9]*)*)?\s*$/.exec(header);
  if (!match) throw new Error(`${name}.sql: the second line must be "-- params: a, b"`);
  const params = match[1] ? match[1].split(/\s*,\s*/) : [];
  const used = new Set<string>();
  const body = source.slice(purpose.length + 1 + header.length).trim();
  // A colon that is part of a cast (::) or inside a word is not a parameter.
  const text = body.replace(/(?<![:\w]):([a-z][A-Za-z0-9]*)/g, (_, param: string) => {
    const index = params.indexOf(param);
    if (index < 0) throw new Error(`${name}.sql: :${param} is not named in "-- params:"`);
    used.add(param);
    return `$${index + 1}`;
  });
  const unused = params.filter((param) => !used.has(param));
  if (unused.length > 0) throw new Error(`${name}.sql: ${unused.join(', ')} is named in "-- params:" but not used`);
  return { name, text, params: params as never, prepared: mark === PREPARED };
}
