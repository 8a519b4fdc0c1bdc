import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { NewReport } from '../../server/contract/reports.ts';
import { ApiError } from '../../web/src/api/errors.ts';
import { Outbox } from '../../web/src/offline/outbox.ts';
import { fateOfAnswer, fateOfError, pauseMs, sameBody } from '../../web/src/offline/outbox-rules.ts';
import type { Created } from '../../web/src/offline/outbox-rules.ts';
import { MemoryShelf, Shelves, TextShelf } from '../../web/src/offline/shelf.ts';
import type { Shelf } from '../../web/src/offline/shelf.ts';
import { hasWork, readDraft } from '../../web/src/report/draft-kept.ts';
import { EMPTY_DRAFT } from '../../web/src/report/draft-rules.ts';
import { noteServerTime, serverTime } from '../../web/src/state/server-time.ts';
import { FaultyServer, FAULTS, Mortal } from '../support/outbox-world.ts';
import type { Fault } from '../support/outbox-world.ts';

const body = (description: string): NewReport => ({ category: 'ROAD', area: 'alai-1', description });
const values = (description: string) => ({ ...EMPTY_DRAFT, description });

/** A phone: a disk that survives, a list of what was sent, and pages that come and go. */
class Phone {
  readonly mine = new Map<string, Created>();
  readonly disk: Shelf = new MemoryShelf();
  readonly server: FaultyServer;
  #rekeyed = 0;

  constructor(server: FaultyServer) {
    this.server = server;
  }

  page(mortal = new Mortal(null, () => 0), full?: () => boolean): Outbox {
    const shelves = new Shelves([mortal.shelf(this.disk, full), new MemoryShelf()]);
    return new Outbox(
      shelves,
      async (report, key) => {
        await mortal.step();
        const answer = await this.server.send(report, key);
        await mortal.step();
        return answer;
      },
      async (work) => {
        await work();
        return true;
      },
      (key) => this.mine.get(key) ?? null,
      () => {},
    );
  }

  /** What a page does with reports that are sent. */
  async tidy(outbox: Outbox): Promise<void> {
    for (const { item } of await outbox.items()) {
      if (!item?.created) continue;
      this.mine.set(item.key, item.created);
      if (!item.changedTooLate) await outbox.forgetSent(item.key);
    }
  }

  /** The connection is good again, and somebody puts right what needs a hand. */
  async settle(outbox: Outbox): Promise<void> {
    this.server.faults = [];
    for (let round = 0; round < 6; round++) {
      await outbox.flush();
      await this.tidy(outbox);
      for (const { item } of await outbox.items()) {
        const { key, state, changedTooLate, body: said } = item!;
        const good = body(said.description!.replace('bad', 'good'));
        if (changedTooLate || item!.trouble?.code === 'idempotency_key_reused') {
          if (!sameBody(good, said)) await outbox.save(key, good, values(good.description!));
          await outbox.sendAnew(key, `anew-${++this.#rekeyed}`);
        } else if (state === 'refused') await outbox.save(key, good, values(good.description!));
      }
    }
    expect(await outbox.items()).toEqual([]);
  }
}

const faults = fc.array(fc.constantFrom<Fault>(...FAULTS), { maxLength: 8 });
const dies = fc.option(fc.nat(12), { nil: null });
const words = fc.constantFrom('', 'bad ', 'x ');
const step = fc.oneof(
  fc.record({ does: fc.constant('write' as const), dies, words }),
  fc.record({ does: fc.constant('edit' as const), which: fc.nat(3), words }),
  fc.record({ does: fc.constant('send' as const), dies, faults }),
  fc.record({
    does: fc.constant('send in two tabs' as const),
    dies,
    faults,
    turns: fc.array(fc.nat(9), { minLength: 1 }),
  }),
);

describe('whatever breaks, the words of every report reach the server once', () => {
  it('with lost requests and answers, a busy server, dying pages, two tabs at once, and words changed on the way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const server = new FaultyServer();
        const phone = new Phone(server);
        const written = new Map<string, string>();
        let count = 0;
        for (const now of steps) {
          if (now.does === 'write') {
            const key = `key-${count}`;
            const text = `${now.words}report ${count++}`;
            const mortal = new Mortal(now.dies, () => 0);
            await Promise.race([phone.page(mortal).save(key, body(text), values(text)), mortal.died]);
            // The draft came back with its key, and is handed over again.
            await phone.page().save(key, body(text), values(text));
            written.set(key, text);
          } else if (now.does === 'edit') {
            const key = `key-${now.which}`;
            if (!written.has(key)) continue;
            const text = `${now.words}report ${now.which} changed ${count++}`;
            await phone.page().save(key, body(text), values(text));
            written.set(key, text);
          } else {
            server.faults = [...now.faults];
            let turn = 0;
            const turns = () => (now.does === 'send' ? 0 : now.turns[turn++ % now.turns.length]!);
            const tabs = [new Mortal(now.dies, turns), new Mortal(null, turns)].slice(0, now.does === 'send' ? 1 : 2);
            await Promise.all(
              tabs.map((mortal) => {
                const page = phone.page(mortal);
                return Promise.race([page.flush().then(() => phone.tidy(page)), mortal.died]);
              }),
            );
          }
        }
        await phone.settle(phone.page());
        const said = [...server.stored.values()].map(({ description }) => description!);
        for (const [key, text] of written) {
          const last = text.replace('bad', 'good');
          expect(said.filter((other) => other === last)).toEqual([last]);
          // An earlier wording can only be there under the report's own key.
          const number = /report (\d+)/.exec(text)![1];
          const about = [...server.stored].filter(([, { description }]) =>
            new RegExp(`report ${number}\\b`).test(description!),
          );
          for (const [where, { description }] of about) expect(where === key || description === last).toBe(true);
        }
        // Each one can be followed and managed from this phone.
        for (const key of server.stored.keys()) expect(phone.mine.get(key)?.manageToken).toBe(`token-${key}`);
      }),
      { numRuns: 400 },
    );
  });

  it('with a disk that is full now and then, as long as the page stays open', async () => {
    const fullness = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fullness, faults, fc.integer({ min: 1, max: 4 }), async (moments, lost, count) => {
        const server = new FaultyServer();
        const phone = new Phone(server);
        let moment = 0;
        const page = phone.page(new Mortal(null, () => 0), () => moments[moment++ % moments.length]!);
        for (let number = 0; number < count; number++) {
          await page.save(`key-${number}`, body(`report ${number}`), values(''));
          server.faults = lost.slice(number);
          await page.flush();
        }
        await phone.settle(page);
        expect([...server.stored.keys()].sort()).toEqual(Array.from({ length: count }, (_, number) => `key-${number}`));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a phone without room', () => {
  it('says so, keeps the words for as long as the page is open, and sends them', async () => {
    const phone = new Phone(new FaultyServer());
    const page = phone.page(undefined, () => true);
    const kept = await page.save('key', body('суу жок'), values('суу жок'));
    expect(kept.lasts).toBe(false);
    expect(kept.item?.body.description).toBe('суу жок');
    await page.flush();
    expect(phone.server.stored.size).toBe(1);
  });
});

describe('without IndexedDB', () => {
  beforeEach(() => localStorage.clear());
  const refusing: Shelf = { all: () => Promise.reject(new Error()), update: () => Promise.reject(new Error()) };

  it('a report survives in localStorage, which other things of this site share', async () => {
    localStorage.setItem('alai.language', 'ky');
    localStorage.setItem('alai.outbox.broken', '{');
    const shelves = new Shelves([refusing, new TextShelf(), new MemoryShelf()]);
    const server = new FaultyServer();
    const open = () =>
      new Outbox(
        shelves,
        (b, k) => server.send(b, k),
        (work) => work().then(() => true),
        () => null,
        () => {},
      );
    expect((await open().save('key', body('жол'), values('жол'))).lasts).toBe(true);
    const again = await open().items();
    expect(again.map(({ item, lasts }) => [item?.key, lasts])).toEqual([['key', true]]);
    await open().flush();
    expect(server.stored.has('key')).toBe(true);
    await open().forgetSent('key');
    expect(localStorage.getItem('alai.outbox.key')).toBeNull();
  });
});

describe('an answer', () => {
  it('counts as an acknowledgement only when it is one of our server', () => {
    expect(fateOfAnswer({ id: 'a', code: 'b', manageToken: 'c', report: {} })).toEqual({
      kind: 'sent',
      created: { id: 'a', code: 'b', manageToken: 'c' },
    });
    for (const other of [null, 'ok', {}, { id: 'a', code: 'b' }, [1]]) expect(fateOfAnswer(other).kind).toBe('later');
  });

  it('refuses only with a code of our server and a status that speaks of the report', () => {
    const error = (status: number, code?: string) =>
      new ApiError('internal_error', status, code ? ({ status, code } as never) : null, 3);
    expect(fateOfError(error(400, 'phone_malformed')).kind).toBe('refused');
    expect(fateOfError(error(413, 'body_too_large')).kind).toBe('refused');
    for (const passing of [error(429, 'rate_limited'), error(408, 'request_timeout'), error(503, 'server_busy')]) {
      expect(fateOfError(passing)).toMatchObject({ kind: 'later', retryAfterSeconds: 3 });
    }
    // The gate of a network forbids everything; an aborted attempt and a mistake of ours say nothing.
    for (const other of [error(403), error(511), new DOMException('', 'AbortError'), new TypeError('x')]) {
      expect(fateOfError(other).kind).toBe('later');
    }
  });
});

describe('the pause before the next attempt', () => {
  it('grows, has an end, and is never shorter than the server asked for, nor an hour longer than that', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(1e9),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, s, chance) => {
          const pause = pauseMs(n, s, chance);
          expect(pause).toBeGreaterThanOrEqual(3_000);
          expect(pause).toBeGreaterThanOrEqual(Math.min(s, 3600) * 1000);
          expect(pause).toBeLessThanOrEqual(1.1 * 3_600_000);
          expect(pauseMs(n + 1, 0, chance)).toBeGreaterThanOrEqual(pauseMs(n, 0, chance));
        },
      ),
    );
  });
});

describe('a draft that was kept', () => {
  const kept = (seenAt: number | null) => JSON.stringify({ key: 'k', values: EMPTY_DRAFT, seenAt });
  const DAY = 24 * 3_600_000;
  beforeEach(() => localStorage.clear());

  it('comes back within a week by the clock of the server, and is forgotten afterwards', () => {
    const day = Date.UTC(2026, 10, 20);
    expect(readDraft(kept(day), day + 6 * DAY)?.key).toBe('k');
    expect(readDraft(kept(day), day - 900 * DAY)?.key).toBe('k');
    expect(readDraft(kept(day), day + 8 * DAY)).toBeNull();
    for (const broken of [null, '', '{', 'null', '{"values":1}', '{"key":"k","seenAt":0}'])
      expect(readDraft(broken, 0)).toBeNull();
  });

  it('is not forgotten because the clock of the phone jumps, whichever way', () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 20) });
    const answered = () => noteServerTime(new Response(null, { headers: { date: 'Fri, 20 Nov 2026 04:00:00 GMT' } }));
    answered();
    const text = kept(serverTime());
    for (const year of [2019, 2024, 2026, 2029]) {
      vi.setSystemTime(Date.UTC(year, 11, 3));
      answered();
      expect(readDraft(text)?.key).toBe('k');
      // Never heard of the server, as after the site's data were cleared.
      expect(readDraft(kept(null))?.key).toBe('k');
    }
    vi.useRealTimers();
  });

  it('is work only when somebody has put something into it', () => {
    expect(hasWork({ ...EMPTY_DRAFT, pin: { lng: 72, lat: 40 } })).toBe(false);
    for (const some of [
      { pinMoved: true },
      { category: 'ROAD' },
      { description: 'а' },
      { phone: '1' },
      { area: 'alai-1' },
    ]) {
      expect(hasWork({ ...EMPTY_DRAFT, ...some })).toBe(true);
    }
  });
});
