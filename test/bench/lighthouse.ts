import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { browserOptions } from '../support/browser.ts';
import { startServer } from '../support/server.ts';
import { SHAPES } from '../support/shapes.ts';
import { median } from './rounds.ts';
import { runTool } from './tool.ts';

/** Fetched when it is asked for: some 180 MB that nothing else here needs. 13 wants a newer Node than this project does. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
/** Audits with a figure, how it is divided, and how it is written. */
const FIGURES = [
  ['first-contentful-paint', 1000, 's'],
  ['largest-contentful-paint', 1000, 's'],
  ['total-blocking-time', 1, 'ms'],
  ['cumulative-layout-shift', 1, ''],
  ['speed-index', 1000, 's'],
  ['total-byte-weight', 1024, 'KiB'],
] as const;
const HEAD = ['page', ...CATEGORIES, 'FCP', 'LCP', 'TBT', 'CLS', 'speed index', 'bytes'];
const MARKS = /(<!-- lighthouse -->\n)[^]*?(<!-- end of lighthouse -->)/;

interface Report {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; numericValue?: number; title: string; scoreDisplayMode: string }>;
}

/**
 * Runs Lighthouse with its own throttling of a phone (slow 4G, a processor four times slower) on the resident's pages of a
 * server with the demonstration reports, `runs` times each, and prints a table of medians; `readme` is a file that takes it.
 * Needs the registry of npm once. Throws with what Lighthouse said when it fails.
 */
export async function lighthouse(
  options: { runs: number; readme?: string | undefined },
  say: (line: string) => void,
): Promise<void> {
  const server = await startServer({ demo: true });
  try {
    const list = await fetch(`${server.origin}/api/reports?category=ROAD&limit=1`);
    const { features } = (await list.json()) as { features: { properties: { code: string } }[] };
    const code = features[0]!.properties.code;
    const rows: string[][] = [HEAD, HEAD.map(() => '---')];
    for (const [name, address] of [
      ['/', '/'],
      ['/?view=list', '/?view=list'],
      ['/new', '/new'],
      ['/r/CODE', `/r/${code}`],
      ['/track', '/track'],
      ['/plain', '/plain'],
    ] as const) {
      const reports: Report[] = [];
      for (let run = 0; run < options.runs; run++) reports.push(await look(`${server.origin}${address}`));
      rows.push([name, ...CATEGORIES.map((category) => score(reports, category)), ...figures(reports)]);
      say(rows.at(-1)!.join('  '));
      for (const fault of faults(reports[0]!)) say(`  ${fault}`);
    }
    const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
    const head = `${new Date().toISOString().slice(0, 10)}, ${LIGHTHOUSE}, medians of ${options.runs}:`;
    const text = `\n${head}\n\n<!-- prettier-ignore -->\n${table}\n\n`;
    say(text);
    if (options.readme !== undefined) putInto(path.resolve(options.readme), text);
  } finally {
    await server.stop();
  }
}

async function look(url: string): Promise<Report> {
  const { executablePath, args } = await browserOptions();
  const { width, height } = SHAPES.phone.viewport;
  // Without this its starter would look for a browser elsewhere.
  process.env.CHROME_PATH = executablePath;
  const printed = await runTool('npm', [
    'exec',
    '--yes',
    `--package=${LIGHTHOUSE}`,
    '--',
    'lighthouse',
    url,
    '--quiet',
    '--output=json',
    '--no-enable-error-reporting',
    `--only-categories=${CATEGORIES.join(',')}`,
    `--screenEmulation.width=${width}`,
    `--screenEmulation.height=${height}`,
    `--chrome-flags=--headless=new ${args!.filter((flag) => !flag.includes(' ')).join(' ')}`,
  ]);
  return JSON.parse(printed) as Report;
}

/** Of 100, as Lighthouse shows it. */
const score = (reports: Report[], category: string): string =>
  String(Math.round(median(reports.map(({ categories }) => (categories[category]?.score ?? 0) * 100))));

function figures(reports: Report[]): string[] {
  return FIGURES.map(([id, divisor, unit]) => {
    const value = median(reports.map(({ audits }) => audits[id]?.numericValue ?? Number.NaN)) / divisor;
    return `${Number(value.toPrecision(3))} ${unit}`.trim();
  });
}

/** What costs points, apart from the figures, a line each. */
function faults({ categories, audits }: Report): string[] {
  return CATEGORIES.flatMap((category) =>
    (categories[category]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9 && category !== 'performance')
      .map(({ id }) => `${category}: ${id}: ${audits[id]!.title}`),
  );
}

function putInto(file: string, text: string): void {
  const old = readFileSync(file, 'utf8');
  if (!MARKS.test(old)) throw new Error(`${file} has no marks for the table.`);
  writeFileSync(
    file,
    old.replace(MARKS, (_whole, before: string, after: string) => `${before}${text}${after}`),
  );
}
