import { Type } from 'typebox';
import type { App } from '../app.ts';
import { siteTexts } from '../catalog/rules.ts';
import type { Names } from '../contract/catalog.ts';
import type { Language } from '../contract/enums.ts';
import { filterProperties } from '../contract/filters.ts';
import { Problem } from '../contract/problem.ts';
import type { ReportFeature } from '../contract/reports.ts';
import { LANGUAGE_PROPERTY, namer, notices, parseLanguage, statusName } from '../exports/rules.ts';
import { areasSaid, demoShownIn } from '../exports/store.ts';
import { listOf, parseFilter } from '../filters/rules.ts';
import { sendRaw } from '../http/raw.ts';
import { listReports } from '../reports/store.ts';
import { atom, type FeedEntry } from './rules.ts';
import { forgiven } from '../search/store.ts';

const ENTRIES_MAX = 50;
const TITLE: Names = { ky: 'Алай картасы', ru: 'Карта Алая', en: 'Alai map' };
const FeedQuery = Type.Object({ ...filterProperties, ...LANGUAGE_PROPERTY }, { additionalProperties: false });

/** Reports for feed readers: whoever follows an area or a category hears of new ones and of what becomes of them. */
export async function feedRoutes(app: App): Promise<void> {
  app.get(
    '/feeds/reports.atom',
    {
      schema: {
        tags: ['feeds'],
        summary: `The newest ${ENTRIES_MAX} reports of any filter as an Atom feed (RFC 4287); lang is ky unless it says otherwise`,
        querystring: FeedQuery,
        response: {
          200: {
            description: 'an Atom document; times as fine as they are published',
            content: { 'application/atom+xml': { schema: Type.String() } },
          },
          304: { description: 'Unchanged', type: 'null' },
          '4xx': Problem,
          '5xx': Problem,
        },
      },
    },
    async (request, reply) => {
      const { lang, ...filters } = request.query;
      const language = parseLanguage(lang) ?? 'ky';
      const catalog = await app.catalog();
      const filter = await forgiven(app.database, parseFilter(filters, catalog));
      const areas = await areasSaid(app.database);
      const page = await listReports(app.database, filter, null, ENTRIES_MAX);
      const reports = JSON.parse(`[${page.features}]`) as ReportFeature[];
      const origin = `${request.protocol}://${request.host}`;
      const nameOf = namer(catalog, areas, language);
      const followed = [...listOf(filters.area ?? ''), ...listOf(filters.category ?? '')].map(nameOf);
      const site = (siteTexts(catalog.settings).siteName ?? TITLE)[language];
      const facts = {
        placeholder: areas.some((area) => area.approximate),
        demo: await demoShownIn(app.database, filter),
      };
      const text = atom({
        title: [site, ...followed].join(' · '),
        notices: notices(facts, language),
        language,
        self: origin + request.url,
        home: `${origin}/?${new URLSearchParams({ ...filters, lang: language })}`,
        author: site,
        entries: reports.map((report) => entryOf(report, language, nameOf, origin)),
      });
      reply.header('cache-control', 'no-cache');
      return sendRaw(reply, 'application/atom+xml; charset=utf-8', text);
    },
  );
}

function entryOf(
  { properties }: ReportFeature,
  language: Language,
  nameOf: (code: string) => string,
  origin: string,
): FeedEntry {
  const { id, code, category, kind, area, status, reportedAt, updatedAt, description } = properties;
  const what = nameOf(kind ?? category);
  const where = nameOf(area ?? 'none');
  const state = statusName(status, language);
  return {
    id,
    title: `${what} · ${where} · ${state}`,
    href: `${origin}/r/${code}?lang=${language}`,
    published: reportedAt,
    updated: updatedAt,
    category: { code: category, name: nameOf(category) },
    summary: description === null ? state : `${state}. ${description}`,
  };
}
