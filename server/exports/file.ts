import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { GEOJSON, sendRaw } from '../http/raw.ts';
import { fileName } from './rules.ts';

/** Features, each after a comma; a piece may hold many of them, or end in the middle of one. */
export type Pieces = AsyncIterable<Buffer | string> | Iterable<string>;

/** The piece that one feature is. */
export function pieceOf(feature: object): string {
  return `,${JSON.stringify(feature)}\n`;
}

/**
 * Fastify pipes the stream with backpressure and destroys it when the client goes away, which ends the reading. An error on
 * the way cuts the connection: a file that ends early never looks whole.
 */
export function sendFile(reply: FastifyReply, layer: string, notice: string[], pieces: Pieces) {
  reply.header('content-disposition', `attachment; filename="${fileName(layer, new Date())}"`);
  return sendRaw(reply, GEOJSON, Readable.from(collection(layer, notice, pieces), { objectMode: false }));
}

/**
 * The text of a FeatureCollection. `notice` is a foreign member (RFC 7946, 6.1): GIS programs pass over it, people who
 * open the file read it first.
 */
async function* collection(name: string, notice: string[], pieces: Pieces): AsyncGenerator<Buffer | string> {
  yield `{"type":"FeatureCollection","name":${JSON.stringify(name)},"notice":${JSON.stringify(notice)},"features":[\n`;
  let first = true;
  for await (const piece of pieces) {
    // Before the first feature there is no comma.
    yield first ? withoutFirst(piece) : piece;
    first = false;
  }
  yield ']}\n';
}

function withoutFirst(piece: Buffer | string): Buffer | string {
  return typeof piece === 'string' ? piece.slice(1) : piece.subarray(1);
}
