import sharp from 'sharp';
import type { Attempt } from './attempts.ts';

const HALVINGS = 40;
const FROM = Date.parse('2026-04-01T00:00:00Z');
const TO = Date.parse('2026-06-01T00:00:00Z');

/** What else would lead to somebody: the hour, the order, words, the camera. */
export const WORD_ATTEMPTS: readonly Attempt[] = [
  {
    name: 'read the times of the report and its history',
    door: '/api/reports/:id',
    seeks: 'words',
    async run(ask, { id }) {
      const { reportedAt, updatedAt, history, replies } = (await ask(`/api/reports/${id}`)).body.properties;
      return [reportedAt, updatedAt, ...[...history, ...replies].map(({ at }: { at: string }) => at)].join(' ');
    },
  },
  {
    name: 'follow its code',
    door: '/api/track/:code',
    seeks: 'words',
    async run(ask, { code }) {
      const { reportedAt, updatedAt, area, history, ...rest } = (await ask(`/api/track/${code}`)).body;
      const places = JSON.stringify(rest).match(/\d\d\.\d{3,}/g) ?? [];
      return [area, reportedAt, updatedAt, ...history.map(({ at }: { at: string }) => at), ...places].join(' ');
    },
  },
  {
    name: 'halve the time until only its second is left',
    door: '/api/reports?from=&to=',
    seeks: 'words',
    async run(ask, { kind }) {
      let [from, to] = [FROM, TO];
      for (let n = 0; n < HALVINGS && to - from > 1; n++) {
        const middle = Math.floor((from + to) / 2);
        const { features } = (await ask(`/api/reports?category=${kind}&from=${iso(from)}&to=${iso(middle)}`)).body;
        if (features.length > 0) to = middle;
        else from = middle;
      }
      return iso(from);
    },
  },
  {
    name: 'read the cursor behind it',
    door: '/api/reports?cursor=',
    seeks: 'words',
    async run(ask, { id }) {
      // A page of one: each link is made of the report before it.
      for (let next: string | null = '/api/reports?limit=1'; next !== null;) {
        const page: any = (await ask(next)).body;
        next = page.next;
        if (page.features[0]?.id !== id || next === null) continue;
        const cursor = new URL(next, 'http://localhost').searchParams.get('cursor')!;
        return Buffer.from(cursor, 'base64url').toString().replace(id, '').replace('_', '');
      }
      return null;
    },
  },
  {
    name: 'see beside whom it stands in its day',
    door: '/api/reports, files',
    seeks: 'words',
    async run(ask, { id }) {
      const listed = (await ask('/api/reports?limit=1000')).body.features.map((each: any) => each.id);
      const { text } = await ask('/api/exports/reports.geojson');
      const filed = JSON.parse(text).features.map((each: any) => each.id);
      const at = listed.indexOf(id);
      return JSON.stringify([listed.slice(at - 1, at + 2), filed.slice(at - 1, at + 2)]);
    },
  },
  {
    name: 'search for its landmark and for words nobody has looked at',
    door: '/api/reports?q=',
    seeks: 'words',
    async run(ask, { id }) {
      const found: string[] = [];
      for (const word of [
        'дарбаза',
        'терек',
        'белги',
        'жашыруун',
        'апам',
        '17',
        '40-үйдө',
        'Бирөө',
        'Экөө',
        '555000001',
      ])
        for (const door of ['/api/reports', '/api/exports/reports.geojson', '/api/statistics?by=kind'])
          if ((await ask(`${door}${door.includes('?') ? '&' : '?'}q=${encodeURIComponent(word)}`)).text.includes(id))
            found.push(word);
      return found.length === 0 ? null : found.join(' ');
    },
  },
  {
    name: 'tell its quarter from the counts of areas',
    door: '/api/areas, /api/statistics?by=area',
    seeks: 'words',
    async run(ask, { kind }) {
      const { groups } = (await ask(`/api/statistics?by=area&category=${kind}`)).body;
      const { features } = (await ask(`/api/areas`)).body;
      const counts = features.map((each: any) => [each.id, each.properties.counts]);
      return JSON.stringify([groups, counts]);
    },
  },
  {
    name: 'read the metadata of its photo',
    door: '/api/photos/:id.jpg',
    seeks: 'words',
    async run(ask, { photo }) {
      if (photo === null) return null;
      const found: string[] = [];
      for (const address of [`/api/photos/${photo}.jpg`, `/api/photos/${photo}/thumbnail.jpg`]) {
        const { bytes, headers } = await ask(address);
        const { exif, xmp, iptc, icc } = await sharp(bytes).metadata();
        for (const [name, value] of Object.entries({ exif, xmp, iptc, icc })) if (value) found.push(name);
        for (const name of ['last-modified', 'content-disposition']) if (headers[name]) found.push(headers[name]!);
      }
      return found.length === 0 ? null : found.join(' ');
    },
  },
  {
    name: 'make a link of a letter, to see who is told of changes',
    door: '/plain/notice?token=',
    seeks: 'words',
    async run(ask, { id, code }) {
      const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
      const tokens = [
        id,
        code,
        bytes.toString('base64url'),
        Buffer.concat([bytes, Buffer.alloc(16)]).toString('base64url'),
        Buffer.concat([bytes, bytes]).toString('base64url'),
      ];
      const pages = await Promise.all(tokens.map((token) => ask(`/plain/notice?token=${token}`)));
      const opened = pages.filter(({ status }) => status !== 404);
      return opened.length === 0 ? null : opened.map(({ text }) => text).join(' ');
    },
  },
  {
    name: 'ask caches when it changed',
    door: 'headers of every door',
    seeks: 'words',
    async run(ask, { id, code, kind }) {
      const dates: string[] = [];
      for (const address of [
        `/api/reports/${id}`,
        `/api/track/${code}`,
        `/api/reports?category=${kind}`,
        '/api/config',
      ]) {
        const { headers } = await ask(address);
        dates.push(...['last-modified', 'age', 'expires'].flatMap((name) => headers[name] ?? []));
      }
      return dates.length === 0 ? null : dates.join(' ');
    },
  },
  {
    name: 'ask wrongly and read the refusal',
    door: 'errors of every door',
    seeks: 'words',
    async run(ask, { id, code }) {
      const answers: string[] = [];
      for (const address of [
        `/api/reports/${id}/photos/${id}`,
        `/api/reports/${id}/contact`,
        `/api/reports/${id}?precision=exact`,
        `/api/staff/reports/${id}`,
        `/api/track/${code}x`,
        `/api/reports?cursor=${code}`,
        `/api/reports/nearby?lng=72.8&lat=x&category=WATER`,
      ]) {
        const { text } = await ask(address);
        // What was asked may come back, nothing else of the report.
        answers.push(text.replaceAll(id, '').replaceAll(code, ''));
      }
      const places = answers.join(' ').match(/\d\d\.\d{3,}/g);
      return places === null ? null : places.join(' ');
    },
  },
];

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
