import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const GEOJSON = 'application/geo+json; charset=utf-8';

/**
 * Sends a body that is text already (JSON built in SQL, a stream of it): parsing it only to write it again would double
 * the work. The response schema still documents it; the contract tests hold the two together.
 */
export function sendRaw(
  reply: { type(type: string): unknown },
  type: string,
  body: string | Buffer | Readable,
): FastifyReply {
  const raw = reply as FastifyReply;
  return raw.type(type).send(body);
}

/** Waits for the first piece, so that what fails before it is answered with its own status. */
export async function begun<Piece>(pieces: AsyncGenerator<Piece>): Promise<AsyncIterable<Piece>> {
  const first = await pieces.next();
  return (async function* () {
    try {
      if (!first.done) yield first.value;
      yield* pieces;
    } finally {
      await pieces.return(undefined);
    }
  })();
}
