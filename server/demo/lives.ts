import type { HistoryActor, HistoryEvent, Status } from '../contract/enums.ts';
import type { Chance } from './random.ts';
import type { DemoTexts } from './texts.ts';

/** One entry of an invented history; `at` is RFC 3339 in UTC. */
export interface LifeEvent {
  at: string;
  actor: HistoryActor;
  event: HistoryEvent;
  status: Status;
  note: string | null;
}

/** The way to each status, the first step left out: everything starts as new. */
const PATHS: Record<Status, Exclude<Status, 'new'>[]> = {
  new: [],
  verified: ['verified'],
  in_progress: ['verified', 'in_progress'],
  resolved: ['verified', 'in_progress', 'resolved'],
  rejected: ['rejected'],
  duplicate: ['duplicate'],
};
/** How long each step takes, shortest and longest. */
const STEP_DAYS = {
  verified: { min: 1, max: 8 },
  in_progress: { min: 4, max: 45 },
  resolved: { min: 6, max: 90 },
  rejected: { min: 2, max: 20 },
  duplicate: { min: 1, max: 10 },
} as const;
const DAY_MILLISECONDS = 86_400_000;
/** Deviation of what age says of a status, as a share of the whole period. */
const STATUS_CHANCE = 0.36;

/**
 * A status for each time of reporting, in the shares given: what is fresh is new, what is old is resolved, with some chance.
 * Rejected and duplicate ones are of any age.
 */
export function statusesByAge(times: readonly Date[], shares: Record<Status, number>, chance: Chance): Status[] {
  const deck = (['new', 'verified', 'in_progress', 'resolved'] as const).flatMap((status) =>
    Array<Status>(Math.round(shares[status] * times.length)).fill(status),
  );
  const indices = chance.shuffled(times.map((_, index) => index));
  const unwanted = indices.slice(0, Math.max(0, times.length - deck.length));
  const newest = Math.max(...times.map(Number));
  const span = Math.max(1, newest - Math.min(...times.map(Number)));
  const byAge = indices
    .slice(unwanted.length)
    .map((index) => ({ index, age: (newest - times[index]!.getTime()) / span + chance.normal() * STATUS_CHANCE }))
    .sort((a, b) => a.age - b.age);
  const statuses = Array<Status>(times.length);
  byAge.forEach(({ index }, rank) => (statuses[index] = deck[rank]!));
  const rejectedShare = shares.rejected / (shares.rejected + shares.duplicate);
  unwanted.forEach(
    (index, rank) => (statuses[index] = rank < unwanted.length * rejectedShare ? 'rejected' : 'duplicate'),
  );
  return statuses;
}

/** What happened to a report until now, oldest first: made by a resident, then a step of staff for each status on the way. */
export function lifeOf(
  report: { category: string; status: Status; language: 'ky' | 'ru'; reportedAt: Date },
  texts: DemoTexts,
  now: Date,
  chance: Chance,
): LifeEvent[] {
  const steps = PATHS[report.status].map((status) => {
    const { min, max } = STEP_DAYS[status];
    return { status, days: chance.integer(min, max) + chance.next() };
  });
  const wholeMilliseconds = steps.reduce((sum, { days }) => sum + days * DAY_MILLISECONDS, 0);
  // A fresh report that is resolved already was resolved quickly.
  const pace = Math.min(1, (0.95 * (now.getTime() - report.reportedAt.getTime())) / Math.max(1, wholeMilliseconds));
  let at = report.reportedAt.getTime();
  const events: LifeEvent[] = [
    { at: report.reportedAt.toISOString(), actor: 'resident', event: 'created', status: 'new', note: null },
  ];
  for (const { status, days } of steps) {
    at += days * DAY_MILLISECONDS * pace;
    const notes =
      status === 'resolved' ? (texts.resolvedNotes[report.category] ?? texts.notes.resolved) : texts.notes[status];
    const note = status === 'verified' && chance.next() < 0.4 ? null : chance.pick(notes[report.language]);
    events.push({ at: new Date(at).toISOString(), actor: 'staff', event: 'status', status, note });
  }
  return events;
}
