import { local, readJson } from '../state/storage.ts';

const KEY = 'alai.mine';
const KEPT_MAX = 50;

/** A report sent from this phone. The manage token is the reporter's secret: it stays here and is in no link. */
export interface MyReport {
  id: string;
  code: string;
  manageToken: string;
  sentAt: string;
  /** Its Idempotency-Key; those sent before it was kept have none. */
  key?: string;
  /** Code of the kind or category it was sent with, to name it without the server. */
  category?: string;
}

/** Reports sent from this phone, newest first. */
export function myReports(): MyReport[] {
  const kept = readJson<MyReport[]>(local, KEY);
  return Array.isArray(kept) ? kept : [];
}

/** Puts a report on the list, once. False when the phone does not take it. */
export function rememberReport(report: Omit<MyReport, 'sentAt'>): boolean {
  const before = myReports();
  if (before.some(({ id }) => id === report.id)) return true;
  const { id, code, manageToken, key, category } = report;
  const mine: MyReport = { id, code, manageToken, sentAt: new Date().toISOString(), key, category };
  local.set(KEY, JSON.stringify([mine, ...before].slice(0, KEPT_MAX)));
  return myReports().some((kept) => kept.id === id);
}
