import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImportFailure } from '../../server/import/failure.ts';
import { parseMap, resolveColumns } from '../../server/import/reports/columns.ts';
import { FIELDS } from '../../server/import/reports/fields.ts';

const guess = (columns: string[], map: string[] = [], hasDefault = false) =>
  resolveColumns('file.csv', columns, parseMap(map), hasDefault);

describe('the mapping of columns', () => {
  it('keeps commas and equals signs that belong to a column name', () => {
    const map = parseMap(['category=Type, sort of,lat=a=b', 'lng=Longitude, degrees']);
    expect([...map]).toEqual([
      ['category', 'Type, sort of'],
      ['lat', 'a=b'],
      ['lng', 'Longitude, degrees'],
    ]);
  });

  it('reads back any mapping it is given', () => {
    // A comma followed by WORD= starts the next pair, so such a name cannot be told from it.
    const name = fc
      .string({ minLength: 1, maxLength: 20 })
      .map((text) => text.trim())
      .filter((text) => text !== '' && !/,\s*[A-Za-z]+\s*=/.test(text) && !text.endsWith(','));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...FIELDS), name), { selector: ([field]) => field, minLength: 1 }),
        (pairs) => {
          expect([...parseMap([pairs.map(([field, column]) => `${field}=${column}`).join(',')])]).toEqual(pairs);
        },
      ),
    );
  });

  it.each([
    ['colour=X', 'colour'],
    ['category', 'category'],
    ['=X', '=X'],
    ['id=A,id=B', 'twice'],
  ])('refuses %s in a sentence', (text, named) => {
    expect(() => parseMap([text])).toThrow(ImportFailure);
    expect(() => parseMap([text])).toThrow(named);
  });

  it('knows the columns of a public 311 file', () => {
    expect(
      guess(['Unique Key', 'Created Date', 'Complaint Type', 'Status', 'Incident Address', 'Latitude', 'Longitude']),
    ).toEqual({
      id: 'Unique Key',
      category: 'Complaint Type',
      lat: 'Latitude',
      lng: 'Longitude',
      date: 'Created Date',
      status: 'Status',
    });
  });

  it('never takes an address for a landmark, because it may be a home', () => {
    expect(guess(['id', 'category', 'x', 'y', 'address', 'Incident Address']).landmark).toBeUndefined();
  });

  it('lets an empty name switch a guess off', () => {
    expect(guess(['id', 'category', 'kind', 'x', 'y'], ['kind=']).kind).toBeUndefined();
  });

  it('does not give a column that was mapped to another field by guess', () => {
    expect(guess(['id', 'type', 'category', 'x', 'y'], ['kind=category']).category).toBe('type');
  });

  it.each([
    [['category', 'x', 'y'], [], 'id'],
    [['id', 'x', 'y'], [], 'category'],
    [['id', 'category', 'x'], [], 'lat'],
    [['id', 'category', 'y', 'area'], ['area=area'], 'lng'],
    [['id', 'category', 'x', 'y'], ['date=When'], 'When'],
    [['id', 'category', 'x', 'y', 'lat', 'LAT'], ['lat=Lat'], '2 columns'],
  ])('refuses columns %j with mapping %j before anything is read, naming %s', (columns, map, named) => {
    expect(() => guess(columns, map)).toThrow(ImportFailure);
    expect(() => guess(columns, map)).toThrow(named);
  });

  it('needs no coordinates when an area is named, and no category when there is a default', () => {
    expect(guess(['id', 'Village'], ['area=Village'], true)).toEqual({ id: 'id', area: 'Village' });
  });
});
