import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { Problem } from '../../contract/problem.ts';
import { Retention, RetentionPreview, SettingsChange, SiteSettings } from '../../contract/site-settings.ts';
import { Empty } from '../../contract/staff.ts';
import { actorOf } from '../../http/actor.ts';
import { seenVersion } from '../../http/if-match.ts';
import { previewRetention } from '../../retention/store.ts';
import { seen } from '../routes.ts';
import { changeSettings, readSettings } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const config = { right: 'site.manage' } as const;
const tags = ['staff'];

/** Settings and texts of the site, for administrators. */
export async function settingsRoutes(app: App): Promise<void> {
  const { database } = app;

  app.get(
    '/api/staff/settings',
    {
      config,
      schema: { tags, summary: 'Settings and texts', querystring: Empty, response: { 200: SiteSettings, ...errors } },
    },
    () => readSettings(database),
  );
  app.post(
    '/api/staff/settings/retention/preview',
    {
      config,
      schema: {
        tags,
        summary: 'What would be erased under these periods at the next run of the job; nothing is changed',
        body: Retention,
        response: { 200: RetentionPreview, ...errors },
      },
    },
    (request) => previewRetention(database, new Date(), request.body),
  );
  app.patch(
    '/api/staff/settings',
    {
      config,
      schema: {
        tags,
        summary: 'Change settings and texts; what is left out stays',
        headers: Type.Object({
          'if-match': Type.Optional(Type.String({ description: 'the version that was seen' })),
        }),
        body: SettingsChange,
        response: { 200: SiteSettings, ...errors },
      },
    },
    (request) => {
      const version = seenVersion(request.headers['if-match']);
      return seen(app, changeSettings(database, actorOf(request), version, request.body));
    },
  );
}
