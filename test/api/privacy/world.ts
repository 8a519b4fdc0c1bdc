import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { ROOT } from '../../../server/root.ts';
import { testApp, type TestApp } from '../../support/database.ts';
import { EXIF_GPS, sendPhoto, sendPhotoAs } from '../../support/photos.ts';
import { point, send } from '../../support/reports.ts';
import { addStaff, type Staff, undoLast } from '../../support/staff.ts';
import { inCell } from './cell.ts';
import { HOUSEHOLDS, INHABITANTS, NEIGHBOURS, type Inhabitant } from './inhabitants.ts';

/**
 * Two worlds that publish the same and are otherwise as different as can be: the reports of the one lie elsewhere in their cells and
 * settlements than those of the other, came in another order and at other hours, from other people with other words. What a public
 * door answers may not differ.
 */
export type Which = 0 | 1;

interface Arrived {
  readonly id: string;
  readonly code: string;
  /** One that is published, and one that nobody has looked at. */
  readonly photo: string | null;
  readonly hiddenPhoto: string | null;
}

export interface World {
  readonly which: Which;
  readonly context: TestApp;
  /** By the names of inhabitants.ts. */
  readonly reports: ReadonlyMap<string, Arrived>;
}

/** The days of the world, in Asia/Bishkek: reports come on the first, staff work on the second. */
export const DAYS = ['2026-05-04', '2026-05-06'] as const;

export async function makeWorld(which: Which): Promise<World> {
  const context = await testApp();
  const quarters = JSON.parse(readFileSync(path.join(ROOT, 'test/fixtures/quarters.geojson'), 'utf8'));
  const admin = await addStaff(context, 'admin');
  await drawQuarters(admin, quarters);
  await context.database.script(clock(which));
  const arrived = new Map<string, Arrived>();
  // Who comes first in the one world comes last in the other.
  const arriving = which === 0 ? INHABITANTS : [...INHABITANTS].reverse();
  for (const inhabitant of arriving) arrived.set(inhabitant.name, await arrive(context, inhabitant, which));
  const reports = new Map(INHABITANTS.map(({ name }) => [name, arrived.get(name)!]));
  await context.database.script(neighbours(which));
  for (const inhabitant of INHABITANTS) {
    const { name } = inhabitant;
    reports.set(name, {
      ...reports.get(name)!,
      ...(await work(context, admin, inhabitant, reports.get(name)!, which)),
    });
  }
  await mergeAndPart(admin, reports);
  await context.app.live.wake();
  return { which, context, reports };
}

/** Quarters in both settlements, through the door that administrators use. */
async function drawQuarters(admin: Staff, document: unknown): Promise<void> {
  const proposed = await admin.ask('POST', '/api/staff/area-proposals', { name: 'кварталдар', document } as object);
  const applied = await admin.ask('POST', `/api/staff/area-proposals/${proposed.body.id}/apply`, {});
  if (applied.status !== 200) throw new Error(`quarters: ${proposed.text} ${applied.text}`);
}

/**
 * The clock of the world and the ids of its reports. Exact reports have the same hours in both, the others any hour of the day.
 * A trigger beside those of the schema, and before them in the order of names.
 */
function clock(which: Which): string {
  const hour = (of: string, exact: string) =>
    `make_interval(secs => (('x' || left(md5(${of} || case when ${exact} then 'x' else '${which}' end), 6))::bit(24)::int % 86000))`;
  const at = (day: 0 | 1) => `timestamptz '${DAYS[day]} 00:00+06'`;
  return `
    create function world_of_report() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        new.id := md5('report ' || coalesce(new.households::text, new.code))::uuid;
        new.reported_at := ${at(0)} + ${hour("'report' || new.id", `new.households > ${HOUSEHOLDS.exactFrom}`)};
        new.updated_at := new.reported_at;
      elsif new.updated_at is distinct from old.updated_at then
        new.updated_at := ${at(1)} + ${hour("'update' || new.id || new.version", `new.households > ${HOUSEHOLDS.exactFrom}`)};
        if new.resolved_at is not null then
          new.resolved_at := new.updated_at;
        end if;
      end if;
      return new;
    end $$;
    create trigger a_world before insert or update on reports for each row execute function world_of_report();
    create function world_of_history() returns trigger language plpgsql as $$
    begin
      new.happened_at := case when new.event = 'created' then ${at(0)} else ${at(1)} end
        + ${hour('new.event || new.report_id', `(select households > ${HOUSEHOLDS.exactFrom} from reports where id = new.report_id)`)};
      return new;
    end $$;
    create trigger a_world before insert on report_history for each row execute function world_of_history();
    create function world_of_reply() returns trigger language plpgsql as $$
    begin
      new.created_at := ${at(1)} + ${hour("'reply'", 'false')};
      return new;
    end $$;
    create trigger a_world before insert on replies for each row execute function world_of_reply();
  `;
}

/** Sends a report as a phone does. Everything about it that is not published is of this world only. */
async function arrive(context: TestApp, inhabitant: Inhabitant, which: Which) {
  const { kind, households, places, precision } = inhabitant;
  const place = places[which];
  const { id, code, manageToken } = await send(
    context.app,
    {
      category: kind,
      ...(typeof place === 'string' ? { area: place } : { location: point(place) }),
      households,
      ...(precision ? { precision } : {}),
      description: which === 0 ? 'Эшик № 17, апам оорулуу' : 'Мен 40-үйдө турам',
      landmark: which === 0 ? 'көк дарбаза' : 'чоң терек',
      observedAt: which === 0 ? '2026-05-01T07:00:00Z' : '2026-04-11T20:15:00Z',
      language: which === 0 ? 'ky' : 'ru',
      contact: {
        name: which === 0 ? 'Бирөө' : 'Экөө',
        phone: which === 0 ? '+996555000001' : '+996777000002',
        consent: true,
      },
    },
    randomUUID(),
  );
  const photo = inhabitant.photo ? (await sendPhoto(context.app, { id, manageToken }, await picture(which))).id : null;
  return { id, code, photo, hiddenPhoto: null };
}

/** The same picture, as two phones would write it. */
function picture(which: Which): Promise<Buffer> {
  const [latitude, longitude] =
    which === 0 ? ['40/1 29/1 5460/100', '72/1 50/1 1720/100'] : ['40/1 30/1 100/100', '72/1 49/1 900/100'];
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#7a6a55' } })
    .withExif({
      IFD0: {
        Copyright: which === 0 ? 'Бирөө' : 'Экөө',
        DateTime: which === 0 ? '2026:05:04 07:11:12' : '2026:05:04 21:40:02',
      },
      IFD3: { ...EXIF_GPS, GPSLatitude: latitude!, GPSLongitude: longitude! },
    })
    .png()
    .toBuffer();
}

/** What staff do: the same words are published in both worlds, wherever the pin lies that they see. */
async function work(
  context: TestApp,
  admin: Staff,
  inhabitant: Inhabitant,
  { id, photo }: Arrived,
  which: Which,
): Promise<Partial<Arrived>> {
  let photos: Partial<Arrived> = {};
  const change = async (method: 'PATCH' | 'POST', what: string, body: object) => {
    const { version } = (await admin.ask('GET', `/api/staff/reports/${id}`)).body;
    const answer = await admin.ask(method, `/api/staff/reports/${id}${what}`, body, { 'if-match': String(version) });
    if (answer.status !== 200) throw new Error(`${inhabitant.name} ${what}: ${answer.text}`);
  };
  for (const step of inhabitant.work ?? []) {
    if (step === 'approve') await change('PATCH', '/text', { description: 'Суу жок', landmark: 'жашыруун белги' });
    if (step === 'resolve') await change('PATCH', '/status', { status: 'resolved' });
    if (step === 'recategorise') await change('PATCH', '/place', { category: inhabitant.becomes! });
    if (step === 'move') {
      const moved = inhabitant.movedTo!;
      await change('PATCH', '/place', { location: point(inCell(moved, which)) });
    }
    if (step === 'undo') await undoLast(admin, id);
    if (step === 'hide') {
      await change('PATCH', '/visibility', { hidden: true, reason: 'spam' });
      await change('PATCH', '/visibility', { hidden: false });
    }
    if (step === 'reply') {
      const { version } = (await admin.ask('GET', `/api/staff/reports/${id}`)).body;
      const replied = await admin.ask('POST', '/api/staff/replies', { text: 'Аткарылат', reports: [{ id, version }] });
      if (replied.status !== 200) throw new Error(`${inhabitant.name} reply: ${replied.text}`);
    }
    if (step === 'photo') await change('PATCH', `/photos/${photo}`, { state: 'published' });
    if (step === 'support') {
      const device = { 'device-token': `${which}`.repeat(32) };
      await context.post(`/api/reports/${id}/support`, undefined, device);
    }
    if (step === 'erase') await admin.ask('POST', '/api/staff/erasures', { report: id });
    if (step === 'doubt') {
      const [shown, hidden] = [await doubt(context, id, which, 'a'), await doubt(context, id, which, 'b')];
      await change('PATCH', `/photos/${shown}`, { state: 'published' });
      photos = { photo: shown, hiddenPhoto: hidden };
    }
  }
  return photos;
}

/** A neighbour says that it is not fixed, and sends a photo with that; gives its id. */
async function doubt(context: TestApp, id: string, which: Which, who: string): Promise<string> {
  const device = `${which}${who}`.repeat(16);
  await context.ask('PUT', `/api/reports/${id}/verdict`, { fixed: false }, { 'device-token': device });
  const sent = await sendPhotoAs(context.app, id, await picture(which), { device });
  if (sent.status !== 201) throw new Error(`the photo of a doubt: ${JSON.stringify(sent.body)}`);
  return sent.body.id;
}

/** One pair is merged, another merged and parted again. */
async function mergeAndPart(admin: Staff, reports: World['reports']): Promise<void> {
  const member = async (name: string) => {
    const { id } = reports.get(name)!;
    return { id, version: (await admin.ask('GET', `/api/staff/reports/${id}`)).body.version as number };
  };
  for (const [keep, other, parted] of [
    ['kept', 'merged', false],
    ['exact and kept', 'merged into an exact one', false],
    ['kept again', 'parted', true],
  ] as const) {
    const body = { keep: await member(keep), reports: [await member(other)] };
    const answer = await admin.ask('POST', '/api/staff/merges', body);
    if (answer.status !== 200) throw new Error(`merging: ${answer.text}`);
    if (!parted) continue;
    const undone = await admin.ask('POST', `/api/staff/operations/${answer.body.operation}/undo`, {});
    if (undone.status !== 200) throw new Error(`parting: ${undone.text}`);
  }
}

/** As many more that a tile counts them in cells; stored at once, with other places and in another order in each world. */
function neighbours(which: Which): string {
  return `
    insert into reports (code, category_code, kind_code, location, precision)
    select
      'NB' || translate((100000 + n)::text, '01', 'XY'), 'ENERGY', 'ENERGY_CUT',
      st_transform(st_setsrid(st_makepoint(e + ${which === 0 ? '7 + n % 30' : '93 - n % 30'}, m + ${which === 0 ? '91 - n % 30' : '8 + n % 30'}), 32643), 4326),
      'exact'
    from generate_series(1, ${NEIGHBOURS.count}) as n,
      lateral (select
        ${NEIGHBOURS.east} + 100 * (n * 7 % ${NEIGHBOURS.cells}) as e,
        ${NEIGHBOURS.north} + 100 * (n * 11 % ${NEIGHBOURS.cells}) as m
      ) as cell
    order by n ${which === 0 ? 'asc' : 'desc'};
  `;
}
