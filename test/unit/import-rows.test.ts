import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCatalog } from '../../server/catalog/rules.ts';
import type { Refusal } from '../../server/import/reports/fields.ts';
import { refusedLine } from '../../server/import/reports/refused-file.ts';
import { readRow, type RowContext } from '../../server/import/reports/rows.ts';
import { parseMapping, vocabulary } from '../../server/import/reports/vocabulary.ts';

const names = (ky: string, ru: string, en: string) => ({ ky, ru, en });
const kind = (code: string, en: string) => ({
  code,
  name: names(`${en} ky`, `${en} ru`, en),
  precision: 'exact' as const,
  retired: false,
});
const category = (code: string, ky: string, kinds: ReturnType<typeof kind>[], retired = false) => ({
  code,
  name: names(ky, `${ky} ru`, `${ky} en`),
  shortName: names(ky, ky, ky),
  color: '#000000',
  icon: 'OTHER',
  iconColor: '#FFFFFF',
  precision: 'exact' as const,
  urgent: false,
  nearby: { metres: 150, days: 365 },
  bodies: [],
  kinds,
  retired,
});
const catalog = buildCatalog(
  [
    category('ROAD', 'Жол', [kind('ROAD_MUD', 'Mud'), kind('ROAD_POTHOLE', 'Pothole')]),
    category('LIGHT', 'Жарык', []),
    category('OLD', 'Эски', [], true),
  ],
  [],
  [
    { id: 7, code: 'alai-1', kind: 'settlement', parent: 'osh' },
    { id: 8, code: 'osh', kind: 'city', parent: null },
  ],
  {},
);
const FIELDS = {
  id: 'ID',
  category: 'TYPE',
  kind: 'SORT',
  lat: 'Y',
  lng: 'X',
  area: 'AREA',
  date: 'WHEN',
  status: 'STATE',
  resolved: 'DONE',
  description: 'TEXT',
  landmark: 'MARK',
  households: 'HH',
  language: 'LANG',
  precision: 'FINE',
};
const context: RowContext = {
  columns: FIELDS,
  vocabulary: vocabulary(catalog, new Map([['street condition', 'ROAD_POTHOLE']]), new Map([['unspecified', 'new']])),
  areas: catalog.areas,
  softBounds: [72.6, 40.38, 73, 40.68],
  defaultCategory: null,
  now: new Date('2026-01-15T12:00:00Z'),
};
const GOOD = { ID: 'a-1', TYPE: 'ROAD', X: '72.84', Y: '40.495', WHEN: '2025-12-01' };
const read = (cells: Record<string, string>, changes: Partial<RowContext> = {}, known: string[] = []) =>
  readRow({ line: 5, cells: { ...GOOD, ...cells } }, { ...context, ...changes }, (id) => known.includes(id));
const report = (cells: Record<string, string>, changes?: Partial<RowContext>) => {
  const result = read(cells, changes);
  if ('refusals' in result) throw new Error(JSON.stringify(result.refusals));
  return result.report;
};
/** `COLUMN code` of everything wrong. */
const codes = (cells: Record<string, string>, known: string[] = []) => {
  const result = read(cells, {}, known);
  return 'refusals' in result ? result.refusals.map(({ column, code }) => `${column} ${code}`) : [];
};

describe('a row of an imported file', () => {
  it('becomes a report that is new, in Kyrgyz and as fine as its kind allows, unless it says otherwise', () => {
    expect(report({})).toEqual({
      externalId: 'a-1',
      category: 'ROAD',
      kind: null,
      status: 'new',
      language: 'ky',
      lng: 72.84,
      lat: 40.495,
      askedArea: null,
      precision: 'exact',
      landmark: null,
      description: null,
      households: null,
      reportedAt: '2025-11-30T18:00:00.000Z',
      resolvedAt: null,
    });
  });

  it.each([
    ['road_mud', 'ROAD_MUD'],
    ['  Pothole ', 'ROAD_POTHOLE'],
    ['жол', null],
    ['STREET  Condition', 'ROAD_POTHOLE'],
  ])('understands the category %s', (text, expected) => {
    expect(report({ TYPE: text })).toMatchObject({ category: 'ROAD', kind: expected });
  });

  it('takes the default category only where the file has none or an unknown one', () => {
    const defaultCategory = { category: 'LIGHT', kind: null };
    expect(
      [
        report({ TYPE: 'UFO' }, { defaultCategory }),
        report({ TYPE: '' }, { defaultCategory }),
        report({}, { defaultCategory }),
      ].map(({ category: code }) => code),
    ).toEqual(['LIGHT', 'LIGHT', 'ROAD']);
  });

  it('keeps the day on which it was resolved, for resolved reports only', () => {
    expect(report({ STATE: 'Closed', DONE: '2025-12-05' })).toMatchObject({
      status: 'resolved',
      resolvedAt: '2025-12-04T18:00:00.000Z',
    });
    expect(report({ STATE: 'Open', DONE: '2025-12-05' }).resolvedAt).toBeNull();
  });

  it('may name its settlement instead of a place', () => {
    expect(report({ X: '', Y: '', AREA: 'Alai-1' })).toMatchObject({ lng: null, lat: null, askedArea: 7 });
  });

  it('reads decimal commas as spreadsheets of this country write them', () => {
    expect(report({ X: '72,84', Y: '40,495' })).toMatchObject({ lng: 72.84, lat: 40.495 });
  });

  it('accepts other places in the world', () => {
    expect(report({ X: '-73.98', Y: '40.75' })).toMatchObject({ lng: -73.98, lat: 40.75 });
  });

  it.each([
    [{ ID: '' }, ['ID required']],
    [{ ID: 'x'.repeat(201) }, ['ID too_long']],
    [{ ID: 'a\u0000b' }, ['ID malformed']],
    [{ TYPE: '' }, ['TYPE required']],
    [{ TYPE: 'UFO' }, ['TYPE category_unknown']],
    [{ TYPE: 'OLD' }, ['TYPE category_unknown']],
    [{ TYPE: 'LIGHT', SORT: 'ROAD_MUD' }, ['SORT unknown_value']],
    [{ SORT: 'nothing' }, ['SORT category_unknown']],
    [{ X: '40.495', Y: '72.84' }, ['Y location_swapped']],
    [{ X: '181' }, ['X location_out_of_range']],
    [{ Y: '-90.1' }, ['Y location_out_of_range']],
    [{ X: 'NaN' }, ['X wrong_type']],
    [{ X: 'Infinity' }, ['X wrong_type']],
    [{ X: '' }, ['X required']],
    [{ X: '', Y: '' }, ['Y required']],
    [{ X: '', Y: '', AREA: 'mars' }, ['AREA area_unknown']],
    [{ X: '', Y: '', AREA: 'osh' }, ['AREA area_not_reportable']],
    [{ WHEN: '' }, ['WHEN required']],
    [{ WHEN: '31.02.2025' }, ['WHEN date_malformed']],
    [{ WHEN: '2026-01-16' }, ['WHEN date_in_future']],
    [{ STATE: 'Closed', DONE: '2025-11-01' }, ['DONE date_order']],
    [{ STATE: 'Closed', DONE: '2999-01-01' }, ['DONE date_in_future']],
    [{ STATE: 'on fire' }, ['STATE status_unknown']],
    [{ TEXT: 'ң'.repeat(4001) }, ['TEXT too_long']],
    [{ MARK: 'ң'.repeat(301) }, ['MARK too_long']],
    [{ HH: '0' }, ['HH out_of_range']],
    [{ HH: '201' }, ['HH out_of_range']],
    [{ HH: 'many' }, ['HH wrong_type']],
    [{ LANG: 'kyrgyz' }, ['LANG unknown_value']],
    [{ FINE: 'finest' }, ['FINE unknown_value']],
    [{ TYPE: 'UFO', X: 'east', WHEN: 'never' }, ['TYPE category_unknown', 'X wrong_type', 'WHEN date_malformed']],
  ] as [Record<string, string>, string[]][])('is refused with everything that is wrong: case %#', (cells, expected) => {
    expect(codes(cells).sort()).toEqual([...expected].sort());
  });

  it('is refused when an earlier row of the file has its id', () => {
    expect(codes({}, ['a-1'])).toEqual(['ID duplicate_id']);
  });

  it('counts characters and not halves of them', () => {
    expect(report({ MARK: '🏫'.repeat(300) }).landmark).toHaveLength(600);
  });

  it('gives a report the database takes, or a reason, for any cells whatever', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('', '1', '72.84', '40.49', 'ROAD', '01.02.2025', 'Closed', '\ud800', '\u0000'),
    );
    const columns = Object.values(FIELDS);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...columns), cell), (cells) => {
        const result = read(cells);
        if ('refusals' in result) return void expect(result.refusals.length).toBeGreaterThan(0);
        const { report: made } = result;
        expect(JSON.stringify(made)).not.toMatch(/\\ud[89a-f]|\\u0000/);
        expect(made.externalId).not.toBe('');
        expect(Math.abs(made.lng ?? 0) <= 180 && Math.abs(made.lat ?? 0) <= 90).toBe(true);
        expect(made.lng !== null || made.askedArea !== null).toBe(true);
        expect(catalog.reportable.has(made.kind ?? made.category)).toBe(true);
        expect(Date.parse(made.reportedAt)).not.toBeNaN();
      }),
      { numRuns: 500 },
    );
  });
});

describe('the mapping of categories', () => {
  const isHeading = (code: string) => code === 'ours';

  it('is read from JSON, CSV with a heading and CSV with semicolons', () => {
    const expected = [['street condition', 'ROAD']];
    expect([...parseMapping('m.json', '{"Street Condition": "ROAD"}', isHeading)]).toEqual(expected);
    expect([...parseMapping('m.csv', 'theirs,ours\n"Street  Condition",ROAD\n', isHeading)]).toEqual(expected);
    expect([...parseMapping('m.csv', 'Street Condition;ROAD', isHeading)]).toEqual(expected);
  });

  it.each(['{"a": 1}', '{"a"', 'a,b,c', 'a,X\nA,Y'])('is refused whole when it is %s', (text) => {
    expect(() => parseMapping('m.csv', text, isHeading)).toThrow('m.csv');
  });

  it('must lead to a category or kind that exists and is in use', () => {
    for (const code of ['UFO', 'OLD'])
      expect(() => vocabulary(catalog, new Map([['x', code]]), new Map())).toThrow(code);
    expect(() => vocabulary(catalog, new Map(), new Map([['x', 'broken']]))).toThrow('broken');
  });
});

describe('a line of the list of refused rows', () => {
  const line = (value: string) =>
    refusedLine({ line: 2, externalId: 'a', column: 'X', code: 'wrong_type', value } satisfies Refusal);

  it('quotes what CSV must quote', () => {
    expect(line('a,"b"\nc')).toBe('2,a,X,wrong_type,"a,""b""\nc"\r\n');
  });

  it('is text and no formula to a spreadsheet, while numbers stay numbers', () => {
    expect(line('=1+1')).toContain(",'=1+1");
    expect(line('@SUM(A1)')).toContain(",'@SUM");
    expect(line('-72.84')).toContain(',-72.84');
  });
});
