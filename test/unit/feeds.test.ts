// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atom, xml, type FeedEntry } from '../../server/feeds/rules.ts';

const ATOM = 'http://www.w3.org/2005/Atom';
const entry = (more: Partial<FeedEntry> = {}): FeedEntry => ({
  id: '7aa17035-d7bf-4e96-be46-e34b365dddd1',
  title: 'Жол чуңкур · Алай 1 · Жаңы',
  href: 'https://alai.example/r/ABCD2345',
  published: '2026-11-20T18:00:00Z',
  updated: '2026-11-21T18:00:00Z',
  category: { code: 'ROAD', name: 'Жол, көпүрө' },
  summary: 'Жаңы',
  ...more,
});
const feed = (entries: FeedEntry[], title = 'Алай картасы') =>
  atom({
    title,
    notices: ['Чек аралар болжолдуу.'],
    language: 'ky',
    self: 'https://alai.example/feeds/reports.atom?area=alai-1&q=<b>',
    home: 'https://alai.example/?area=alai-1',
    author: 'Алай картасы',
    entries,
  });
const parse = (text: string) => {
  const document = new DOMParser().parseFromString(text, 'application/xml');
  expect(document.querySelector('parsererror')?.textContent ?? null).toBeNull();
  return document;
};
const textOf = (parent: Element | Document, name: string) => parent.getElementsByTagNameNS(ATOM, name)[0]?.textContent;

describe('a feed', () => {
  test('has what RFC 4287 wants of it: id, title, time of its newest entry, author, its own address', () => {
    const document = parse(feed([entry(), entry({ updated: '2026-11-25T18:00:00Z' })]));
    const root = document.documentElement;
    expect([root.namespaceURI, root.localName, root.getAttribute('xml:lang')]).toEqual([ATOM, 'feed', 'ky']);
    expect(textOf(root, 'id')).toBe('https://alai.example/feeds/reports.atom?area=alai-1&q=<b>');
    expect(textOf(root, 'updated')).toBe('2026-11-25T18:00:00Z');
    expect(textOf(root, 'name')).toBe('Алай картасы');
    expect(textOf(root, 'subtitle')).toBe('Чек аралар болжолдуу.');
    expect(document.getElementsByTagNameNS(ATOM, 'entry')).toHaveLength(2);
  });

  test('without entries is one all the same', () => {
    expect(textOf(parse(feed([])), 'updated')).toBe('1970-01-01T00:00:00Z');
  });

  test('says word for word whatever residents wrote, and never breaks by it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (title, summary) => {
        const found = parse(feed([entry({ title, summary, category: { code: 'ROAD', name: summary } })], title));
        const [first] = found.getElementsByTagNameNS(ATOM, 'entry');
        expect(textOf(first!, 'title')).toBe(said(title));
        expect(textOf(first!, 'summary')).toBe(said(summary));
        expect(found.getElementsByTagNameNS(ATOM, 'category')[0]!.getAttribute('label')?.replaceAll(' ', '\n')).toBe(
          said(summary).replaceAll(' ', '\n'),
        );
      }),
    );
  });
});

test('what XML cannot say is left out, everything else stays', () => {
  expect(xml('a\u0000b\u000bc\ufffe')).toBe('abc');
  expect(xml(`<ң> & "ө" 'ү'`)).toBe('&lt;ң&gt; &amp; &quot;ө&quot; &#39;ү&#39;');
});

/** Text without the characters that no XML document may hold. */
function said(text: string): string {
  return [...text]
    .filter((sign) => {
      const code = sign.codePointAt(0)!;
      return (
        [9, 10, 13].includes(code) ||
        (code >= 0x20 && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff)
      );
    })
    .join('');
}
