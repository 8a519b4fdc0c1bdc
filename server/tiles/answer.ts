import type { FastifyReply, FastifyRequest } from 'fastify';
import { KEPT, type StoredTile } from './cache.ts';
import type { Encoding } from '../http/encoding.ts';

/**
 * Sends a tile, or 304 when the client has it in any encoding, or 204 when nothing is in it. Past Fastify's onSend hooks:
 * there is nothing to serialise, compress or hash any more.
 */
export function answerTile(
  request: FastifyRequest,
  reply: FastifyReply,
  tile: StoredTile,
  encoding: Encoding | null,
): void {
  const form = (encoding && tile[encoding]) ?? tile.plain;
  // Hooks have put their headers there already: protection, and the limit of reads.
  const { raw } = reply;
  reply.hijack();
  const asked = request.headers['if-none-match'];
  const has = asked === undefined ? undefined : matching(asked, tile.tag);
  if (has !== undefined) raw.writeHead(304, { ...KEPT, etag: has }).end();
  else if (form.body.length === 0) raw.writeHead(204, form.headers).end();
  else raw.writeHead(200, form.headers).end(form.body, 'latin1');
}

/**
 * The ETag of If-None-Match that is of this content, whatever its encoding was: who has it needs it in no other. Tags are
 * compared weakly (RFC 9110, 13.1.2), since a proxy that packs an answer itself makes them weak.
 */
function matching(header: string, tag: string): string | undefined {
  if (!header.includes(tag)) return undefined;
  return header
    .split(',')
    .map((part) => part.trim())
    .find((part) => new RegExp(`^(W/)?"${tag}(-br|-gzip)?"$`).test(part));
}
