import http from 'node:http';
import { atMost, ratioAtMost, type Context, type Group, type Place } from './context.ts';
import { queryText } from './pgbench.ts';
import { NO_FILTER } from './rows-lists.ts';
import { inTurn, median } from './rounds.ts';
import { runTool } from './tool.ts';

/** A run of the whole file may take long: fewer do where there are many reports. */
const OGR2OGR_ROUNDS_MAX = 3;
/** What memory may differ between a tenth of the reports and all: some garbage, no part of a file. */
const FLAT_MEBIBYTES = 50;

export const exportTime: Group<'copy' | 'ogr'> = {
  rows: {
    copy: { name: 'GeoJSON export of all', unit: 's', goal: ratioAtMost(1.1, '<= 1.1x psql COPY of the same JSON', 8) },
    ogr: {
      name: 'GeoJSON export of all against ogr2ogr',
      unit: 's',
      goal: ratioAtMost(1 / 3, '>= 3x faster than ogr2ogr', 8),
    },
  },
  async measure(context) {
    const { url } = context.large;
    const text = copyText();
    const { file, copy } = await inTurn(context.rounds, {
      file: () => exportSeconds(context.large),
      copy: () =>
        timed(() => runTool(context.cluster.tool('psql'), ['-X', '-q', '-d', url, '-c', text], { discard: true })),
    });
    return { copy: { value: file, limit: copy }, ogr: await againstOgr2ogr(context, file) };
  },
};

export const exportMemory: Group<'flat'> = {
  rows: {
    flat: {
      name: 'peak memory of an export: all reports against a tenth of them',
      unit: 'MiB more',
      goal: { ...atMost(FLAT_MEBIBYTES), text: `flat (<= ${FLAT_MEBIBYTES} MiB)` },
    },
  },
  async measure(context) {
    const growths: { small: number[]; large: number[] } = { small: [], large: [] };
    for (let round = 0; round < context.rounds; round++) {
      for (const name of ['small', 'large'] as const) {
        const growth = await exportGrowth(context[name]);
        if (growth === null) return { flat: { value: null, why: 'this system does not tell the peak of a process' } };
        growths[name].push(growth);
      }
    }
    const [small, large] = [median(growths.small), median(growths.large)];
    context.say(`  above what the server holds anyway: ${small.toFixed(0)} MiB a tenth, ${large.toFixed(0)} MiB all`);
    return { flat: { value: large - small } };
  },
};

/** COPY of the same features, without the order that no format asks for. */
function copyText(): string {
  const [, filtered] = /(from filtered_reports\([\s\S]*?\)) as r/.exec(queryText('exports/demo', NO_FILTER)) ?? [];
  if (filtered === undefined) throw new Error('exports/demo.sql does not read filtered_reports');
  return `copy (select r.feature ${filtered} as r) to stdout`;
}

async function againstOgr2ogr(context: Context, seconds: number) {
  try {
    await runTool('ogr2ogr', ['--version']);
  } catch {
    return { value: null, why: 'ogr2ogr (Debian: gdal-bin) is not installed' };
  }
  const { username, hostname, port, pathname } = new URL(context.large.url);
  const source = `PG:host=${hostname} port=${port} user=${username} dbname=${pathname.slice(1)}`;
  const statement =
    "select id, code, category_code, kind_code, status, precision, area_code, location, reported_at, updated_at, description, landmark, households, supports, channel, demo from published_reports where status in ('new', 'verified', 'in_progress', 'resolved')";
  const { limit } = await inTurn(Math.min(context.rounds, OGR2OGR_ROUNDS_MAX), {
    limit: () =>
      timed(() => runTool('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', source, '-sql', statement], { discard: true })),
  });
  return { value: seconds, limit };
}

/** How far resident memory rises while all reports are exported, MiB; null where the system does not tell. */
async function exportGrowth(place: Place): Promise<number | null> {
  const before = place.server.memory();
  place.server.forgetPeak();
  await exportSeconds(place);
  const peak = place.server.peakMemory();
  return before === null || peak === null ? null : peak - before;
}

async function exportSeconds({ server }: Place): Promise<number> {
  return timed(async () => {
    const bytes = await download(`${server.origin}/api/exports/reports.geojson`);
    if (bytes === 0) throw new Error('the export was empty');
  });
}

/** Reads an answer to its end and throws it away, as it comes. */
function download(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { agent: false }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`the export was answered with ${response.statusCode}`));
      });
    });
    request.once('error', reject);
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}
