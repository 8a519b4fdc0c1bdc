import type { App } from '../app.ts';
import type { Metric } from '../http/metric.ts';
import { repeat } from '../repeat.ts';
import { ENFORCED } from './rules.ts';
import { enforceRetention, RetentionError, type Enforced } from './store.ts';

const EVERY_MILLISECONDS = 60 * 60_000;

/** What the runs of this process came to. */
interface Runs {
  /** Milliseconds of the epoch when the last run ended, and when the last one in which nothing failed did; 0: none yet. */
  endedAt: number;
  wholeAt: number;
  seconds: number;
  failures: number;
  deleted: Enforced;
}

/** Deletes every hour what may not be kept any longer. How much it was stands in the log and in /metrics, never what. */
export function keepRetention(app: App): void {
  const runs: Runs = {
    endedAt: 0,
    wholeAt: 0,
    seconds: 0,
    failures: 0,
    deleted: Object.fromEntries(ENFORCED.map((kind) => [kind, 0])) as Enforced,
  };
  app.measure(async () => measured(runs));
  repeat(app, EVERY_MILLISECONDS, () => run(app, runs), 'what may not be kept any longer could not be deleted');
}

async function run(app: App, runs: Runs): Promise<void> {
  const started = performance.now();
  try {
    const deleted = await enforceRetention(app.database, new Date(), app.config.sessionIdleSeconds);
    count(app, runs, deleted);
    runs.wholeAt = Date.now();
  } catch (error) {
    runs.failures += 1;
    if (error instanceof RetentionError) count(app, runs, error.deleted);
    throw error;
  } finally {
    runs.seconds = (performance.now() - started) / 1000;
    runs.endedAt = Date.now();
  }
}

function count(app: App, runs: Runs, deleted: Partial<Enforced>): void {
  for (const kind of ENFORCED) runs.deleted[kind] += deleted[kind] ?? 0;
  if (Object.values(deleted).some((number) => number > 0)) app.log.info({ deleted }, 'kept no longer');
}

function measured(runs: Runs): Metric[] {
  const at = (milliseconds: number) =>
    milliseconds === 0 ? [] : [{ labels: {}, value: Math.floor(milliseconds / 1000) }];
  return [
    {
      name: 'alai_retention_last_run_timestamp_seconds',
      help: 'When the job that deletes what may not be kept any longer ended last.',
      type: 'gauge',
      values: at(runs.endedAt),
    },
    {
      name: 'alai_retention_last_success_timestamp_seconds',
      help: 'When it ended last and nothing had failed.',
      type: 'gauge',
      values: at(runs.wholeAt),
    },
    {
      name: 'alai_retention_last_run_seconds',
      help: 'How long its last run took.',
      type: 'gauge',
      values: runs.endedAt === 0 ? [] : [{ labels: {}, value: runs.seconds }],
    },
    {
      name: 'alai_retention_failed_runs_total',
      help: 'Runs in which something failed, since this process began.',
      type: 'counter',
      values: [{ labels: {}, value: runs.failures }],
    },
    {
      name: 'alai_retention_erased_total',
      help: 'What it deleted, by kind, since this process began.',
      type: 'counter',
      values: ENFORCED.map((kind) => ({ labels: { kind }, value: runs.deleted[kind] })),
    },
  ];
}
