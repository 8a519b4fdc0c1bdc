import type { RefusalCode } from './fields.ts';

/** What an import did. */
export interface Tally {
  /** Rows read. */
  rows: number;
  stored: number;
  /** Rows that an earlier import has stored. */
  alreadyThere: number;
  /** Rows refused. */
  refused: number;
  /** Reasons, which may be several for one row. */
  reasons: Map<RefusalCode, number>;
  startedAtMilliseconds: number;
}

export function newTally(nowMilliseconds: number): Tally {
  return {
    rows: 0,
    stored: 0,
    alreadyThere: 0,
    refused: 0,
    reasons: new Map(),
    startedAtMilliseconds: nowMilliseconds,
  };
}

/** The sentences at the end. `reportFile` is where refused rows are listed. */
export function summaryLines(tally: Tally, dryRun: boolean, nowMilliseconds: number, reportFile: string): string[] {
  const seconds = Math.max(0.001, (nowMilliseconds - tally.startedAtMilliseconds) / 1000);
  const lines = [
    `${count(tally.rows)} rows read in ${seconds.toFixed(1)} s (${count(Math.round(tally.rows / seconds))} rows/s): ${dryRun ? `${count(tally.stored)} would be stored` : `${count(tally.stored)} stored`}, ` +
      `${count(tally.alreadyThere)} already there, ${count(tally.refused)} refused.`,
  ];
  if (tally.refused > 0) {
    const reasons = [...tally.reasons].sort((a, b) => b[1] - a[1]).map(([code, times]) => `${code} ${count(times)}`);
    lines.push(`Refused for: ${reasons.join(', ')}. Every refused row is in ${reportFile}.`);
  }
  if (dryRun) lines.push('This was a dry run: nothing was stored.');
  return lines;
}

/** 12345 as 12,345. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}
