import { Type } from 'typebox';
import type { App } from '../app.ts';
import { SentPhoto } from '../contract/photos.ts';
import { Problem } from '../contract/problem.ts';
import { actorOf } from '../http/actor.ts';
import { sentKey, uuidOr, uuidOrNull } from '../http/ids.ts';
import { problem } from '../http/problem.ts';
import type { PhotoSize } from './rules.ts';
import { readForms, receiveForm } from './send.ts';
import { sendPhoto } from './show.ts';
import { checkStaffReport, staffPhoto } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const Picture = Type.String({ format: 'binary' });
const PictureQuery = Type.Object(
  {
    of: Type.Optional(Type.Enum(['original', 'public'] as const, { description: 'original: nothing blurred' })),
    version: Type.Optional(
      Type.String({
        maxLength: 20,
        description: 'of the report; makes another address of it, because browsers show a picture of one address again',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Photos as staff see them, also unpublished and unblurred ones, and those staff send of a problem solved. */
export async function staffPhotoRoutes(app: App): Promise<void> {
  const address: [string, PhotoSize, string][] = [
    ['/api/staff/reports/:id/photos/:photo.jpg', 'large', 'A photo of any state, at most 1600 pixels wide and high'],
    ['/api/staff/reports/:id/photos/:photo/thumbnail.jpg', 'thumbnail', 'The same, at most 320 pixels'],
  ];
  for (const [url, size, summary] of address) {
    app.get(
      url,
      {
        config: { right: 'reports.read' },
        schema: {
          tags: ['staff'],
          summary,
          params: Type.Object({ id: Type.String(), photo: Type.String() }),
          querystring: PictureQuery,
          response: {
            200: { description: 'JPEG without metadata', content: { 'image/jpeg': { schema: Picture } } },
            304: { description: 'Unchanged', type: 'null' },
            ...errors,
          },
        },
      },
      async (request, reply) => {
        const { id, photo } = request.params as { id: string; photo: string };
        const reportId = uuidOr(id, 'report_not_found');
        const found = await staffPhoto(app.database, actorOf(request), reportId, uuidOrNull(photo));
        const key = (request.query as { of?: string }).of === 'original' ? found.original : found.storageKey;
        return sendPhoto(app, request, reply, key, size, 'no-store');
      },
    );
  }

  // Forms are read in this context and nowhere else of the staff's side.
  await app.register(async (child) => {
    const scope = child as unknown as App;
    await readForms(scope);
    scope.post(
      '/api/staff/reports/:id/photos',
      {
        config: { right: 'reports.work' },
        logSerializers: { busboyOptions: () => undefined },
        validatorCompiler: () => () => true,
        schema: {
          tags: ['staff'],
          summary:
            'Send a photo of the problem solved; it is shown once it is approved or the report is resolved with it',
          consumes: ['multipart/form-data'],
          params: Type.Object({ id: Type.String() }),
          headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String()) }),
          body: Type.Object({ photo: Type.String({ format: 'binary', description: 'JPEG, PNG or WebP' }) }),
          response: { 201: SentPhoto, ...errors },
        },
      },
      async (request, reply) => {
        const [parameter] = Object.keys(request.query as object);
        if (parameter !== undefined) throw problem('unknown_parameter', parameter.slice(0, 100));
        const id = uuidOr((request.params as { id: string }).id, 'report_not_found');
        await checkStaffReport(app.database, actorOf(request), id);
        const key = sentKey(request.headers['idempotency-key'] as string | undefined);
        if (!request.isMultipart()) throw problem('unsupported_media_type');
        return reply
          .code(201)
          .send(await receiveForm(app, request, { reportId: id, homeId: id, role: 'proof', mark: null }, key));
      },
    );
  });
}
