import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runImport } from '../../server/import/command.ts';
import { ImportFailure } from '../../server/import/failure.ts';
import { importReports, type ReportImportOptions } from '../../server/import/reports/import.ts';
import { storeBatch } from '../../server/import/reports/store.ts';
import { BAD_ROWS, CATEGORIES_311, writeCsv311 } from '../support/csv-311.ts';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';

let made: TestDatabase;
let folder: string;
beforeAll(async () => {
  made = await testDatabase();
});
afterAll(() => made.close());
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'alai-import-'));
  await query(made.database, 'delete from reports');
  return () => rmSync(folder, { recursive: true });
});

const HEADING = 'id,category,lat,lng,date';
const row = (id: string | number, change = '') => `${id},ROAD_MUD,40.4985,72.838,2025-12-01${change}`;
let said: string[] = [];

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}
async function run(file: string, options: ReportImportOptions = {}) {
  said = [];
  const { stored, alreadyThere, refused } = await importReports(made.database, file, options, (line) =>
    said.push(line),
  );
  return { stored, alreadyThere, refused };
}
const rows = <Row = Record<string, unknown>>(text: string) => query<Row>(made.database, text);
const count = async (where = 'true') =>
  (await rows<{ n: number }>(`select count(*)::integer as n from reports where ${where}`))[0]!.n;
const refusals = (file: string) => readFileSync(file, 'utf8').replace('\ufeff', '').trim().split('\r\n').slice(1);

describe('an import of reports', () => {
  it('of a public 311 file stores every good row and lists every bad one with its line and reason', async () => {
    const file = path.join(folder, 'city.csv');
    await writeCsv311(file, { rows: 2500, badRows: BAD_ROWS.length });
    const categories = write('categories.json', JSON.stringify(CATEGORIES_311));
    const options = { categories, map: ['description=Descriptor,resolved=Closed Date'] };
    expect(await run(file, options)).toEqual({
      stored: 2500 - BAD_ROWS.length,
      alreadyThere: 0,
      refused: BAD_ROWS.length,
    });
    const listed = refusals(path.join(folder, 'city.refused.csv'));
    expect(listed.map((line) => line.split(',')[3])).toEqual(BAD_ROWS.map(([code]) => code));
    // Each row is two lines long, because of the line break in its text.
    expect(listed.map((line) => Number(line.split(',')[0]))).toEqual(
      BAD_ROWS.map((_, index) => 2 + 2 * index * Math.floor(2500 / BAD_ROWS.length)),
    );
    expect(await count(`channel = 'import' and external_source = 'city' and not demo`)).toBe(2500 - BAD_ROWS.length);
    expect(await count(`status = 'resolved' and resolved_at is null`)).toBe(0);
    expect(
      await count(`description = E'Loud, "continuous"\\nand since yesterday' and published_description is null`),
    ).toBe(2500 - BAD_ROWS.length);
  });

  it('that is run again stores nothing twice', async () => {
    const file = write('list.csv', [HEADING, row('a'), row('b')].join('\n'));
    expect(await run(file)).toEqual({ stored: 2, alreadyThere: 0, refused: 0 });
    writeFileSync(file, [HEADING, row('a'), row('b'), row('c')].join('\n'));
    expect(await run(file)).toEqual({ stored: 1, alreadyThere: 2, refused: 0 });
    expect(await run(file, { source: 'another list' })).toEqual({ stored: 3, alreadyThere: 0, refused: 0 });
    expect(existsSync(path.join(folder, 'list.refused.csv'))).toBe(false);
  });

  it('takes the first of two rows with one id and says which it refused', async () => {
    const file = write('list.csv', [HEADING, row('a'), row('b'), row('a')].join('\n'));
    expect(await run(file)).toEqual({ stored: 2, alreadyThere: 0, refused: 1 });
    expect(refusals(path.join(folder, 'list.refused.csv'))).toEqual(['4,a,id,duplicate_id,a']);
  });

  it('that is only tried out stores nothing and says what it would do', async () => {
    const file = write('list.csv', [HEADING, row('a'), row('b'), row('c').replace('ROAD_MUD', 'UFO')].join('\n'));
    await run(write('first.csv', [HEADING, row('a')].join('\n')), { source: 'list' });
    expect(await run(file, { dryRun: true })).toEqual({ stored: 1, alreadyThere: 1, refused: 1 });
    expect(said.at(-1)).toContain('nothing was stored');
    expect(await count()).toBe(1);
  });

  it('publishes texts only when it is told to', async () => {
    const text = [`${HEADING},description,landmark`, row('a', ',Жол жаман,мектептин жанында')].join('\n');
    await run(write('waiting.csv', text));
    await run(write('published.csv', text), { publishText: true });
    expect(
      await rows(
        `select external_source as source, published_description as text, published_landmark as landmark from reports order by 1`,
      ),
    ).toEqual([
      { source: 'published', text: 'Жол жаман', landmark: 'мектептин жанында' },
      { source: 'waiting', text: null, landmark: null },
    ]);
  });

  it('never publishes a place more finely than its kind allows', async () => {
    const lines = ['LAND_ACT', 'WATER_NONE', 'ROAD_MUD'].map((code, index) =>
      row(index, ',exact').replace('ROAD_MUD', code),
    );
    await run(write('list.csv', [`${HEADING},precision`, ...lines].join('\n')));
    expect(await rows('select kind_code as kind, precision from reports order by 1')).toEqual([
      { kind: 'LAND_ACT', precision: 'area' },
      { kind: 'ROAD_MUD', precision: 'exact' },
      { kind: 'WATER_NONE', precision: 'coarse' },
    ]);
  });

  it('writes into the history how each report came, and when it was resolved', async () => {
    const text = ['id,category,lat,lng,date,status,done', `${row('a')},Closed,2025-12-05`, `${row('b')},Open,`].join(
      '\n',
    );
    await run(write('list.csv', text), { map: ['resolved=done'] });
    expect(
      await rows(
        `select external_id as id, actor, event, h.status, happened_at as at from report_history h join reports r on r.id = h.report_id order by external_id, h.id`,
      ),
    ).toEqual([
      { id: 'a', actor: 'import', event: 'created', status: 'new', at: '2025-11-30T18:00:00.000Z' },
      { id: 'a', actor: 'import', event: 'status', status: 'resolved', at: '2025-12-04T18:00:00.000Z' },
      { id: 'b', actor: 'import', event: 'created', status: 'new', at: '2025-11-30T18:00:00.000Z' },
    ]);
  });

  it('reads what this server exports, and GeoJSON one feature a line', async () => {
    const feature = (id: string) => ({
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [72.838, 40.4985] },
      properties: {
        id,
        code: 'X',
        category: 'ROAD',
        kind: 'ROAD_MUD',
        status: 'verified',
        area: 'alai-1',
        reportedAt: '2025-12-01T10:00:00Z',
        households: 3,
        description: null,
        precision: 'coarse',
      },
    });
    expect(
      await run(
        write('a.geojson', JSON.stringify({ type: 'FeatureCollection', features: [feature('1'), feature('2')] })),
      ),
    ).toMatchObject({ stored: 2 });
    expect(
      await run(write('b.geojsonl', `${JSON.stringify(feature('1'))}\n{broken\n${JSON.stringify(feature('2'))}`)),
    ).toEqual({ stored: 2, alreadyThere: 0, refused: 1 });
    expect(
      await count(`kind_code = 'ROAD_MUD' and status = 'verified' and households = 3 and precision = 'coarse'`),
    ).toBe(4);
  });

  it('takes a report that names only its settlement', async () => {
    await run(write('list.csv', 'id,category,village,date\n1,LAND_ACT,alai-2,01.12.2025'), { map: ['area=village'] });
    expect(await rows('select precision, area_code from published_reports')).toEqual([
      { precision: 'area', area_code: 'alai-2' },
    ]);
  });

  it('of a file that breaks keeps what came before and goes on when it is mended', async () => {
    const good = Array.from({ length: 1500 }, (_, index) => row(index));
    const file = write('list.csv', [HEADING, ...good, '"open'].join('\n'));
    await expect(run(file)).rejects.toThrow(/list\.csv is broken after line 1501.*1,000 reports were stored/s);
    expect(await count()).toBe(1000);
    writeFileSync(file, [HEADING, ...good, row('last')].join('\n'));
    expect(await run(file)).toEqual({ stored: 501, alreadyThere: 1000, refused: 0 });
  });

  it.each([
    ['no id', 'category,lat,lng\nROAD,40.5,72.8', {}],
    ['a mapped column that is missing', `${HEADING}\n${row(1)}`, { map: ['status=Zustand'] }],
    ['an unknown default category', `${HEADING}\n${row(1)}`, { defaultCategory: 'UFO' }],
    ['a mapping file that is missing', `${HEADING}\n${row(1)}`, { categories: 'nowhere.json' }],
    ['nothing in it', '\n\n', {}],
  ])('with %s is refused before anything is stored', async (_, text, options) => {
    await expect(run(write('list.csv', text), options)).rejects.toThrow(ImportFailure);
    expect(await count()).toBe(0);
  });

  it('never lets a row that the database refuses fail its neighbours', async () => {
    const report = (externalId: string, households: number) => ({
      externalId,
      category: 'ROAD',
      kind: null,
      status: 'new' as const,
      language: 'ky',
      lng: 72.838,
      lat: 40.4985,
      askedArea: null,
      precision: 'exact' as const,
      landmark: null,
      description: null,
      households,
      reportedAt: '2025-12-01T00:00:00Z',
      resolvedAt: null,
    });
    const reports = Array.from({ length: 20 }, (_, index) => report(String(index), index === 7 ? 999 : 1));
    const result = await storeBatch(made.database, reports, { source: 's', publishText: false, dryRun: false });
    expect(result).toMatchObject({ stored: 19, alreadyThere: 0, refused: [{ report: { externalId: '7' } }] });
    expect(await count()).toBe(19);
  });

  it('will not write its list of refused rows over the file it reads', async () => {
    const file = write('list.csv', `${HEADING}\n${row(1)}`);
    await expect(run(file, { report: file })).rejects.toThrow('being read');
    expect(readFileSync(file, 'utf8')).toContain('ROAD_MUD');
  });

  it('says no place and no text of any report', async () => {
    await run(
      write(
        'list.csv',
        [`${HEADING},description`, row('a', ',Sekret'), row('b', ',Sekret').replace('72.838', '999')].join('\n'),
      ),
    );
    expect(said.join('\n')).not.toMatch(/Sekret|72\.838|40\.4985|999/);
  });

  it('ends with exit code 2 when rows were refused, else 0', async () => {
    const good = write('good.csv', `${HEADING}\n${row(1)}`);
    const bad = write('bad.csv', `${HEADING}\n${row(1)}\n,,,,`);
    const exit = (file: string, flags = {}) => runImport(made.database, file, undefined, flags, () => {});
    expect(await exit(good)).toBe(0);
    expect(await exit(bad, { dryRun: true, source: 311 })).toBe(2);
    await expect(exit(good, { replaceCode: 'a=b' })).rejects.toThrow('--replace-code is for the import of areas');
    await expect(exit(good, { source: ['a', 'b'] })).rejects.toThrow('2 times');
    await expect(runImport(made.database, 'areas', undefined, {}, () => {})).rejects.toThrow('name the GeoJSON file');
  });
});
