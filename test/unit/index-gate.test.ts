import { LRUCache } from 'lru-cache';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Gate } from '../../server/index/ask/gate.ts';
import { Lookups } from '../../server/index/ask/lookups.ts';
import { SharedAnswers } from '../../server/index/ask/shared-answers.ts';

const codeOf = (error: { code?: string }) => error.code;

/** Takes a whole slice of a turn. */
function slow(): string {
  const until = performance.now() + 5;
  while (performance.now() < until);
  return 'done';
}

test('what finds the line full is refused at once, the rest is done in order, and others get their turns', async () => {
  const gate = new Gate();
  const done: number[] = [];
  const answers = Array.from({ length: 200 }, (_, n) =>
    gate
      .run(() => {
        done.push(n);
        return slow();
      })
      .catch(codeOf),
  );
  expect(gate.waiting).toBe(128);
  let turns = 0;
  let ended = false;
  const all = Promise.all(answers).finally(() => (ended = true));
  while (!ended) {
    await nextTurn();
    turns++;
  }
  const seen = await all;
  expect(seen.filter((answer) => answer === 'done')).toHaveLength(129);
  expect(seen.filter((answer) => answer === 'server_busy')).toHaveLength(71);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  // One slice a turn, not all in one.
  expect(turns).toBeGreaterThan(100);
  expect(await gate.run(() => 'open again')).toBe('open again');
});

test('who has waited too long is refused, and one that fails fails alone', async () => {
  const gate = new Gate(50);
  const first = gate.run(slow);
  const broken = gate.run(() => {
    throw new Error('broken');
  });
  await expect(broken).rejects.toThrow('broken');
  expect(await first).toBe('done');
  const blocked = [gate.run(slow), gate.run(slow)];
  const until = performance.now() + 60;
  while (performance.now() < until);
  expect(await Promise.all(blocked.map((answer) => answer.catch(codeOf)))).toEqual(['done', 'server_busy']);
});

test('the same words are looked up once for all who ask, a few at a time, and a flood of them is refused', async () => {
  let [running, most, looks] = [0, 0, 0];
  const lookups = new Lookups(async (words) => {
    looks++;
    most = Math.max(most, ++running);
    await pause(5);
    running--;
    if (words === 'broken') throw new Error('broken');
    return Uint32Array.from([1, 2, 3, words.length]);
  });
  const same = await Promise.all(Array.from({ length: 50 }, () => lookups.ids('суу', 1)));
  expect([looks, same[49]![3]]).toEqual([1, 3]);
  await lookups.ids('суу', 1);
  expect(looks).toBe(1);
  await lookups.ids('суу', 2);
  expect(looks).toBe(2);
  await expect(lookups.ids('broken', 2)).rejects.toThrow('broken');
  const flood = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      lookups
        .ids(`word ${n}`, 2)
        .then(() => 'found')
        .catch(codeOf),
    ),
  );
  expect(flood.filter((answer) => answer === 'found')).toHaveLength(34);
  expect(flood.filter((answer) => answer === 'server_busy')).toHaveLength(26);
  expect(most).toBe(2);
  expect(await lookups.ids('again', 2)).toHaveLength(4);
});

test('answers are made one after another in the order they were asked for, one that fails keeps nobody waiting', async () => {
  const answers = new SharedAnswers<{ n: number }>({ atOnce: 1, waiting: 3, known: new LRUCache({ max: 2 }) });
  const made: number[] = [];
  let running = 0;
  const ask = (n: number) =>
    answers.get(`question ${n}`, 1, async () => {
      expect(++running).toBe(1);
      await pause(2);
      running--;
      made.push(n);
      if (n === 1) throw new Error('broken');
      return { n };
    });
  const asked = [0, 1, 2, 3, 4, 0].map((n) => ask(n).catch((error: { code?: string }) => error.code ?? 'broken'));
  expect(await Promise.all(asked)).toEqual([{ n: 0 }, 'broken', { n: 2 }, { n: 3 }, 'server_busy', { n: 0 }]);
  expect(made).toEqual([0, 1, 2, 3]);
  // Known are the last two; what failed or was forgotten is made again.
  for (const n of [3, 2, 4, 0]) expect(await ask(n)).toEqual({ n });
  expect(made).toEqual([0, 1, 2, 3, 4, 0]);
});

test('long work is done in parts, and what came after it is not kept waiting until its end', async () => {
  const gate = new Gate();
  const log: string[] = [];
  function* long(): Generator<void, string> {
    for (let part = 0; part < 10; part++) {
      slow();
      log.push('part');
      yield;
    }
    return 'long';
  }
  const first = gate.runInParts(long());
  const second = gate.run(() => log.push('short'));
  expect(await first).toBe('long');
  await second;
  expect(log.indexOf('short')).toBeLessThan(3);

  function* failing(): Generator<void, string> {
    yield;
    throw new RangeError('half way');
  }
  await expect(gate.runInParts(failing())).rejects.toThrow('half way');
});
