import { Type } from 'typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { Problem } from '../contract/problem.ts';
import { uuidOrNull } from '../http/ids.ts';
import { problem } from '../http/problem.ts';
import { matchesEtag, photoEtag, storageName } from './rules.ts';
import type { PhotoSize } from './rules.ts';
import { publishedPhoto } from './store.ts';

/** A cache may show a photo this long after it was hidden. */
const CACHE_SECONDS = 60;
const ById = Type.Object({ id: Type.String() });
const NoQuery = Type.Object({}, { additionalProperties: false });
const Picture = Type.String({ format: 'binary' });

/** `GET /api/photos/:id.jpg` and its thumbnail: photos that are published, of reports that are. */
export function showRoutes(app: App): void {
  const address: [string, PhotoSize, string][] = [
    ['/api/photos/:id.jpg', 'large', 'A published photo, at most 1600 pixels wide and high'],
    ['/api/photos/:id/thumbnail.jpg', 'thumbnail', 'The same, at most 320 pixels'],
  ];
  for (const [url, size, summary] of address) {
    app.get(
      url,
      {
        schema: {
          tags: ['photos'],
          summary,
          params: ById,
          querystring: NoQuery,
          response: {
            200: { description: 'JPEG without metadata', content: { 'image/jpeg': { schema: Picture } } },
            304: { description: 'Unchanged', type: 'null' },
            '4xx': Problem,
            '5xx': Problem,
          },
        },
      },
      async (request, reply) => {
        const id = uuidOrNull((request.params as { id: string }).id);
        const storageKey = id === null ? null : await publishedPhoto(app.database, id);
        if (storageKey === null) throw problem('photo_not_found');
        return sendPhoto(app, request, reply, storageKey, size);
      },
    );
  }
}

/** Answers with a stored picture, or 304. The headers let it be nothing but a picture, and no cache keeps it for long. */
export async function sendPhoto(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  storageKey: string,
  size: PhotoSize,
  cacheControl = `public, max-age=${CACHE_SECONDS}, must-revalidate`,
): Promise<FastifyReply> {
  const etag = photoEtag(storageKey, size);
  reply
    .header('etag', etag)
    .header('cache-control', cacheControl)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff');
  if (matchesEtag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  const file = await app.photos.storage.get(storageName(storageKey, size));
  if (file === null) {
    request.log.error('a photo has no file in the storage');
    throw problem('photo_not_found');
  }
  return reply.type('image/jpeg').header('content-length', String(file.bytes)).send(file.stream);
}
