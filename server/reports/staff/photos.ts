import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { PhotoBlur, PhotoStateChange } from '../../contract/staff-photos.ts';
import { actorOf } from '../../http/actor.ts';
import { seenVersion } from '../../http/if-match.ts';
import { uuidOr } from '../../http/ids.ts';
import { hasRendition, staffPhoto, storeRendition } from '../../photos/store.ts';
import { reportId } from '../routes.ts';
import { change, changeSchema, rightTo } from './change.ts';
import { planPhoto } from './rules.ts';

const params = Type.Object({ id: Type.String(), photo: Type.String() });

/** What staff do with the photos of a report: show, refuse, make parts of them unreadable. */
export async function photoChangeRoutes(app: App): Promise<void> {
  app.patch(
    '/api/staff/reports/:id/photos/:photo',
    {
      config: rightTo('report.photo'),
      schema: { ...changeSchema('Publish a photo, refuse it, or take it back', PhotoStateChange), params },
    },
    (request) => change(app, request, (state) => planPhoto(state, photoOf(request.params), request.body)),
  );

  app.put(
    '/api/staff/reports/:id/photos/:photo/blur',
    {
      config: rightTo('report.photo'),
      schema: { ...changeSchema('Make regions unreadable; the original is kept from the public', PhotoBlur), params },
    },
    async (request) => {
      const actor = actorOf(request);
      const [id, photo, blur] = [reportId(request.params.id), photoOf(request.params), request.body.regions];
      seenVersion(request.headers['if-match']);
      const { original } = await staffPhoto(app.database, actor, id, photo);
      const known = blur.length === 0 || (await hasRendition(app.database, photo, blur));
      const storageKey = known ? null : await app.photos.blur(original, blur);
      return change(app, request, async (state, { sql }) => {
        if (storageKey !== null) await storeRendition(sql, { photoId: photo, original, storageKey, blur });
        return planPhoto(state, photo, { blur });
      });
    },
  );
}

function photoOf({ photo }: { photo: string }): string {
  return uuidOr(photo, 'photo_not_found');
}
