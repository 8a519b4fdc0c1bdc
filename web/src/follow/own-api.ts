import type { Static } from 'typebox';
import type { Correction, OwnReport, OwnState, OwnStates } from '../../../server/contract/own.ts';
import type { AskMail, AskPush } from '../../../server/contract/notices.ts';
import type { VerdictAnswer } from '../../../server/contract/verdicts.ts';
import { request, write } from '../api/client.ts';
import { deviceToken } from '../api/device.ts';
import type { MyReport } from '../report/my-reports.ts';

const path = (id: string, part: string): string => `/api/reports/${encodeURIComponent(id)}/${part}`;
/** The token is the sender's proof: in a header or a body, never in an address. */
const tokenOf = ({ manageToken }: MyReport): Record<string, string> => ({ 'Manage-Token': manageToken });

/** What who sent a report does with it. */
export const ownApi = {
  /** How many reports stand; those that the server does not know are left out. */
  states: async (mine: readonly MyReport[], signal: AbortSignal): Promise<OwnState[]> => {
    const body = { reports: mine.map(({ id, manageToken }) => ({ id, manageToken })) };
    return (await request<Static<typeof OwnStates>>('/api/own-reports', { method: 'POST', body, signal })).reports;
  },
  one: (mine: MyReport, signal?: AbortSignal) =>
    request<OwnReport>(path(mine.id, 'own'), { headers: tokenOf(mine), signal }),
  /** @param seen the version that was seen: what was changed since is told, not written over */
  correct: (mine: MyReport, body: Correction, seen: number) =>
    write<OwnReport>(path(mine.id, 'own'), {
      method: 'PATCH',
      headers: { ...tokenOf(mine), 'If-Match': String(seen) },
      body,
    }),
  withdraw: (mine: MyReport) => write<null>(path(mine.id, 'own'), { method: 'DELETE', headers: tokenOf(mine) }),
  eraseContact: (mine: MyReport) =>
    write<null>(path(mine.id, 'own/contact'), { method: 'DELETE', headers: tokenOf(mine) }),
  reopen: (mine: MyReport) => write<null>(path(mine.id, 'own/reopening'), { method: 'POST', headers: tokenOf(mine) }),
  closeAgain: (mine: MyReport) =>
    write<null>(path(mine.id, 'own/reopening'), { method: 'DELETE', headers: tokenOf(mine) }),
  /** Asks for a letter with a link; whoever opens that agrees. */
  tellByMail: (mine: MyReport, body: AskMail) =>
    write<null>(path(mine.id, 'own/notices/mail'), { method: 'PUT', headers: tokenOf(mine), body }),
  tellNoMoreByMail: (mine: MyReport) =>
    write<null>(path(mine.id, 'own/notices/mail'), { method: 'DELETE', headers: tokenOf(mine) }),
  tellHere: (mine: MyReport, body: AskPush) =>
    write<null>(path(mine.id, 'own/notices/push'), { method: 'PUT', headers: tokenOf(mine), body }),
  tellNoMoreHere: (mine: MyReport) =>
    write<null>(path(mine.id, 'own/notices/push'), { method: 'DELETE', headers: tokenOf(mine) }),
};

/** Says whether a report is really fixed, once a phone; `null` takes it back. */
export function sayVerdict(id: string, fixed: boolean | null): Promise<VerdictAnswer> {
  const headers = { 'Device-Token': deviceToken() };
  if (fixed === null) return write(path(id, 'verdict'), { method: 'DELETE', headers });
  return write(path(id, 'verdict'), { method: 'PUT', headers, body: { fixed } });
}
