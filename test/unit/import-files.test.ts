import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { ImportFailure } from '../../server/import/failure.ts';
import { delimiterOf, openCsv } from '../../server/import/reports/csv.ts';
import type { RowSource, SourceRow } from '../../server/import/reports/fields.ts';
import { featureRow, openGeojson } from '../../server/import/reports/geojson.ts';
import { beginningOf } from '../../server/import/text-file.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'alai-import-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function write(content: string | Uint8Array, extension = 'csv'): string {
  const file = path.join(folder, `${files++}.${extension}`);
  writeFileSync(file, content);
  return file;
}

async function rowsOf(source: RowSource): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of source.rows) rows.push(row);
  return rows;
}

const csv = async (content: string | Uint8Array) => {
  const file = write(content);
  return rowsOf(await openCsv(file, await beginningOf(file)));
};
const geojson = async (content: string, extension = 'geojson') => {
  const file = write(content, extension);
  const source = await openGeojson(file, await beginningOf(file));
  return { columns: source.columns, rows: await rowsOf(source) };
};
const point = (id: unknown, coordinates: unknown, properties: unknown = {}) => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates },
  properties,
});

describe('a CSV file', () => {
  it.each([
    ['comma', 'id,"a;b;c;d",x\n1,2,3'],
    ['semicolon', 'id;"a,b,c,d";x\n1;2;3'],
    ['tab', 'id\t"a,b;c"\tx\n1\t2\t3'],
  ])('may be separated by %s', async (_, text) => {
    expect((await csv(text))[0]!.cells).toMatchObject({ id: '1', x: '3' });
  });

  it('may begin with a byte-order mark and end its lines as Windows does', async () => {
    expect(await csv('\ufeffid,x\r\n1,ң\r\n')).toEqual([{ line: 2, cells: { id: '1', x: 'ң' } }]);
  });

  it('names the line on which each row starts, whatever cells and blank lines came before', async () => {
    expect((await csv('id,x\n1,"a\nb\nc"\n\n2,b\n3,"x\r\ny"\n4,d')).map((row) => row.line)).toEqual([2, 6, 7, 9]);
  });

  it('loses only the rows that have too few or too many cells', async () => {
    const rows = await csv('id,x\n1\n2,a,b\n3,c,,\n4,d');
    expect(rows.map((row) => row.fault?.code)).toEqual(['malformed', 'malformed', undefined, undefined]);
  });

  it('that has an open quote is refused with the last line that was whole', async () => {
    await expect(csv('id,x\n1,a\n2,"b\n3,c\n')).rejects.toThrow(/after line 2.*[Qq]uote/);
    await expect(csv('id,x\n1,a\n2,"b" c\n')).rejects.toThrow(ImportFailure);
  });

  it('that is not UTF-8 is refused with the line where that shows', async () => {
    await expect(csv(Buffer.from([...Buffer.from('id,x\n1,a\n2,'), 0xcd, 0xe5, 0x0a]))).rejects.toThrow(
      /line 3.*not UTF-8/,
    );
    await expect(csv(Buffer.from('\ufeffid,x\n', 'utf16le'))).rejects.toThrow('UTF-16');
    await expect(csv(Buffer.from('PK\x03\x04 rest'))).rejects.toThrow('Excel');
    await expect(csv('')).rejects.toThrow('is empty');
  });

  it('gives back any table that was written as CSV', async () => {
    const cell = fc
      .oneof(fc.string({ maxLength: 12 }), fc.constantFrom('a,b', 'a;b', '"', 'a\nb', '\t', 'ңөү'))
      .map((text) => text.replaceAll('\r', ''));
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(',', ';', '\t'), async (rows, delimiter) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = [['first', 'second'], ...rows].map((row) => row.map(quoted).join(delimiter)).join('\n');
        expect((await csv(text)).map(({ cells }) => [cells.first, cells.second])).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it('is told apart by its heading alone', () => {
    expect(delimiterOf('"a;b;c",d\n1;2;3;4;5')).toBe(',');
  });
});

describe('a GeoJSON file', () => {
  it('becomes rows with properties, id and coordinates, heights left out', async () => {
    const { columns, rows } = await geojson(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [point('a', [72.8, 40.5, 900], { type: 'ROAD', n: 1, nothing: null })],
      }),
    );
    expect(columns).toEqual(expect.arrayContaining(['type', 'n', '@id', '@lng', '@lat']));
    expect(rows).toEqual([
      { line: 1, cells: { type: 'ROAD', n: '1', nothing: '', '@id': 'a', '@lng': '72.8', '@lat': '40.5' } },
    ]);
  });

  it('may have one Feature a line, where a line that is no JSON costs only itself', async () => {
    const { rows } = await geojson(
      `\u001e${JSON.stringify(point(1, [72, 40]))}\n{"type": "Feat\n\n${JSON.stringify(point(2, [72, 40]))}\n`,
      'geojsonl',
    );
    expect(rows.map(({ line, fault }) => [line, fault?.code])).toEqual([
      [1, undefined],
      [2, 'malformed_json'],
      [4, undefined],
    ]);
  });

  it('is read piece by piece to the same features, wherever the pieces end', async () => {
    const features = Array.from({ length: 3000 }, (_, index) =>
      point(index, [72, 40], { text: `${'ң"\\'.repeat(index % 40)}`, deep: { a: [1, { b: 2 }] } }),
    );
    const { rows } = await geojson(
      JSON.stringify({ name: 'x', type: 'FeatureCollection', features, more: [1] }, null, 1),
    );
    expect(rows).toEqual(features.map((feature, index) => featureRow(index + 1, feature)));
  });

  it.each([
    ['{"type":"FeatureCollection","features":[{"type":"Feature"},\n oops]}', /line 2, column 2/],
    ['{"type":"FeatureCollection","features":[{"type":"Feature","prop', /ends too early/],
    ['{"type":"FeatureCollection"}', /FeatureCollection/],
    ['{"type":"Topology","features":[]}', /FeatureCollection/],
    [
      '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32643"}},"features":[]}',
      /EPSG::32643/,
    ],
  ])('that is broken (%s) is refused', async (text, expected) => {
    await expect(geojson(text)).rejects.toThrow(expected);
    await expect(geojson(text)).rejects.toThrow(ImportFailure);
  });

  it.each([
    [
      { type: 'Feature', geometry: { type: 'LineString', coordinates: [[1, 2]] }, properties: null },
      'geometry_not_a_point',
    ],
    [{ type: 'Point', coordinates: [1, 2] }, 'malformed'],
    [null, 'malformed'],
    ['text', 'malformed'],
  ])('has features that cannot be reports: %j', (feature, code) => {
    expect(featureRow(1, feature).fault?.code).toBe(code);
  });

  it('gives a row for any value whatever', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (properties, coordinates) => {
        const row = featureRow(1, { type: 'Feature', properties, geometry: { type: 'Point', coordinates } });
        expect(Object.values(row.cells).every((cell) => typeof cell === 'string')).toBe(true);
      }),
    );
  });
});
