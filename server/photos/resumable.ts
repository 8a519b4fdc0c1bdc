import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app.ts';
import { PHOTO_BYTES_MAX, TUS_VERSION, VERDICT_PHOTO_BYTES_MAX } from '../contract/photos.ts';
import { Problem } from '../contract/problem.ts';
import { uuidOrNull } from '../http/ids.ts';
import { problem, ProblemError } from '../http/problem.ts';
import { isTheirs, PhotoHeaders, senderOf } from './manage.ts';
import type { Manager } from './manage.ts';
import { busy } from './queue.ts';
import { uploadLength, uploadOffset } from './rules.ts';
import { deletePhoto, deleteUpload, findPhoto, findSent, findUpload, openUpload } from './store.ts';
import type { Sender, Upload } from './store.ts';
import { Turns } from './turns.ts';

/** An upload that is not finished by then has to begin anew. */
const UPLOAD_SECONDS = 24 * 3600;
/** Bytes of all uploads that may be under way at a time: bounds the disk they take. */
const ARRIVING_BYTES_MAX = 2 * 1024 ** 3;
const PART_TYPE = 'application/offset+octet-stream';
const EXTENSIONS = 'creation,expiration,termination';

const UploadParams = Type.Object({ id: Type.String(), photo: Type.String() });
const UploadHeaders = Type.Intersect([
  PhotoHeaders,
  Type.Object({
    'tus-resumable': Type.Optional(Type.String({ description: TUS_VERSION })),
    'upload-offset': Type.Optional(Type.String({ description: 'bytes before this part' })),
  }),
]);
const Empty = Type.Null();
const errors = { '4xx': Problem, '5xx': Problem };

/**
 * Uploads in parts, by the tus resumable upload protocol 1.0.0 (https://tus.io/protocols/resumable-upload): core, creation,
 * expiration, termination. An upload's address is that of the photo it becomes. It counts as complete only once the photo is
 * stored, so a client that sees Upload-Offset = Upload-Length may forget its file.
 */
export async function resumableRoutes(app: App): Promise<void> {
  const { photos, database } = app;
  const turns = new Turns();
  app.addContentTypeParser(PART_TYPE, (_request, payload, done) => done(null, payload));

  for (const url of ['/api/reports/:id/photos', '/api/reports/:id/photos/:photo']) {
    app.options(url, { schema: { hide: true } }, (_request, reply) =>
      reply
        .code(204)
        .headers({ 'tus-resumable': TUS_VERSION, 'tus-version': TUS_VERSION })
        .headers({ 'tus-extension': EXTENSIONS, 'tus-max-size': String(PHOTO_BYTES_MAX) })
        .send(),
    );
  }

  app.head(
    '/api/reports/:id/photos/:photo',
    {
      schema: {
        tags: ['photos'],
        summary: 'How much of an upload has arrived',
        params: UploadParams,
        headers: UploadHeaders,
        response: { 200: Empty, ...errors },
      },
    },
    async (request, reply) => {
      const target = await targetOf(request, reply);
      reply.header('cache-control', 'no-store');
      const stands = await turns.take(target.photoId, nothing, async () => {
        const upload = await openOrStored(target);
        if (typeof upload === 'number') return { offset: upload, length: upload };
        const offset = await photos.arrivals.size(upload.id);
        // All bytes are here, but the answer was 503 or never given: now is the time.
        if (offset === upload.lengthBytes) await finish(target.sender, upload);
        else tellExpiry(reply, upload);
        return { offset, length: upload.lengthBytes };
      });
      return reply
        .headers({ 'upload-offset': String(stands.offset), 'upload-length': String(stands.length) })
        .send(null);
    },
  );

  app.patch(
    '/api/reports/:id/photos/:photo',
    {
      preHandler: app.limitWrites,
      schema: {
        tags: ['photos'],
        summary: 'Send the next part of an upload',
        description: `Content-Type ${PART_TYPE}. The answer to the last part comes when the photo is stored.`,
        params: UploadParams,
        headers: UploadHeaders,
        response: { 204: Empty, ...errors },
      },
    },
    async (request, reply) => {
      const target = await targetOf(request, reply);
      if (request.headers['content-type'] !== PART_TYPE) throw problem('unsupported_media_type');
      const from = uploadOffset(request.headers['upload-offset'] as string | undefined);
      const body = request.body as Readable;
      const offset = await turns.take(
        target.photoId,
        () => body.destroy(),
        async () => {
          const upload = await openOrStored(target);
          const stored = typeof upload === 'number';
          const stands = stored ? upload : await photos.arrivals.size(upload.id);
          if (from !== stands) {
            reply.header('upload-offset', String(stands));
            throw problem('upload_offset_conflict', `Upload-Offset: ${from}, not ${stands}`);
          }
          if (stored) return stands;
          const end = await photos.arrivals.append(upload.id, from, body, upload.lengthBytes);
          if (end === upload.lengthBytes) await finish(target.sender, upload);
          else tellExpiry(reply, upload);
          return end;
        },
      );
      return reply.code(204).header('upload-offset', String(offset)).send(null);
    },
  );

  app.delete(
    '/api/reports/:id/photos/:photo',
    {
      preHandler: app.limitWrites,
      schema: {
        tags: ['photos'],
        summary: 'Take a photo back, or stop its upload',
        params: UploadParams,
        headers: PhotoHeaders,
        response: { 204: Empty, ...errors },
      },
    },
    async (request, reply) => {
      const { sender, photoId } = await targetOf(request, reply, false);
      await turns.take(photoId, nothing, async () => {
        const stored = await findPhoto(database, photoId);
        if (stored && isTheirs(stored, sender)) await deletePhoto(database, photoId);
        else if (await findUpload(database, sender, photoId)) await end(photoId);
        else throw problem('photo_not_found');
      });
      await app.live.wake();
      return reply.code(204).send(null);
    },
  );

  /** Who sends, and the photo of the path. */
  async function targetOf(request: FastifyRequest, reply: FastifyReply, tus = true) {
    if (tus) checkVersion(request, reply);
    const sender = await senderOf(app, request);
    const photoId = uuidOrNull((request.params as { photo: string }).photo);
    if (photoId === null) throw problem('photo_not_found');
    return { sender, photoId };
  }

  /** The open upload, or the size of the photo it became. Throws photo_not_found: the client begins anew. */
  async function openOrStored({ sender, photoId }: { sender: Manager; photoId: string }): Promise<Upload | number> {
    const upload = await findUpload(database, sender, photoId);
    if (upload) return upload;
    const photo = await findPhoto(database, photoId);
    if (photo === null || !isTheirs(photo, sender) || photo.sentBytes === null) throw problem('photo_not_found');
    return photo.sentBytes;
  }

  /** Makes the photo. An original that can never become one is removed with its upload; otherwise it waits for the next try. */
  async function finish(sender: Sender, { id, sentKey, lengthBytes }: Upload): Promise<void> {
    try {
      await photos.keep({ ...sender, id, sentKey, sentBytes: lengthBytes });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.statusCode >= 500) throw error;
      await end(id);
      throw error;
    }
    // Also when the key had become a photo of another address before.
    await end(id);
  }

  async function end(uploadId: string): Promise<void> {
    await deleteUpload(database, uploadId);
    await photos.arrivals.remove(uploadId);
  }
}

/** Whether a POST opens an upload in parts. */
export function isCreation(request: FastifyRequest): boolean {
  return request.headers['tus-resumable'] !== undefined;
}

/** Opens the upload of a key, or finds it, open or finished: the same key always has the same address. */
export async function createUpload(
  app: App,
  request: FastifyRequest,
  reply: FastifyReply,
  sender: Sender,
  key: string | null,
): Promise<FastifyReply> {
  checkVersion(request, reply);
  const lengthBytes = uploadLength(
    request.headers['upload-length'] as string | undefined,
    sender.mark === null ? PHOTO_BYTES_MAX : VERDICT_PHOTO_BYTES_MAX,
  );
  const sentKey = key ?? randomUUID();
  const stored = await findSent(app.database, { ...sender, sentKey, sentHash: null });
  if (stored && stored.sentBytes !== lengthBytes) throw problem('idempotency_key_reused');
  const upload =
    stored ??
    (await openUpload(app.database, {
      ...sender,
      sentKey,
      lengthBytes,
      seconds: UPLOAD_SECONDS,
      bytesMax: ARRIVING_BYTES_MAX,
    }));
  if (upload === null) throw busy();
  if ('expiresAt' in upload) tellExpiry(reply, upload);
  return reply.code(201).header('location', `/api/reports/${sender.homeId}/photos/${upload.id}`).send();
}

function checkVersion(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('tus-resumable', TUS_VERSION);
  if (request.headers['tus-resumable'] === TUS_VERSION) return;
  reply.header('tus-version', TUS_VERSION);
  throw problem('tus_version_unsupported');
}

function tellExpiry(reply: FastifyReply, { expiresAt }: Upload): void {
  reply.header('upload-expires', new Date(expiresAt).toUTCString());
}

/** Work that is over in a moment need not be cancelled. */
function nothing(): void {}
