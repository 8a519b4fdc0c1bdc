import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '../../server/reports/cursor.ts';
import { canonicalJson } from '../../server/canonical-json.ts';
import { cleanText } from '../../server/reports/rules.ts';
import { codesMeant, deviceHmac, manageToken, newCode } from '../../server/reports/secrets.ts';

describe('texts', () => {
  test('keep letters and line breaks, lose control characters and outer space', () => {
    expect(cleanText('  Үч күн\r\nсуу\u0000 жок\u200b ')).toBe('Үч күн\nсуу  жок');
    expect(cleanText(' \n\t ')).toBeNull();
    // Half a character, which JSON can say and PostgreSQL refuses.
    expect(cleanText('a\ud800b \u{1f6b0}')).toBe('a\ufffdb \u{1f6b0}');
  });
  test('never hold what PostgreSQL refuses', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !(cleanText(text) ?? '').includes('\u0000')));
  });
});

test('two bodies that say the same are the same to the idempotency key', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
      const turned = Object.fromEntries(Object.entries(body).reverse());
      expect(canonicalJson(turned)).toBe(canonicalJson(body));
      expect(JSON.parse(canonicalJson(body))).toEqual(JSON.parse(JSON.stringify(body)));
    }),
  );
});

describe('tracking codes', () => {
  test('are eight characters that are not mistaken for each other, and are found however they are typed', () => {
    for (let i = 0; i < 1000; i++) {
      const code = newCode();
      expect(code).toMatch(/^[2-9A-HJKMNP-Z]{8}$/);
      expect(codesMeant(` № ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `)).toEqual([code]);
    }
  });
  test('are found when they are typed on a Kyrgyz keyboard, by letters that look the same', () => {
    expect(codesMeant('авек-мнрс')).toEqual(['ABEKMHPC']);
    expect(codesMeant('ТҮХ23456')).toEqual(['TYX23456']);
  });
  test('have no 0 and no O: these stand for the round letters that have the look of them', () => {
    expect(codesMeant('ABCDEF20')).toEqual(['ABCDEF2D', 'ABCDEF2Q']);
    expect(codesMeant('o2345678')).toEqual(['D2345678', 'Q2345678']);
    expect(codesMeant('0234567O')).toEqual(['D234567D', 'D234567Q', 'Q234567D', 'Q234567Q']);
  });
  test.each(['', 'ABC', 'ABCDEFG1', 'ILOOOOOO', 'OOO23456', "'; drop", '🙂'.repeat(8), 'Ж2345678'])(
    '%s is none',
    (text) => expect(codesMeant(text)).toEqual([]),
  );
});

test('a cursor comes back as it was', () => {
  const cursor = { afterTime: '2026-11-23T09:47:01.123456Z', afterId: '7aa17035-d7bf-4e96-be46-e34b365dddd1' };
  expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
});

test('secrets depend on the key, the purpose and the report', () => {
  expect(manageToken('k1', 'a')).toBe(manageToken('k1', 'a'));
  expect(manageToken('k1', 'a')).not.toBe(manageToken('k2', 'a'));
  expect(deviceHmac('k', 'r1', 'd').equals(deviceHmac('k', 'r2', 'd'))).toBe(false);
});
