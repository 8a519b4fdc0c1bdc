import type { Bursts } from '../../../../server/contract/floods.ts';
import type { Operations } from '../../../../server/contract/staff-operations.ts';
import { ask } from '../api.ts';
import type { ReportPage } from '../report/api.ts';

export type Burst = Bursts['bursts'][number];
export type Operation = Operations['operations'][number];

const FLAGGED_MAX = 50;

/** What does not look like neighbours who report: floods, and reports that somebody says are wrong. */
export const burstsApi = {
  bursts: (signal?: AbortSignal) => ask<Bursts>('/api/staff/bursts', { signal }),
  flagged: (signal?: AbortSignal) =>
    ask<ReportPage>(`/api/staff/reports?flagged=true&hidden=false&sort=reported&order=asc&limit=${FLAGGED_MAX}`, {
      signal,
    }),
  /** The newest changes of many reports. */
  operations: (signal?: AbortSignal) => ask<Operations>('/api/staff/operations', { signal }),
};
