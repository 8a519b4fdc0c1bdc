import { beforeEach, expect, it } from 'vitest';
import { Gate, UpstreamFailure } from '../../server/basemap/gate.ts';
import type { GateOptions } from '../../server/basemap/gate.ts';
import { SourceUnavailable } from '../../server/basemap/source.ts';

const HOUR_MS = 3_600_000;
let changes: string[];

beforeEach(() => {
  changes = [];
});

function gate(options: Partial<GateOptions> = {}): Gate {
  return new Gate({
    concurrency: 2,
    queueLimit: 3,
    queueWaitMs: HOUR_MS,
    failureLimit: 3,
    restMs: HOUR_MS,
    onChange: (open, reason) => changes.push(`${open ? 'open' : 'closed'}: ${reason}`),
    ...options,
  });
}

function work() {
  let finish!: (value: string) => void;
  let fail!: (error: Error) => void;
  const promise = new Promise<string>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  return { run: () => promise, finish, fail };
}

const bad = () => Promise.reject(new UpstreamFailure('answers 500', false));
const silent = () => Promise.reject(new UpstreamFailure('does not answer', true));
const good = () => Promise.resolve('tile');

it('runs no more at once than it may, queues the rest and refuses beyond the queue', async () => {
  const subject = gate();
  let running = 0;
  let most = 0;
  const jobs = Array.from({ length: 5 }, work);
  const results = jobs.map((job) =>
    subject.run(async () => {
      most = Math.max(most, (running += 1));
      return await job.run().finally(() => (running -= 1));
    }),
  );
  await expect(subject.run(good)).rejects.toThrow(SourceUnavailable);
  jobs.forEach((job, at) => job.finish(`${at}`));
  expect(await Promise.all(results)).toEqual(['0', '1', '2', '3', '4']);
  expect(most).toBe(2);
  expect(await subject.run(good)).toBe('tile');
});

it('does not let anybody wait in the queue for long', async () => {
  const subject = gate({ concurrency: 1, queueWaitMs: 5 });
  const slow = work();
  const first = subject.run(slow.run);
  await expect(subject.run(good)).rejects.toThrow('waited too long');
  slow.finish('late');
  expect(await first).toBe('late');
  expect(await subject.run(good)).toBe('tile');
});

it('rests at once when the upstream is silent, and says for how long', async () => {
  const subject = gate({ restMs: 15_000 });
  await expect(subject.run(silent)).rejects.toThrow('does not answer');
  const refusal = await subject.run(good).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(SourceUnavailable);
  expect((refusal as SourceUnavailable).retryAfterSeconds).toBeGreaterThan(0);
  expect((refusal as SourceUnavailable).retryAfterSeconds).toBeLessThanOrEqual(15);
  expect(changes).toEqual(['open: does not answer']);
});

it('forgives single bad answers, but not many in a row', async () => {
  const subject = gate();
  for (const job of [bad, bad, good, bad, bad]) await subject.run(job).catch(() => undefined);
  expect(await subject.run(good)).toBe('tile');
  for (const job of [bad, bad, bad]) await subject.run(job).catch(() => undefined);
  await expect(subject.run(good)).rejects.toThrow('resting');
});

it('refuses those in the queue as soon as it rests', async () => {
  const subject = gate({ concurrency: 1 });
  const job = work();
  const first = subject.run(job.run).catch((error: unknown) => error);
  const second = subject.run(good).catch((error: unknown) => error);
  job.fail(new UpstreamFailure('does not answer', true));
  expect(await first).toBeInstanceOf(SourceUnavailable);
  expect(await second).toEqual(new SourceUnavailable('resting after failures', 3600));
});

it('lets one at a time try again after the rest', async () => {
  const subject = gate({ restMs: 0 });
  await subject.run(silent).catch(() => undefined);
  const trial = work();
  const first = subject.run(trial.run);
  await expect(subject.run(good)).rejects.toThrow('resting');
  trial.finish('back');
  expect(await first).toBe('back');
  expect(await subject.run(good)).toBe('tile');
  expect(changes).toEqual(['open: does not answer', 'closed: answers again']);
});

it('rests again when the trial fails, in whatever way', async () => {
  const subject = gate({ restMs: 0 });
  await subject.run(silent).catch(() => undefined);
  await subject.run(bad).catch(() => undefined);
  await expect(subject.run(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
  expect(changes).toEqual(['open: does not answer']);
  expect(await subject.run(good)).toBe('tile');
});
