import multipart from '@fastify/multipart';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import { ReplyFile } from '../../contract/replies.ts';
import { NewReply, REPLY_FILE_BYTES_MAX } from '../../contract/staff-replies.ts';
import { OperationDone } from '../../contract/staff-operations.ts';
import { actorOf } from '../../http/actor.ts';
import { uuidOr } from '../../http/ids.ts';
import { problem, ProblemError } from '../../http/problem.ts';
import { storageName } from '../../photos/rules.ts';
import { operate } from '../operations/run.ts';
import { rightTo } from '../staff/change.ts';
import { checkText, planReply } from '../staff/work-rules.ts';
import { publicFile, staffFile, storeFile, storeReply, type StoredReplyFile } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const tags = ['staff'];
const CACHE_SECONDS = 60;
const ById = Type.Object({ id: Type.String() });
const NoQuery = Type.Object({}, { additionalProperties: false });
const file = {
  200: {
    description: 'PDF or JPEG, to be saved',
    content: {
      'application/pdf': { schema: Type.String({ format: 'binary' }) },
      'image/jpeg': { schema: Type.String({ format: 'binary' }) },
    },
  },
  ...errors,
};

/** Official replies to one or many reports, and the files they come with. */
export async function replyRoutes(app: App): Promise<void> {
  const { database } = app;

  app.post(
    '/api/staff/replies',
    {
      config: rightTo('report.reply'),
      bodyLimit: 256 * 1024,
      schema: {
        tags,
        summary: 'Give one official reply to up to 1,000 reports; taken back as a whole like every change of many',
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String()) }),
        body: NewReply,
        response: { 200: OperationDone, ...errors },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const { reports, ...given } = request.body;
      return operate(app, request, 'report.reply', reports, () => {
        const reply = {
          text: checkText(given.text, 'text'),
          body: given.body ?? null,
          file: given.file === undefined ? null : fileId(given.file),
        };
        return async (sql) => {
          const id = await storeReply(sql, actor, reply);
          return (state) => planReply(state, id);
        };
      });
    },
  );

  await app.register(async (child) => {
    const scope = child as unknown as App;
    await scope.register(multipart, {
      limits: { files: 1, fileSize: REPLY_FILE_BYTES_MAX + 1, fields: 2, fieldSize: 1024, headerPairs: 20, parts: 4 },
      throwFileSizeLimit: false,
    });
    scope.post(
      '/api/staff/reply-files',
      {
        config: rightTo('report.reply'),
        logSerializers: { busboyOptions: () => undefined },
        validatorCompiler: () => () => true,
        schema: {
          tags,
          summary: 'Send a file for a reply: a PDF as it is, a picture made anew',
          consumes: ['multipart/form-data'],
          body: Type.Object({ file: Type.String({ format: 'binary', description: 'PDF, JPEG, PNG or WebP' }) }),
          response: { 201: ReplyFile, ...errors },
        },
      },
      async (request, reply) => {
        if (!request.isMultipart()) throw problem('unsupported_media_type');
        const bytes = await onlyFile(request.parts());
        const stored = await app.photos.keepFile(bytes);
        const id = await storeFile(database, actorOf(request), stored);
        return reply.code(201).send({ id, type: stored.type, bytes: stored.bytes });
      },
    );
  });

  app.get(
    '/api/staff/reply-files/:id',
    {
      config: { right: 'reports.read' },
      schema: { tags, summary: 'A file of a reply', params: ById, querystring: NoQuery, response: file },
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      return sendFile(app, reply, await staffFile(database, actorOf(request), fileId(id)), 'no-store');
    },
  );
}

/** `GET /api/reply-files/:id`: a file of a reply that stands. */
export async function publicReplyRoutes(app: App): Promise<void> {
  app.get(
    '/api/reply-files/:id',
    {
      schema: {
        tags: ['reports'],
        summary: 'A file of an official reply',
        params: ById,
        querystring: NoQuery,
        response: file,
      },
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const cache = `public, max-age=${CACHE_SECONDS}, must-revalidate`;
      return sendFile(app, reply, await publicFile(app.database, fileId(id)), cache);
    },
  );
}

/** Whatever it is, a browser saves it and runs nothing of it. */
async function sendFile(app: App, reply: FastifyReply, found: StoredReplyFile | null, cacheControl: string) {
  const size = found?.type === 'application/pdf' ? 'document' : 'large';
  const stored = found && (await app.photos.storage.get(storageName(found.storageKey, size)));
  if (!stored) throw problem('file_not_found');
  return reply
    .header('cache-control', cacheControl)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', `attachment; filename="reply.${size === 'document' ? 'pdf' : 'jpg'}"`)
    .type(found.type)
    .header('content-length', String(stored.bytes))
    .send(stored.stream);
}

async function onlyFile(parts: AsyncIterable<{ type: string; toBuffer?: () => Promise<Buffer> }>): Promise<Buffer> {
  let bytes: Buffer | null = null;
  try {
    for await (const part of parts) if (part.type === 'file') bytes = await part.toBuffer!();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw problem('photo_malformed', (error as Error).message.slice(0, 100));
  }
  if (bytes === null || bytes.length === 0) throw problem('photo_malformed');
  if (bytes.length > REPLY_FILE_BYTES_MAX) throw problem('photo_too_large', `more than ${REPLY_FILE_BYTES_MAX} bytes`);
  return bytes;
}

function fileId(text: string): string {
  return uuidOr(text, 'file_not_found');
}
