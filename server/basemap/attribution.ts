/** Both layer vocabularies the map draws are made of OpenStreetMap, whose licence asks for this line. */
export const DEFAULT_ATTRIBUTION = link('https://www.openstreetmap.org/copyright', '© OpenStreetMap contributors');

const MAX_LENGTH = 1000;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", copy: '©', nbsp: ' ' };

/**
 * Rebuilds a tileset's attribution from text and http(s) links; everything else in it is dropped. It comes from a
 * stranger and MapLibre puts it into the page as HTML. Returns DEFAULT_ATTRIBUTION when nothing readable is left.
 */
export function cleanAttribution(html: unknown): string {
  if (typeof html !== 'string') return DEFAULT_ATTRIBUTION;
  let out = '';
  let open: { url: string; text: string } | null = null;
  for (const piece of html.slice(0, MAX_LENGTH).split(/(<[^>]*>?)/)) {
    if (!piece.startsWith('<')) {
      if (open) open.text += decode(piece);
      else out += escape(decode(piece));
    } else if (/^<a\s/i.test(piece)) {
      if (open) out += close(open);
      open = {
        url: decode(/\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(piece)?.slice(1).find(Boolean) ?? ''),
        text: '',
      };
    } else if (/^<\/a\s*>/i.test(piece) && open) {
      out += close(open);
      open = null;
    }
  }
  if (open) out += close(open);
  out = out.replace(/\s+/g, ' ').trim();
  return out === '' ? DEFAULT_ATTRIBUTION : out;
}

function close({ url, text }: { url: string; text: string }): string {
  return text.trim() === '' ? '' : link(url, text);
}

function link(url: string, text: string): string {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (target === null || !['https:', 'http:'].includes(target.protocol)) return escape(text);
  return `<a href="${escape(target.href)}" target="_blank" rel="noopener noreferrer">${escape(text)}</a>`;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|([a-z]{2,4}));/gi, (entity: string, code?: string, name?: string) =>
    code ? String.fromCodePoint(Number(code)) : (ENTITIES[name?.toLowerCase() ?? ''] ?? entity),
  );
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
