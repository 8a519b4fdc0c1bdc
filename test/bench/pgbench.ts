import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../server/root.ts';
import type { Context } from './context.ts';
import { runTool } from './tool.ts';

let scripts = 0;

/** Transactions a second of pgbench with prepared statements; of several scripts each transaction runs one at random. */
export async function pgbench(
  context: Pick<Context, 'cluster' | 'scratch'>,
  url: string,
  texts: readonly string[],
  { clients, seconds }: { clients: number; seconds: number },
): Promise<{ perSecond: number; milliseconds: number }> {
  const files = texts.map((text) => {
    const file = path.join(context.scratch, `script-${++scripts}.sql`);
    writeFileSync(file, withoutColons(text));
    return file;
  });
  const output = await runTool(context.cluster.tool('pgbench'), [
    ...['-n', '-M', 'prepared', '-c', String(clients), '-j', '1', '-T', String(Math.ceil(seconds)), '--random-seed=1'],
    ...files.flatMap((file) => ['-f', file]),
    url,
  ]);
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1] ?? Number.NaN);
  return { perSecond: number(/^tps = ([\d.]+)/m), milliseconds: number(/^latency average = ([\d.]+)/m) };
}

/** Colons in quoted text as escapes: pgbench takes what follows one for a variable wherever it stands. */
function withoutColons(text: string): string {
  return text.replace(/'[^'\n]*'/g, (quoted) =>
    /:\w/.test(quoted) ? `E${quoted.replaceAll('\\', '\\\\').replaceAll(':', '\\x3a')}` : quoted,
  );
}

/** A file of sql/queries with SQL in the place of its parameters: a literal, or `:name` of a pgbench variable. */
export function queryText(name: string, params: Record<string, string>): string {
  const source = readFileSync(path.join(ROOT, 'sql/queries', `${name}.sql`), 'utf8');
  return source
    .split('\n')
    .slice(2)
    .join('\n')
    .trim()
    .replace(/(?<![:\w]):([a-z][A-Za-z0-9]*)/g, (_, param: string) => {
      const value = params[param];
      if (value === undefined) throw new Error(`${name}.sql has a parameter that the bench does not know: ${param}`);
      return value;
    });
}
