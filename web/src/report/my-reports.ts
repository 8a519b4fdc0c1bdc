import type { ReportCreated } from '../../../server/contract/reports.ts';
import { local, readJson } from '../state/storage.ts';

const KEY = 'alai.mine';
const KEPT_MAX = 50;

/** A report sent from this phone. The manage token is the reporter's secret: it stays here and is in no link. */
export interface MyReport {
  id: string;
  code: string;
  manageToken: string;
  sentAt: string;
}

/** Reports sent from this phone, newest first. */
export function myReports(): MyReport[] {
  const kept = readJson<MyReport[]>(local, KEY);
  return Array.isArray(kept) ? kept : [];
}

export function rememberReport({ id, code, manageToken }: ReportCreated): void {
  const others = myReports().filter((report) => report.id !== id);
  const mine: MyReport = { id, code, manageToken, sentAt: new Date().toISOString() };
  local.set(KEY, JSON.stringify([mine, ...others].slice(0, KEPT_MAX)));
}
