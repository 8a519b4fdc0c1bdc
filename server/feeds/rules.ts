/** Atom documents (RFC 4287). Pure. */

/** One report in a feed. Times are RFC 3339, as fine as they are published. */
export interface FeedEntry {
  /** A UUID. */
  id: string;
  title: string;
  /** Absolute address of its page. */
  href: string;
  published: string;
  updated: string;
  category: { code: string; name: string };
  summary: string;
}
export interface Feed {
  title: string;
  /** Sentences that must travel with it; may be empty. */
  notices: readonly string[];
  language: string;
  /** Absolute addresses: of the feed, which is its id too, and of the page it is about. */
  self: string;
  home: string;
  author: string;
  entries: readonly FeedEntry[];
}

/** Of a feed without entries: RFC 4287 wants a time, and it must not change by itself. */
const NEVER = '1970-01-01T00:00:00Z';

/** A feed as an XML document. */
export function atom({ title, notices, language, self, home, author, entries }: Feed): string {
  const updated = entries.reduce((latest, entry) => (entry.updated > latest ? entry.updated : latest), NEVER);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(language)}">`,
    `<id>${xml(self)}</id>`,
    `<title>${xml(title)}</title>`,
    ...(notices.length > 0 ? [`<subtitle>${xml(notices.join(' '))}</subtitle>`] : []),
    `<updated>${xml(updated)}</updated>`,
    `<author><name>${xml(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(home)}"/>`,
    ...entries.map(entryXml),
    '</feed>',
    '',
  ].join('\n');
}

function entryXml({ id, title, href, published, updated, category, summary }: FeedEntry): string {
  return [
    '<entry>',
    `<id>urn:uuid:${xml(id)}</id>`,
    `<title>${xml(title)}</title>`,
    `<link rel="alternate" type="text/html" href="${xml(href)}"/>`,
    `<published>${xml(published)}</published>`,
    `<updated>${xml(updated)}</updated>`,
    `<category term="${xml(category.code)}" label="${xml(category.name)}"/>`,
    `<summary>${xml(summary)}</summary>`,
    '</entry>',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // As it stands a reader would make a space or a line feed of it.
  '\t': '&#9;',
  '\r': '&#13;',
};

/** Text for an element or an attribute; what XML 1.0 cannot say at all is left out. */
export function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"'\t\r]/g, (sign) => ENTITIES[sign]!);
}
