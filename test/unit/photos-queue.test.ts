import { expect, test } from 'vitest';
import { WorkQueue } from '../../server/photos/queue.ts';
import { Turns } from '../../server/photos/turns.ts';

/** Work that ends when it is told to. */
function held() {
  let end!: () => void;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { done, end };
}
const tick = () => new Promise((resolve) => setImmediate(resolve));

test('never more pictures than allowed are worked on, and they come in order', async () => {
  const queue = new WorkQueue(2, 10);
  const order: number[] = [];
  let [running, most] = [0, 0];
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      queue.run(async () => {
        running += 1;
        most = Math.max(most, running);
        order.push(index);
        await tick();
        running -= 1;
      }),
    ),
  );
  expect([most, order]).toEqual([2, Array.from({ length: 10 }, (_, index) => index)]);
});

test('a full queue refuses with 503 and Retry-After, and takes again when there is room', async () => {
  const queue = new WorkQueue(1, 1);
  const first = held();
  const running = queue.run(() => first.done);
  const waiting = queue.run(async () => 'waited');
  await expect(queue.run(async () => 'too many')).rejects.toMatchObject({
    code: 'photos_busy',
    statusCode: 503,
    extra: { retryAfterSeconds: 10 },
  });
  first.end();
  await running;
  expect(await waiting).toBe('waited');
  expect(await queue.run(async () => 'room')).toBe('room');
});

test('work that fails gives its place back', async () => {
  const queue = new WorkQueue(1, 0);
  for (let i = 0; i < 3; i++) await expect(queue.run(() => Promise.reject(new Error('bad')))).rejects.toThrow('bad');
  expect(await queue.run(async () => 'good')).toBe('good');
});

test('whoever comes later to an upload ends the earlier one and waits until it has ended', async () => {
  const turns = new Turns();
  const first = held();
  const order: string[] = [];
  const earlier = turns.take('a', first.end, () => first.done.then(() => void order.push('earlier')));
  const other = turns.take(
    'b',
    () => undefined,
    async () => void order.push('another upload'),
  );
  const later = turns.take(
    'a',
    () => undefined,
    async () => void order.push('later'),
  );
  const last = turns.take(
    'a',
    () => undefined,
    async () => void order.push('last'),
  );
  await Promise.all([earlier, other, later, last]);
  expect(order.slice(0, 2)).toEqual(['another upload', 'earlier']);
  expect(order.slice(2).sort()).toEqual(['last', 'later']);
});
