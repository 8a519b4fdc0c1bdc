import type { AuditPage, ChainState } from '../../../../server/contract/staff-audit.ts';
import { ask } from '../api.ts';

const CHAIN = '/api/staff/audit/chain';

/** Who did what, and whether that is whole. */
export const auditApi = {
  /** A page behind a question of filter.ts or a `next` link. */
  page: (href: string, signal?: AbortSignal) => ask<AuditPage>(href, { signal }),
  chain: (signal?: AbortSignal) => ask<ChainState>(CHAIN, { signal }),
  check: () => ask<ChainState>(`${CHAIN}/checks`, { method: 'POST' }),
};
