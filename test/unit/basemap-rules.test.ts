import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAttribution, DEFAULT_ATTRIBUTION } from '../../server/basemap/attribution.ts';
import { decodeEntry, encodeEntry } from '../../server/basemap/cache-entry.ts';
import {
  acceptsGzip,
  detectSchema,
  fillTemplate,
  isVectorTile,
  matchesEtag,
  parseTileAddress,
} from '../../server/basemap/rules.ts';
import { parseTileJson, readBounds } from '../../server/basemap/tilejson.ts';
import { vectorTile } from '../support/tile-upstream.ts';

describe('tile addresses', () => {
  it('are read when they lie in the grid of their zoom', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 22 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (z, at) => {
          const x = Math.floor(at * 2 ** z);
          expect(parseTileAddress(`${z}`, `${x}`, `${2 ** z - 1}`)).toEqual({ z, x, y: 2 ** z - 1 });
          expect(parseTileAddress(`${z}`, `${x}`, `${2 ** z}`)).toBeNull();
          expect(parseTileAddress(`${z}`, `${2 ** z}`, `${x}`)).toBeNull();
        },
      ),
    );
  });

  it.each(['-1', '+1', '01', '1.0', '1e0', ' 1', '1 ', '', 'NaN', '٣', '0x1', '99999999999999999999'])(
    'are refused when a part is %j',
    (part) => {
      expect(parseTileAddress(part, '0', '0')).toBeNull();
      expect(parseTileAddress('3', part, '0')).toBeNull();
      expect(parseTileAddress('3', '0', part)).toBeNull();
    },
  );

  it('fill a template, counting rows from the south where the map does', () => {
    expect(fillTemplate('a/{z}/{x}/{y}.pbf?y={y}', { z: 3, x: 1, y: 2 })).toBe('a/3/1/2.pbf?y=2');
    expect(fillTemplate('{z}/{x}/{y}', { z: 3, x: 1, y: 2 }, 'tms')).toBe('3/1/5');
  });
});

describe('the layer vocabulary', () => {
  it('is told by the names of the layers', () => {
    expect(detectSchema([{ id: 'water' }, { id: 'transportation' }])).toBe('openmaptiles');
    expect(detectSchema([{ id: 'water' }, { id: 'roads' }])).toBe('protomaps');
    expect(detectSchema([{ id: 'earth' }])).toBe('protomaps');
    expect(detectSchema([{ id: 'water' }, null, 5, {}])).toBeNull();
    expect(detectSchema('roads')).toBeNull();
  });
});

describe('what counts as a vector tile', () => {
  it('takes tiles of one and of more layers', () => {
    expect(isVectorTile(vectorTile('earth'))).toBe(true);
    expect(isVectorTile(Buffer.concat([vectorTile('earth'), vectorTile('я'.repeat(300))]))).toBe(true);
  });

  it.each(['<html><body>Log in</body></html>', '{"error":"no"}', 'Not found', '', '\n\n', '\x89PNG\r\n\x1a\n'])(
    'refuses %j',
    (text) => expect(isVectorTile(Buffer.from(text, 'latin1'))).toBe(false),
  );

  it('refuses a tile that was cut off inside a layer', () => {
    const tile = vectorTile('a layer with a name');
    for (let length = 0; length < tile.length; length += 1) expect(isVectorTile(tile.subarray(0, length))).toBe(false);
  });

  it('never throws and never runs away, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof isVectorTile(bytes) === 'boolean'));
  });
});

describe('request headers', () => {
  it('match an entity tag in a list, strong or weak', () => {
    expect(matchesEtag('"a", W/"b"', 'W/"b"')).toBe(true);
    expect(matchesEtag('"b"', 'W/"b"')).toBe(true);
    expect(matchesEtag('*', 'W/"b"')).toBe(true);
    expect(matchesEtag('"a"', 'W/"b"')).toBe(false);
    expect(matchesEtag(undefined, 'W/"b"')).toBe(false);
  });

  it('allow gzip when they name it and do not refuse it', () => {
    for (const yes of ['gzip', 'deflate, gzip;q=0.5', 'br, *', 'GZIP']) expect(acceptsGzip(yes)).toBe(true);
    for (const no of [undefined, '', 'br', 'gzip;q=0', 'gzip; q=0.000', 'identity'])
      expect(acceptsGzip(no)).toBe(false);
  });
});

describe('an attribution', () => {
  it('keeps text and links', () => {
    const html =
      '<a href="https://openfreemap.org" target="_blank">OpenFreeMap</a> Data from <b>OSM</b> &copy; A&amp;B';
    expect(cleanAttribution(html)).toBe(
      '<a href="https://openfreemap.org/" target="_blank" rel="noopener noreferrer">OpenFreeMap</a> Data from OSM © A&amp;B',
    );
  });

  it('falls back to OpenStreetMap when there is nothing to read', () => {
    for (const nothing of [undefined, null, 5, '', '  ', '<img src=x>', '<a href="https://a.example"></a>']) {
      expect(cleanAttribution(nothing)).toBe(DEFAULT_ATTRIBUTION);
    }
  });

  it('brings no script, whatever a stranger writes', () => {
    const pieces = fc.constantFrom(
      '<a href="',
      "<a href='",
      'javascript:alert(1)',
      'https://a.example/',
      '">',
      "'>",
      '</a>',
    );
    const others = fc.constantFrom(
      '<script>',
      '&lt;img onerror=x&gt;',
      '<img src=x onerror=x',
      '&#60;b&#62;',
      '<',
      '>',
      '"',
    );
    const safe = /^(?:[^<>]|<a href="https?:\/\/[^"<>]*" target="_blank" rel="noopener noreferrer">[^<>]*<\/a>)*$/;
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, others, fc.string())), (parts) => {
        expect(cleanAttribution(parts.join(''))).toMatch(safe);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a TileJSON', () => {
  const base = 'https://tiles.example/planet';
  const read = (document: unknown, from = base) => parseTileJson(JSON.stringify(document), from);

  it('gives the address of a tile, also a relative one', () => {
    const at = { z: 2, x: 1, y: 0 };
    expect(read({ tiles: ['https://cdn.example/v1/{z}/{x}/{y}.pbf'] })?.tileUrl(at).href).toBe(
      'https://cdn.example/v1/2/1/0.pbf',
    );
    expect(read({ tiles: ['/v1/{z}/{x}/{y}.pbf'] })?.tileUrl(at).href).toBe('https://tiles.example/v1/2/1/0.pbf');
  });

  it('changes its version with the address of its tiles and with nothing else', () => {
    const version = (document: unknown) => read(document)?.description.version;
    const one = version({ tiles: ['/1/{z}/{x}/{y}'] });
    expect(version({ tiles: ['/1/{z}/{x}/{y}'], attribution: 'x' })).toBe(one);
    expect(version({ tiles: ['/2/{z}/{x}/{y}'] })).not.toBe(one);
  });

  it('is refused without a usable tile address', () => {
    for (const tiles of [
      undefined,
      'x',
      [],
      [5],
      ['/{z}/{x}'],
      ['ftp://a/{z}/{x}/{y}'],
      ['http://a.example/{z}/{x}/{y}'],
    ]) {
      expect(read({ tiles })).toBeNull();
    }
    for (const text of ['', '<html>', '[]', 'null', '"x"']) expect(parseTileJson(text, base)).toBeNull();
  });

  it('is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.record({ tiles: fc.jsonValue(), minzoom: fc.jsonValue(), maxzoom: fc.jsonValue() }),
        (document) => {
          const map = read({ ...document, tiles: [`/${JSON.stringify(document.tiles)}/{z}/{x}/{y}`] });
          if (map) expect(map.description.maxzoom).toBeGreaterThanOrEqual(map.description.minzoom);
          read(document);
        },
      ),
    );
  });

  it('has bounds only when they are a box on the globe', () => {
    expect(readBounds([72, 40, 73, 41])).toEqual([72, 40, 73, 41]);
    for (const wrong of [
      null,
      [1, 2, 3],
      [73, 40, 72, 41],
      [72, 41, 73, 40],
      [-181, 0, 1, 1],
      [0, 0, 1, NaN],
      ['0', 0, 1, 1],
    ]) {
      expect(readBounds(wrong)).toBeNull();
    }
  });
});

describe('a cache file', () => {
  const entry = fc.record({
    bytes: fc.option(fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))),
    version: fc.stringMatching(/^[0-9a-f]{10}$/),
    fetchedAt: fc.nat(),
  });

  it('gives back what was put in', () => {
    fc.assert(
      fc.property(entry, (value) => {
        expect(decodeEntry(encodeEntry(value))).toEqual(value);
      }),
    );
  });

  it('is nothing once any bit is flipped or any byte is missing', () => {
    fc.assert(
      fc.property(entry, fc.nat(), fc.integer({ min: 0, max: 7 }), (value, at, bit) => {
        const file = encodeEntry(value);
        const place = at % file.length;
        expect(decodeEntry(file.subarray(0, place))).toBeNull();
        file[place] = (file[place] ?? 0) ^ (1 << bit);
        expect(decodeEntry(file)).toBeNull();
      }),
    );
  });
});
