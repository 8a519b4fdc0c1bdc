import { expect, test } from 'vitest';
import { clientOf } from '../../server/http/client.ts';
import { encodingFor } from '../../server/http/encoding.ts';
import { compress } from '../../server/tiles/compress.ts';

test('Accept-Encoding is read as RFC 9110 says: weights, stars, and nothing where nothing is asked for', () => {
  const cases: [string | undefined, 'br' | 'gzip' | null][] = [
    ['gzip, deflate, br, zstd', 'br'],
    ['BR', 'br'],
    ['gzip;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0,gzip;q=0', null],
    ['*', 'br'],
    ['*;q=0', null],
    ['identity', null],
    ['', null],
    [';;,=', null],
    [undefined, null],
  ];
  for (const [header, encoding] of cases) expect(encodingFor(header), String(header)).toBe(encoding);
});

test('only so much is packed at a time: the rest goes out plain', async () => {
  const bytes = Buffer.alloc(100_000, 'abc');
  const made = await Promise.all(Array.from({ length: 10 }, () => compress(bytes, 'br')));
  expect(made.filter((form) => form !== null)).toHaveLength(2);
  expect(await compress(bytes, 'gzip')).not.toBeNull();
});

test('a household counts as one client: IPv4 in either writing, IPv6 by its network', () => {
  expect(clientOf('10.0.0.7')).toBe('10.0.0.7');
  expect(clientOf('::ffff:10.0.0.7')).toBe('10.0.0.7');
  expect(clientOf('2001:DB8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
  expect(clientOf('2001:db8:1:2::9')).toBe('2001:db8:1:2');
  expect(clientOf('2001:db8::9')).toBe('2001:db8:0:0');
  expect(clientOf('::1')).toBe('0:0:0:0');
});
