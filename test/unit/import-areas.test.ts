import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAreas } from '../../server/import/areas/features.ts';
import { readBoundary, VERTICES_MAX } from '../../server/import/areas/geometry.ts';
import { parseReplacements, planAreas, type AreaFacts } from '../../server/import/areas/plan.ts';
import { foreignCrs } from '../../server/import/crs.ts';

const SOFT_BOUNDS = [72.6, 40.38, 73, 40.68];
const SQUARE = [
  [72.83, 40.49],
  [72.84, 40.49],
  [72.84, 40.5],
  [72.83, 40.5],
  [72.83, 40.49],
];
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings });
const feature = (properties: object, geometry: unknown = polygon(SQUARE)) => ({
  type: 'Feature',
  properties,
  geometry,
});
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });

function areas(...features: unknown[]) {
  const read = readAreas(collection(...features), SOFT_BOUNDS);
  if ('faults' in read) throw new Error(read.faults.map(({ text }) => text).join('\n'));
  return read.areas;
}
function faults(document: unknown): string[] {
  const read = readAreas(document, SOFT_BOUNDS);
  return 'faults' in read ? read.faults.map(({ text }) => text) : [];
}
const circle = (vertices: number) =>
  Array.from({ length: vertices }, (_, index) => {
    const angle = (2 * Math.PI * (index % (vertices - 1))) / (vertices - 1);
    return [72.84 + 0.01 * Math.cos(angle), 40.5 + 0.01 * Math.sin(angle)];
  });

describe('a boundary', () => {
  it('loses its heights and keeps its holes', () => {
    const hole = [
      [72.832, 40.492],
      [72.833, 40.492],
      [72.833, 40.493],
      [72.832, 40.492],
    ];
    const withHeights = SQUARE.map((position) => [...position, 980.5]);
    expect(readBoundary({ type: 'MultiPolygon', coordinates: [[withHeights, hole]] }, SOFT_BOUNDS)).toEqual({
      polygons: [[SQUARE, hole]],
    });
  });

  it.each([
    ['no geometry', null, 'null'],
    ['a point', { type: 'Point', coordinates: [72, 40] }, 'Point'],
    ['positions without rings', { type: 'Polygon', coordinates: SQUARE }, 'malformed'],
    ['no rings', { type: 'Polygon', coordinates: [] }, 'malformed'],
    ['a missing number', polygon([[72.83, 40.49], [72.84], [72.84, 40.5], [72.83, 40.49]]), 'ring 1, position 2'],
    [
      'text for numbers',
      polygon([
        ['72.83', '40.49'],
        [72.84, 40.5],
        [72.84, 40.5],
        ['72.83', '40.49'],
      ]),
      'position 1',
    ],
    ['latitude first', polygon(SQUARE.map(([lng, lat]) => [lat, lng])), 'location_swapped'],
    ['metres', polygon(SQUARE.map(([lng, lat]) => [lng! * 1e5, lat! * 1e5])), 'location_out_of_range'],
    ['an open ring', polygon(SQUARE.slice(0, 4)), 'ring_not_closed'],
    ['a ring of three positions', polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), 'needs 4'],
    ['100,000 vertices', polygon(circle(100_000)), 'polygon_too_large: 100000 vertices'],
  ])('with %s is refused with the place of the fault', (_, geometry, expected) => {
    expect(readBoundary(geometry, SOFT_BOUNDS)).toMatchObject({ fault: { text: expect.stringContaining(expected) } });
  });

  it('may have as many vertices as the database allows, and no more', () => {
    expect(readBoundary(polygon(circle(VERTICES_MAX)), SOFT_BOUNDS)).toHaveProperty('polygons');
    expect(readBoundary(polygon(circle(VERTICES_MAX + 1)), SOFT_BOUNDS)).toHaveProperty('fault');
  });

  it('of any shape whatever is read or refused, never a crash', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.constantFrom('Polygon', 'MultiPolygon', 'GeometryCollection'),
        (coordinates, type) => {
          const read = readBoundary({ type, coordinates }, SOFT_BOUNDS);
          expect('fault' in read ? read.fault.code : read.polygons.length).toBeTruthy();
        },
      ),
    );
  });
});

describe('a file of boundaries', () => {
  it('takes the code from "code", "id" or the feature, and is official unless it says otherwise', () => {
    const [one, two, three] = areas(feature({ code: 'a' }), feature({ id: 'b', approximate: true }), {
      ...feature({}),
      id: 'c',
    });
    expect([one!.code, two!.code, three!.code, one!.approximate, two!.approximate]).toEqual([
      'a',
      'b',
      'c',
      false,
      true,
    ]);
  });

  it('takes names as this server exports them', () => {
    expect(
      areas(feature({ code: 'a', name: { ky: 'Алай', ru: 'Алай', en: 'Alai' }, shortName: { ky: 'А' } }))[0],
    ).toMatchObject({ nameKy: 'Алай', nameEn: 'Alai', shortNameKy: 'А' });
  });

  it.each([
    [feature({ code: 'Alai 1' }), 'feature 1 (Alai 1): malformed'],
    [feature({ code: 'none' }), 'malformed'],
    [feature({}), 'feature 1: malformed'],
    [feature({ code: 'a', kind: 'village' }), 'kind_unknown'],
    [feature({ code: 'a', households: 1.5 }), 'out_of_range'],
    [feature({ code: 'a', households: '850' }), 'out_of_range'],
    [feature({ code: 'a', approximate: 'no' }), 'wrong_type'],
    [feature({ code: 'a', valid_from: '01.02.2025' }), 'date_malformed'],
    [feature({ code: 'a', valid_to: '2025-02-30' }), 'date_malformed'],
    [feature({ code: 'a', name_ky: 'x'.repeat(201) }), 'malformed'],
    [feature({ code: 'a', label_lng: 72.8 }), 'label_lng'],
    [{ type: 'Polygon' }, 'not a Feature'],
    [null, 'not a Feature'],
  ])('is refused when a feature is wrong: case %#', (wrong, expected) => {
    expect(faults(collection(wrong)).join('\n')).toContain(expected);
  });

  it('is refused with every fault at once, each with its feature', () => {
    const found = faults(
      collection(
        feature({ code: 'a' }),
        feature({ code: 'b', kind: 'x' }),
        feature({ code: 'c' }, null),
        feature({ code: 'a' }),
      ),
    );
    expect(found.map((fault) => fault.split(':', 2).join(':'))).toEqual([
      'feature 2 (b): kind_unknown',
      'feature 3 (c): geometry_not_a_polygon',
      'feature 4 (a): duplicate_code',
    ]);
  });

  it.each([[[]], [null], [{ type: 'Feature' }], [collection()], ['x']])(
    'is refused when it is no collection of features: %j',
    (document) => {
      expect(faults(document)).toHaveLength(1);
    },
  );

  it('is refused in any coordinate system but WGS 84', () => {
    const crs = (name: string) => ({ type: 'name', properties: { name } });
    for (const name of ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326', 'urn:ogc:def:crs:EPSG::4326'])
      expect(foreignCrs(crs(name))).toBeNull();
    expect(faults({ ...collection(feature({ code: 'a' })), crs: crs('urn:ogc:def:crs:EPSG::32643') })[0]).toContain(
      'EPSG::32643',
    );
    expect(foreignCrs({ type: 'link' })).not.toBeNull();
  });
});

describe('the plan of an import', () => {
  const facts = (code: string, change: Partial<AreaFacts> = {}): AreaFacts & { id: number } => ({
    id: code.length,
    code,
    kind: 'settlement',
    parent: null,
    nameKy: 'к',
    nameRu: 'р',
    nameEn: 'e',
    shortNameKy: 'кк',
    shortNameRu: null,
    shortNameEn: null,
    households: 10,
    approximate: true,
    source: 'old',
    validFrom: null,
    validTo: null,
    ...change,
  });
  const plan = (features: unknown[], existing: ReturnType<typeof facts>[], replace: string[] = []) =>
    planAreas(areas(...features), existing, parseReplacements(replace), 'file.geojson');
  const NEW = { kind: 'quarter', name_ky: 'к', name_ru: 'р', name_en: 'e' };

  it('keeps what the file does not say, but not the old source', () => {
    const result = plan([feature({ code: 'alai-1', name_en: 'New' })], [facts('alai-1')]);
    expect(result).toMatchObject({
      areas: [
        {
          id: 6,
          facts: {
            nameKy: 'к',
            nameEn: 'New',
            households: 10,
            shortNameKy: 'кк',
            approximate: false,
            source: 'file.geojson',
          },
        },
      ],
    });
  });

  it('stores wholes before parts, in whatever order the file has them', () => {
    const result = plan(
      [feature({ code: 'q', parent: 's', ...NEW }), feature({ code: 's', ...NEW, kind: 'settlement' })],
      [],
    );
    expect('areas' in result && result.areas.map((area) => area.facts.code)).toEqual(['s', 'q']);
  });

  it('takes a parent from the file or from what exists, under its new code', () => {
    const existing = [facts('old'), facts('part', { kind: 'quarter', parent: 'old' })];
    const result = plan([feature({ code: 'new' }), feature({ code: 'part' })], existing, ['old=new']);
    expect(result).toMatchObject({
      areas: [{ id: 3, facts: { code: 'new' } }, { facts: { code: 'part', parent: 'new' } }],
    });
  });

  it.each([
    [[feature({ code: 'x' })], [], [], 'required'],
    [[feature({ code: 'x', ...NEW, parent: 'y' })], [], [], 'parent_unknown'],
    [[feature({ code: 'x', ...NEW, parent: 'x' })], [], [], 'parent_unfit'],
    [
      [feature({ code: 'x', ...NEW, parent: 'y' }), feature({ code: 'y', ...NEW, parent: 'x' })],
      [],
      [],
      'parent_unfit',
    ],
    [
      [feature({ code: 's', kind: 'quarter' })],
      [facts('s'), facts('p', { kind: 'quarter', parent: 's' })],
      [],
      'area p: parent_unfit',
    ],
    [[feature({ code: 's', valid_from: '2026-01-02', valid_to: '2026-01-01' })], [facts('s')], [], 'date_order'],
    [[feature({ code: 'n' })], [], ['o=n'], 'there is no area o'],
    [[feature({ code: 'n' })], [facts('o'), facts('n')], ['o=n'], 'already'],
    [[feature({ code: 'x', ...NEW })], [facts('o')], ['o=n'], 'has no area n'],
    [[feature({ code: 'n' }), feature({ code: 'o' })], [facts('o')], ['o=n'], 'area o too'],
  ])('is refused when areas do not fit together: case %#', (features, existing, replace, expected) => {
    const result = plan(features, existing, replace);
    expect('faults' in result && result.faults.map(({ text }) => text).join('\n')).toContain(expected);
  });

  it.each(['a', 'a=', 'A=B', 'a=b=c'])('refuses --replace-code %s', (text) => {
    expect(() => parseReplacements([text])).toThrow('old=new');
  });
});
