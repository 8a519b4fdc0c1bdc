import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { App } from '../app.ts';
import { PHOTO_BYTES_MAX, SentPhoto } from '../contract/photos.ts';
import { Problem } from '../contract/problem.ts';
import { sentKey } from '../http/ids.ts';
import { problem, ProblemError } from '../http/problem.ts';
import { PhotoHeaders, senderOf } from './manage.ts';
import { createUpload, isCreation } from './resumable.ts';
import type { Sender } from './store.ts';

/** Beside the photo a form may hold this many fields, which are not read. */
const FIELDS_MAX = 8;
const FIELD_BYTES_MAX = 1024;
const HEADERS_MAX = 20;

/** Lets a context read forms with one file. */
export async function readForms(app: App): Promise<void> {
  await app.register(multipart, {
    limits: {
      files: 1,
      fileSize: PHOTO_BYTES_MAX + 1,
      fields: FIELDS_MAX,
      fieldSize: FIELD_BYTES_MAX,
      headerPairs: HEADERS_MAX,
      parts: FIELDS_MAX + 2,
    },
    throwFileSizeLimit: false,
  });
}

/** `POST /api/reports/:id/photos`: a whole photo as multipart/form-data, or the opening of an upload in parts. */
export async function sendRoute(app: App): Promise<void> {
  await readForms(app);
  app.post(
    '/api/reports/:id/photos',
    {
      preHandler: app.limitWrites,
      // At the finest level the form's parser would log all headers, and with them the manage token.
      logSerializers: { busboyOptions: () => undefined },
      // The form is documented and read part by part: there is no body to validate.
      validatorCompiler: () => () => true,
      schema: {
        tags: ['photos'],
        summary: 'Send a photo whole, or open an upload in parts (tus 1.0.0)',
        description:
          'Either multipart/form-data with one file, answered when the photo is stored. Or, with the header Tus-Resumable, ' +
          'an empty body and Upload-Length: opens an upload at the address in Location. The same Idempotency-Key never makes a second photo. ' +
          'With a Device-Token instead of the Manage-Token it comes with what that device said of the resolution, one with each answer.',
        consumes: ['multipart/form-data'],
        params: Type.Object({ id: Type.String() }),
        headers: PhotoHeaders,
        body: Type.Object({ photo: Type.String({ format: 'binary', description: 'JPEG, PNG or WebP' }) }),
        response: { 201: Type.Union([SentPhoto, Type.Null()]), '4xx': Problem, '5xx': Problem },
      },
    },
    async (request, reply) => {
      const sender = await senderOf(app, request);
      const { homeId } = sender;
      const key = sentKey(request.headers['idempotency-key'] as string | undefined);
      if (isCreation(request)) return createUpload(app, request, reply, sender, key);
      if (!request.isMultipart()) throw problem('unsupported_media_type');
      const photo = await receiveForm(app, request, sender, key);
      return reply.code(201).header('location', `/api/reports/${homeId}/photos/${photo.id}`).send(photo);
    },
  );
}

/** Reads the form to its end before anything is kept, so that a second file or a broken end is noticed. */
export function receiveForm(app: App, request: FastifyRequest, sender: Sender, key: string | null): Promise<SentPhoto> {
  const fill = async (append: (body: Readable) => Promise<void>) => {
    try {
      for await (const part of request.parts()) {
        if (part.type === 'file') await append(part.file);
      }
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      throw problem('photo_malformed', (error as Error).message.slice(0, 100));
    }
  };
  return app.photos.receive(sender, key, fill);
}
