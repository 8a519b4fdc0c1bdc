import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../../server/root.ts';
import { query } from '../../support/database.ts';
import { operationsOf } from '../../support/rights.ts';
import { PLACE_ATTEMPTS, type Ask, type Victim } from './attempts.ts';
import { WORD_ATTEMPTS } from './attempts-words.ts';
import { cellCentre } from './cell.ts';
import { DOORS, saidBy } from './doors.ts';
import { INHABITANTS, type Place } from './inhabitants.ts';
import { metresBetween } from './narrow.ts';
import { ATTEMPTS, attemptsTable, type Outcome } from './table.ts';
import { makeWorld, type World } from './world.ts';

const publicDoors = operationsOf(JSON.parse(readFileSync(path.join(ROOT, 'docs/openapi.json'), 'utf8')))
  .filter(({ method, right }) => method === 'GET' && right === null)
  .map((operation) => operation.path);
const attempts = [...PLACE_ATTEMPTS, ...WORD_ATTEMPTS];
/** Who is sought: the attempts are made on each. */
const VICTIMS = ['coarse', 'area', 'with a photo', 'doubted with a photo'] as const;
/** The day on which reports come, as it is published. */
const DAY = '2026-05-03T18:00:00';

type Said = Map<string, ReturnType<typeof saidBy>>;
type Guess = Place | string | null;

/** Of both worlds: what each door says; what is published of each report, and what is kept of its place; guesses by attempt and victim. */
const said: Said[] = [];
const kept: Map<string, { published: unknown; exact: string | null }>[] = [];
const guesses: Map<string, Guess>[] = [];
let labelPoint: Place;

beforeAll(async () => {
  // One after the other: two embedded engines at once take 1.8 GB.
  for (const which of [0, 1] as const) {
    const world = await makeWorld(which);
    said.push(await listenAtEveryDoor(world));
    kept.push(await placesOf(world));
    guesses.push(await tryEverything(world));
    const { features } = (await world.context.get('/api/areas')).body;
    labelPoint = features.find(({ id }: { id: string }) => id === 'alai-1').properties.labelPoint;
    await world.context.close();
  }
});

/** What each door says, under addresses in which what is random has its name. */
async function listenAtEveryDoor(world: World): Promise<Said> {
  const heard: Said = new Map();
  for (const addresses of Object.values(DOORS)) {
    for (const address of addresses(world)) {
      const answer = saidBy(world, await world.context.get(address));
      heard.set(nameless(world, address), answer);
    }
  }
  return heard;
}

function nameless(world: World, address: string): string {
  let text = address;
  for (const [name, { code, photo, hiddenPhoto }] of world.reports) {
    text = text.replace(code, `{code of ${name}}`);
    if (hiddenPhoto !== null) text = text.replace(hiddenPhoto, `{unseen photo of ${name}}`);
    if (photo !== null) text = text.replace(photo, `{photo of ${name}}`);
  }
  return text;
}

async function placesOf({ context, reports }: World) {
  const rows = await query<{ id: string; published: unknown; exact: string | null }>(
    context.database,
    `select id, json_build_array(precision, st_astext(published_location), published_area_id, published_at) as published,
       st_astext(location) as exact from reports`,
  );
  const byId = new Map(rows.map(({ id, ...row }) => [id, row]));
  return new Map([...reports].map(([name, { id }]) => [name, byId.get(id)!]));
}

async function tryEverything(world: World): Promise<Map<string, Guess>> {
  const ask: Ask = (url) => world.context.get(url);
  const found = new Map<string, Guess>();
  for (const name of VICTIMS) {
    for (const attempt of attempts)
      found.set(`${attempt.name}, ${name}`, await attempt.run(ask, victimOf(world, name)));
  }
  return found;
}

function victimOf({ reports }: World, name: string): Victim {
  const { kind } = INHABITANTS.find((each) => each.name === name)!;
  return { ...reports.get(name)!, kind, category: kind.split('_')[0]! };
}

test('the two worlds publish the same, and hide what is different', () => {
  const names = INHABITANTS.filter(({ name }) => !name.includes('exact') && !name.includes('erased')).map(
    ({ name }) => name,
  );
  for (const name of names) {
    const [one, other] = kept.map((world) => world.get(name)!);
    expect(other!.published, name).toEqual(one!.published);
    expect(other!.exact, name).not.toBe(one!.exact);
  }
});

test('a photo that nobody has looked at is behind no public door', () => {
  for (const world of said) {
    const asked = [...world].filter(([address]) => address.includes('{unseen photo'));
    expect(asked.map(([, { status }]) => status)).toEqual([404, 404]);
    for (const [address, { body }] of world) {
      if (!address.includes('{unseen photo')) expect(body, address).not.toContain('that nobody has looked at');
    }
  }
});

test('every public door of the contract is tried', () => {
  expect(publicDoors.filter((door) => !(door in DOORS))).toEqual([]);
});

describe.each(publicDoors)('%s', (door) => {
  test('answers the same, byte for byte, wherever in its cell or settlement a report lies and whenever in its day it came', () => {
    const [one, other] = said.map((world) => [...world].filter(([address]) => isAt(door, address)));
    expect(other!.map(([address]) => address)).toEqual(one!.map(([address]) => address));
    for (const [index, [address, answer]] of one!.entries()) {
      expect(other![index]![1], address).toEqual(answer);
      expect(answer.status, address).toBeLessThan(500);
    }
  });
});

describe.each(attempts)('whoever tries to $name', ({ name }) => {
  test.each(VICTIMS)('learns the same of the %s report wherever it lies', (victim) => {
    const [one, other] = guesses.map((found) => found.get(`${name}, ${victim}`));
    expect(one).not.toBeUndefined();
    expect(other).toEqual(one);
  });

  test.each(['coarse', 'area'] as const)('ends where docs/privacy.md says: %s', (victim) => {
    const guess = guesses[0]!.get(`${name}, ${victim}`)!;
    expect(outcomeOf(guess, victim)).toBe(ATTEMPTS.find((each) => each.name === name)!.outcome[victim]);
  });
});

test('docs/privacy.md tells of every attempt (else: npm run schema)', () => {
  expect(readFileSync(path.join(ROOT, 'docs/privacy.md'), 'utf8')).toContain(attemptsTable());
});

/** Whether an address is one of a door with {parameters}. */
function isAt(door: string, address: string): boolean {
  const pattern = door.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/?]+');
  return new RegExp(`^${pattern}(\\?|$)`).test(address) && !isOther(door, address);
}

/** An id in a path is no other word that stands in its place. */
function isOther(door: string, address: string): boolean {
  return door === '/api/reports/{id}' && address.startsWith('/api/reports/nearby');
}

/** What a guess amounts to. */
function outcomeOf(guess: Guess, victim: 'coarse' | 'area'): Outcome {
  if (guess === null) return 'nothing';
  if (typeof guess === 'string') return /\d\d:\d\d:\d\d/.test(guess) ? times(guess) : 'what is published';
  const [one] = INHABITANTS.find((each) => each.name === victim)!.places as [Place, Place];
  if (metresBetween(guess, cellCentre(one)) < 1) return 'the centre of its cell';
  if (metresBetween(guess, labelPoint) < 1) return 'the label point of its settlement';
  if (metresBetween(guess, cellCentre(one)) < 15) return 'about the centre of its cell';
  throw new Error(`a guess of its own: ${guess.join(', ')}`);
}

/** Nothing but the first moments of days in Asia/Bishkek, the day of the report among them. */
function times(guess: string): Outcome {
  const all = guess.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g)!;
  if (!all.every((time) => time.endsWith('T18:00:00'))) throw new Error(`an hour: ${guess}`);
  return all.includes(DAY) ? 'its day' : 'what is published';
}
